// Words from outside, cut to what a page and a column hold. What they say is not judged here.

export const MAX_NAME = 200
const MAX_TITLE = 200
const MAX_DESCRIPTION = 4_000
const MAX_VERSION = 100
const MAX_LINK = 2_048

// Control, format (zero-width, direction, tag) and separator characters: two names that look alike.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u

/** A name as it stands, or null where it is none: 1 to `max` visible characters. */
export function nameOf(value: unknown, max = MAX_NAME): string | null {
  if (typeof value !== 'string') return null
  const name = value.trim()
  return name === '' || name.length > max || INVISIBLE.test(name) ? null : name
}

/** A title of one line; the first of the values that holds something to read. */
export function titleOf(...values: readonly unknown[]): string {
  for (const value of values) {
    if (typeof value !== 'string') continue
    const line = cut(value.replace(/\s+/g, ' ').trim(), MAX_TITLE)
    if (line !== '') return line
  }
  return ''
}

export function descriptionOf(value: unknown): string {
  return typeof value === 'string' ? cut(value.trim(), MAX_DESCRIPTION) : ''
}

export function versionOf(...values: readonly unknown[]): string {
  const found = values.find((value) => typeof value === 'string' && value.trim() !== '')
  return typeof found === 'string' ? cut(found.trim(), MAX_VERSION) : ''
}

/** A web address that people may be sent to, or null. One with a user name, a password or a placeholder in braces is none. */
export function linkOf(...values: readonly unknown[]): string | null {
  for (const value of values) {
    if (typeof value !== 'string' || value.length > MAX_LINK) continue
    const text = value.trim()
    if (/[\s\\{}\p{Cc}]/u.test(text) || !URL.canParse(text)) continue
    const url = new URL(text)
    if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.hostname === '')
      continue
    return url.href
  }
  return null
}

/** The same without what follows `?` and `#`, where people put their keys. */
export function bareLinkOf(value: unknown): string | null {
  const link = linkOf(value)
  if (link === null) return null
  const url = new URL(link)
  url.search = ''
  url.hash = ''
  return url.href
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text
  // Not between the two halves of a character.
  const end = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')
  return `${end}…`
}
