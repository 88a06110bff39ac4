// What a customer may write as a server's URL. The same check runs when a URL is saved and again when
// it is used; names are judged once more by what they resolve to, at connect time (connect.ts).
import { isIP } from 'node:net'
import { isDemoUrl } from '#lib/demo/index.ts'
import { Fault } from '#lib/fault.ts'
import { isAllowedAddress } from './address.ts'
import { portProblem } from './ports.ts'

export type UrlOptions = {
  readonly allowPrivate: boolean
  /** Origins that are this gateway itself: an upstream that is the gateway would call itself for ever. */
  readonly refuseOrigins?: readonly string[]
}

const MAX_LENGTH = 2048
const PRIVATE_SUFFIX = /(?:^|\.)(?:localhost|local|internal|home\.arpa|lan|test|invalid|onion)$/
const METADATA_NAME =
  /^(?:metadata|metadata\.google\.internal|metadata\.goog|instance-data(?:\.ec2\.internal)?)$/
export const ADDRESS_REFUSED =
  'This address is not reachable from here: it is private, local, or reserved. Give the server a public https address.'

/**
 * Reads an upstream's URL. The result has no trailing dot in its host name.
 * @throws {Fault} `url-refused` for what can never be an upstream URL, `address-refused` for a host in
 *   a network that this deployment does not connect to
 */
export function checkUrl(text: string, options: UrlOptions): URL {
  // It is in this process, whatever networks are reachable.
  if (isDemoUrl(text)) return new URL(text)
  const url = parse(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused(`A server's URL starts with https://, not ${url.protocol}//.`)
  if (/^[a-z]+:\/*[^/?#]*@/i.test(text))
    throw refused('A server’s URL cannot hold a user name or password. Add an Authorization header instead.')
  if (text.includes('#')) throw refused('A server’s URL cannot have a part after #. Remove it.')
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
  if (url.hostname === '' || url.hostname.endsWith('.')) throw refused('This URL has no usable host name.')
  checkHost(url.hostname, options.allowPrivate)
  if (options.refuseOrigins?.some((origin) => isSameOrigin(url, origin)))
    throw refused('This is the gateway’s own address. Register the address of the MCP server behind it.')
  if (!options.allowPrivate && url.protocol === 'http:')
    throw refused('This URL is not encrypted. Use the server’s https:// address.')
  const problem = portProblem(url.port, options)
  if (problem) throw refused(problem)
  return url
}

function parse(text: string): URL {
  if (text.length > MAX_LENGTH) throw refused(`A server’s URL has at most ${MAX_LENGTH} characters.`)
  // Backslashes and inner white space are read differently by different URL parsers.
  if (/[\s\\\p{Cc}]/u.test(text)) throw refused('This URL holds a space, a backslash or a control character.')
  if (!URL.canParse(text)) throw refused('This is not a URL. Write it like https://mcp.example.com/mcp.')
  return new URL(text)
}

function checkHost(hostname: string, allowPrivate: boolean): void {
  const literal = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
  const isAllowed = isIP(literal)
    ? isAllowedAddress(literal, { allowPrivate })
    : !METADATA_NAME.test(hostname) &&
      (allowPrivate || (hostname.includes('.') && !PRIVATE_SUFFIX.test(hostname)))
  if (!isAllowed) throw new Fault('address-refused', ADDRESS_REFUSED, { data: { handedOver: false } })
}

function isSameOrigin(url: URL, origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const other = new URL(origin)
  if (isLoopback(url.hostname) && isLoopback(other.hostname)) return portOf(url) === portOf(other)
  return url.hostname === other.hostname && portOf(url) === portOf(other)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname)
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80')
}

function refused(sentence: string): Fault {
  return new Fault('url-refused', sentence, { data: { handedOver: false } })
}
