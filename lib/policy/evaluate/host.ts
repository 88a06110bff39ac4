// The operator `host_in` (C3). URL parsers disagree wherever a URL is written unusually, so only the
// plain form is read, and everything else is unknown.

/**
 * The host of an absolute http, https, ws or wss URL, in lower case (IPv6 in its brackets), or null:
 * no such URL, user information, a backslash, white space, a control character, a bad port, or a host
 * that is not written as the WHATWG URL standard would write it, but for letter case.
 */
export function hostOf(url: string): string | null {
  if (/[\\\s\p{Cc}]/u.test(url)) return null
  const authority = /^(?:https?|wss?):\/\/([^/?#]+)/i.exec(url)?.[1]
  if (authority === undefined || authority.includes('@')) return null
  const match = /^(\[[^\]]*\]|[^:[\]]*)(?::([0-9]{0,5}))?$/.exec(authority)
  if (!match || Number(match[2] ?? 0) > 65_535) return null
  const host = (match[1] ?? '').toLowerCase()
  return isCanonicalHost(host) ? host : null
}

export function isCanonicalHost(host: string): boolean {
  if (host.startsWith('[')) return host.endsWith(']') && isCanonicalIpv6(host.slice(1, -1))
  return endsInNumber(host) ? isCanonicalIpv4(host) : isDomain(host)
}

/** An element of a `host_in` list: a host, or `*.` before a domain. */
export function isHostPattern(text: string): boolean {
  if (!text.startsWith('*.')) return isCanonicalHost(text)
  const domain = text.slice(2)
  return isDomain(domain) && !endsInNumber(domain)
}

export type HostList = { readonly exact: ReadonlySet<string>; readonly suffixes: readonly string[] }

export function compileHosts(patterns: readonly string[]): HostList {
  const wild = patterns.filter((pattern) => pattern.startsWith('*.'))
  return {
    exact: new Set(patterns.filter((pattern) => !pattern.startsWith('*.'))),
    suffixes: wild.map((pattern) => pattern.slice(1)),
  }
}

/** `.example.com` is longer than `example.com`, so a wildcard never matches the domain itself. */
export function hostListed(hosts: HostList, host: string): boolean {
  return hosts.exact.has(host) || hosts.suffixes.some((suffix) => host.endsWith(suffix))
}

export const MAX_DOMAIN = 253
export const DOMAIN = /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/
/** What the URL standard reads as an IPv4 address, however it is written. */
export const ENDS_IN_NUMBER = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)\.?$/

function isDomain(host: string): boolean {
  return host.length <= MAX_DOMAIN && DOMAIN.test(host)
}

function endsInNumber(host: string): boolean {
  return ENDS_IN_NUMBER.test(host)
}

function isCanonicalIpv4(host: string): boolean {
  const parts = host.split('.')
  return (
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part) && Number(part) <= 255)
  )
}

function isCanonicalIpv6(text: string): boolean {
  const groups = ipv6Groups(text)
  return groups !== null && ipv6Text(groups) === text
}

/** The eight groups of an address in hexadecimal groups with at most one `::`. */
function ipv6Groups(text: string): number[] | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const groups = [...head, ...(halves.length === 2 ? Array<string>(missing).fill('0') : []), ...tail]
  return groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : null
}

/** The address as the URL standard writes it: the first longest run of two or more zeros is `::`. */
function ipv6Text(groups: readonly number[]): string {
  let best = { start: -1, length: 1 }
  for (let start = 0; start < 8; start++) {
    let length = 0
    while (groups[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  if (best.start < 0) return text(groups)
  return `${text(groups.slice(0, best.start))}::${text(groups.slice(best.start + best.length))}`
}
