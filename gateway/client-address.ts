// Who is at the other end. Behind a proxy the socket is the proxy's; what that says of its own client is
// believed only where its address is one of TRUSTED_PROXIES, for anybody can write a header.
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, type Socket } from 'node:net'

export type ClientOf = {
  /** The client's address, IPv4 in dots also where the socket says ::ffff:…; '' where the socket is gone. */
  address(request: IncomingMessage): string
  /** What the client's own connection spoke, as a trusted proxy says; null where none does. */
  protocol(request: IncomingMessage): 'http' | 'https' | null
  /** Whether connections of this address are a proxy's, and so many people's. */
  isProxy(address: string): boolean
}

/** @param proxies addresses and networks such as 10.0.0.0/8, as lib/env.ts checked them */
export function createClientOf(proxies: readonly string[] = []): ClientOf {
  const trusted = new BlockList()
  for (const each of proxies) {
    const [network = '', bits] = each.split('/')
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) trusted.addAddress(network, family)
    else trusted.addSubnet(network, Number(bits), family)
  }
  const isProxy = (address: string) => {
    const plain = plainAddress(address)
    return (
      proxies.length > 0 && isIP(plain) !== 0 && trusted.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
    )
  }
  return {
    isProxy,
    address(request) {
      let nearest = plainAddress(socketAddress(request))
      if (!isProxy(nearest)) return nearest
      // From the right: each proxy appends whom it saw. The first that is no proxy of ours is the client,
      // and what stands before it is the client's own claim.
      for (const said of wordsOf(request, 'x-forwarded-for').reverse()) {
        const next = plainAddress(said)
        if (!isProxy(nearest) || isIP(next) === 0) break
        nearest = next
      }
      return nearest
    },
    protocol(request) {
      if (!isProxy(socketAddress(request))) return null
      const said = wordsOf(request, 'x-forwarded-proto').at(-1)?.toLowerCase()
      return said === 'http' || said === 'https' ? said : null
    },
  }
}

// Node takes the socket away from a request that was cut off, whatever the types say.
function socketAddress(request: IncomingMessage): string {
  const { socket }: { socket: Socket | null } = request
  return socket?.remoteAddress ?? ''
}

function wordsOf(request: IncomingMessage, header: string): string[] {
  return (request.headersDistinct[header] ?? []).flatMap((line) => line.split(',')).map((word) => word.trim())
}

// Some proxies write a port behind the address, and IPv6 in brackets.
function plainAddress(text: string): string {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d[\d.]+):\d+$/.exec(text)?.[1] ?? text
  return bare.replace(/^::ffff:(?=\d+\.)/i, '')
}
