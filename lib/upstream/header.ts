// Headers that belong to the connection or to the protocol. A customer's own headers (credentials,
// mostly) may not touch them.
import { Fault } from '#lib/fault.ts'

// RFC 9110 §7.6.1 (connection), §8.6 and RFC 9112 §6 (framing), and the name the certificate was
// checked against.
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])
const OF_THE_PROTOCOL = /^(?:accept|accept-encoding|content-type|content-encoding|last-event-id|mcp-.*)$/
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
// RFC 9110 §5.5: visible Latin-1, spaces and tabs; never CR, LF or NUL.
const VALUE = /^[\t\x20-\x7e\xa0-\xff]*$/
const MAX_HEADERS = 32
const MAX_VALUE_LENGTH = 8192

/**
 * Checks the headers that a customer sets for a server, and lower-cases their names.
 * @throws {Fault} `invalid-input`, naming the header but never its value
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const checked: Record<string, string> = {}
  const entries = Object.entries(headers)
  if (entries.length > MAX_HEADERS) throw invalid(`A server has at most ${MAX_HEADERS} headers.`)
  for (const [name, value] of entries) {
    const lower = name.toLowerCase()
    if (!TOKEN.test(lower)) throw invalid('A header name holds only letters, digits and -_.')
    if (isReserved(lower)) throw invalid(`The header ${lower} is set by the gateway and cannot be set here.`)
    if (Object.hasOwn(checked, lower)) throw invalid(`The header ${lower} is given twice.`)
    if (typeof value !== 'string' || !VALUE.test(value))
      throw invalid(`The value of ${lower} holds a line break or a character that a header cannot carry.`)
    if (value.length > MAX_VALUE_LENGTH)
      throw invalid(`The value of ${lower} is longer than ${MAX_VALUE_LENGTH} characters.`)
    checked[lower] = value
  }
  return checked
}

/**
 * The headers of one request, names and values in turn: the customer's first, then the protocol's, which win.
 * A list, because making an object of names that are not known beforehand takes longer than sending them.
 */
export function requestHeaders(
  customer: Readonly<Record<string, string>>,
  protocol: Readonly<Record<string, string>>,
): string[] {
  const headers = [...ownHeaders(customer)]
  for (const name of Object.keys(protocol)) {
    const lower = name.toLowerCase()
    const value = protocol[name]
    if (value !== undefined && !OF_THE_CONNECTION.has(lower)) set(headers, lower, value)
  }
  set(headers, 'accept-encoding', 'identity')
  return headers
}

function set(headers: string[], name: string, value: string): void {
  let at = 0
  while (at < headers.length && headers[at] !== name) at += 2
  headers[at] = name
  headers[at + 1] = value
}

// A server's headers are the same object for as long as one reading of it is used.
const known = new WeakMap<Readonly<Record<string, string>>, readonly string[]>()

function ownHeaders(customer: Readonly<Record<string, string>>): readonly string[] {
  const before = known.get(customer)
  if (before) return before
  const headers = ['user-agent', 'Portcullis']
  for (const [name, value] of Object.entries(customer)) {
    const lower = name.toLowerCase()
    if (!isReserved(lower)) set(headers, lower, value)
  }
  known.set(customer, headers)
  return headers
}

function isReserved(name: string): boolean {
  return OF_THE_CONNECTION.has(name) || OF_THE_PROTOCOL.test(name)
}

function invalid(sentence: string): Fault {
  return new Fault('invalid-input', sentence)
}
