// How other programs read the value of `Mcp-Name`: plainly, or as base64 between `=?base64?` and `?=`.

type HeaderReader = (value: string) => string | null
const strip = (value: string) => value.replace(/^[ \t]+|[ \t]+$/g, '')

const sentinel = (value: string, flags: string, decode: (base64: string) => string | null) => {
  const inner = new RegExp(`^=\\?base64\\?(.*)\\?=$`, `s${flags}`).exec(strip(value))?.[1]
  return inner === undefined ? strip(value) : decode(inner)
}

/** The name as a reader has it, or null where the reader refuses the value. */
export const HEADER_READERS: Readonly<Record<string, HeaderReader>> = {
  'decodes base64 strictly': (value) =>
    sentinel(value, '', (base64) => {
      try {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
      } catch {
        return null
      }
    }),
  'overlooks what is no base64': (value) =>
    sentinel(value, '', (base64) => Buffer.from(base64, 'base64').toString('utf8')),
  'takes the mark in any case': (value) =>
    sentinel(value, 'i', (base64) => Buffer.from(base64, 'base64').toString('utf8')),
}
