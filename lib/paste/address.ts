// The address of a server as it may be kept: without a user, a password, a query and what looks like a key.
import { hasSecretShape } from '#lib/secrets/index.ts'

export type Address = {
  /** What may be kept: http or https, host, and the path as far as nothing in it looks like a key. */
  readonly url: string
  /** Whether that is the whole address. Where it is not, the server is not reached at what is kept. */
  readonly isWhole: boolean
  /** What was left out, in words: "the query", "a part of the path that looks like a key". */
  readonly dropped: readonly string[]
}

const MAX_LENGTH = 2048

/** Reads a text as the address of a server; null where it is none that could be reached. */
export function readAddress(text: string): Address | null {
  const trimmed = text.trim()
  if (trimmed.length > MAX_LENGTH || !URL.canParse(trimmed)) return null
  const url = new URL(trimmed)
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') return null
  const dropped: string[] = []
  if (url.username !== '' || url.password !== '') dropped.push('the user and password')
  if (url.search !== '') dropped.push('the query')
  const segments = url.pathname.split('/')
  const key = segments.findIndex(looksLikeKey)
  if (key >= 0) dropped.push('the part of the path that looks like a key, and what follows it')
  const path = key < 0 ? url.pathname : segments.slice(0, key).join('/')
  return { url: `${url.origin}${path || '/'}`, isWhole: dropped.length === 0, dropped }
}

/** Issued by a program: of a known shape, a UUID, or a long run of letters and digits mixed. */
export function looksLikeKey(segment: string): boolean {
  if (hasSecretShape(segment)) return true
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(segment)) return true
  return segment.split(/[-.~_%]/).some((run) => run.length >= 16 && /\d/.test(run) && /[a-z]/i.test(run))
}
