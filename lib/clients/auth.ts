// How a client proves itself: a header with the grant's token, or nothing, where it signs in.
import type { Connection } from './snippet.ts'

/** The variable that holds the token where a client reads it from its environment. */
export const TOKEN_VARIABLE = 'PORTCULLIS_TOKEN'

export function bearer(token: string): string {
  return `Bearer ${token}`
}

/** `{headers: {Authorization}}`, or nothing; under the name that the client has for it. */
export function headersOf({ token }: Connection, key = 'headers'): Record<string, unknown> {
  return token === null ? {} : { [key]: { Authorization: bearer(token) } }
}

/** The option of a command line that sends the header, with the space that follows it; '' where it signs in. */
export function headerOption({ token }: Connection, option = '--header'): string {
  return token === null ? '' : `${option} "Authorization: ${bearer(token)}" `
}

/** mcp-remote refuses plain http to another machine unless it is told. */
export function isPlainRemote(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

/** The configuration as JSON in base64, as several links want it. Host names and tokens are ASCII. */
export function base64Json(value: unknown): string {
  return btoa(JSON.stringify(value))
}
