// How a socket to an upstream comes to be: the name is resolved once, every answer is judged, and the
// socket goes to a judged address and no other. The name stays for SNI, the certificate and `Host`.
import { lookup as systemLookup } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { Fault } from '#lib/fault.ts'
import { isAllowedAddress } from './address.ts'
import { ADDRESS_REFUSED } from './check-url.ts'

export type Address = { readonly address: string; readonly family: 4 | 6 }
export type Resolve = (hostname: string) => Promise<readonly Address[]>

export type ConnectOptions = {
  readonly allowPrivate: boolean
  readonly resolve: Resolve
  /** PEM certificates to trust in place of the system's. */
  readonly ca?: string
}

const CONNECT_TIMEOUT_MS = 10_000
const NEXT_ADDRESS_AFTER_MS = 2_000

/** An undici connector that connects only where `isAllowedAddress` agrees. */
export function pinnedConnector(options: ConnectOptions): buildConnector.connector {
  const connect = buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    lookup: judgedLookup(options),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
    minVersion: 'TLSv1.2',
    ca: options.ca,
  })
  return (target, callback) => {
    // Node never asks `lookup` about an IP literal, so literals are judged here.
    if (isIP(target.hostname) && !isAllowedAddress(target.hostname, options)) {
      queueMicrotask(() => callback(addressRefused(), null))
      return
    }
    connect(target, callback)
  }
}

function judgedLookup({ resolve, allowPrivate }: ConnectOptions): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses
        // One refused answer refuses the name: a name that also points inside is a trick, not a server.
        const isRefused = addresses.some(({ address }) => !isAllowedAddress(address, { allowPrivate }))
        if (isRefused) callback(addressRefused(), '')
        else if (!first) callback(Object.assign(new Error('no address'), { code: 'ENODATA' }), '')
        else if (all) callback(null, [...addresses])
        else callback(null, first.address, first.family)
      },
      (error) => callback(error, ''),
    )
  }
}

function addressRefused(): Fault {
  return new Fault('address-refused', ADDRESS_REFUSED, { data: { handedOver: false } })
}

/** The machine's own resolution: hosts file, search domains, local names. For private upstreams. */
export const resolveLocally: Resolve = (hostname) =>
  new Promise((settle, reject) => {
    systemLookup(hostname, { all: true }, (error, addresses) => {
      if (error) reject(error)
      else settle(addresses.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })))
    })
  })

/**
 * DNS alone. The system's resolver blocks one of four threads per look-up, which all files and ciphers
 * share: a tenant's slow name server could stop the gateway.
 * @param servers name servers as `address:port`; the machine's own where absent
 */
export function resolveByDns(servers?: readonly string[]): Resolve {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  if (servers) resolver.setServers(servers)
  return async (hostname) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)])
    if (four.status === 'rejected' && six.status === 'rejected') throw four.reason
    return [...answers(four, 4), ...answers(six, 6)]
  }
}

function answers(result: PromiseSettledResult<string[]>, family: 4 | 6): Address[] {
  return result.status === 'fulfilled' ? result.value.map((address) => ({ address, family })) : []
}
