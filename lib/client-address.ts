// The network address that attempts at passwords are counted by.
import ipaddr from 'ipaddr.js'

const IPV6_NETWORK_BITS = 64

/**
 * The address in front of the gateway, from the last entry of X-Forwarded-For: the gateway writes
 * that one itself, and everything before it is what the client says.
 * @returns an IPv4 address, an IPv6 /64 (one subscriber has at least that), or 'unknown'
 */
export function clientAddress(forwardedFor: string | null | undefined): string {
  const text = forwardedFor?.split(',').at(-1)?.trim() ?? ''
  if (!ipaddr.isValid(text)) return 'unknown'
  const address = ipaddr.process(text)
  if (address.kind() === 'ipv4') return address.toString()
  const bytes = address.toByteArray().map((byte, index) => (index < IPV6_NETWORK_BITS / 8 ? byte : 0))
  return `${ipaddr.fromByteArray(bytes)}/${IPV6_NETWORK_BITS}`
}
