// Which addresses a customer's URL may lead to. Allow-listed, so that a range nobody thought of is
// refused: an upstream URL is the one place where a tenant chooses what this machine connects to.
import ipaddr from 'ipaddr.js'

/** The ranges that exist only inside somebody's network. `allowPrivate` opens these and no others. */
const PRIVATE_RANGES: ReadonlySet<string> = new Set(['private', 'loopback', 'uniqueLocal', 'carrierGradeNat'])

/** Where clouds hand out credentials without asking, beyond 169.254.0.0/16 and fe80::/10. */
const METADATA = [
  '168.63.129.16/32', // Azure's host agent: a public address, answered by the hypervisor
  '100.100.100.200/32', // Alibaba
  'fd00:ec2::/32', // Amazon: instance, container and pod credentials
  'fd20:ce::254/128', // Google
].map((range) => ipaddr.parseCIDR(range))

const GLOBAL_UNICAST = ipaddr.parseCIDR('2000::/3')
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96')

/**
 * Whether a connection to this IP address (not a name) is allowed. Public unicast is; private ranges
 * only with `allowPrivate`; link-local, metadata, multicast, unspecified, reserved and transition
 * addresses never. Text that is no address is refused.
 */
export function isAllowedAddress(text: string, options: { readonly allowPrivate: boolean }): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = innermost(ipaddr.process(text))
  if (METADATA.some((range) => isWithin(address, range))) return false
  const range = address.range()
  if (range === 'unicast') return address.kind() === 'ipv4' || isWithin(address, GLOBAL_UNICAST)
  return options.allowPrivate && PRIVATE_RANGES.has(range)
}

// A NAT64 gateway connects to the IPv4 address in the last 32 bits, so that is the address to judge.
function innermost(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (!isWithin(address, NAT64)) return address
  return new ipaddr.IPv4(address.toByteArray().slice(-4))
}

function isWithin(
  address: ipaddr.IPv4 | ipaddr.IPv6,
  [base, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number],
): boolean {
  return address.kind() === base.kind() && address.match(base, bits)
}
