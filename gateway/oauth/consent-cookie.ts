// Set by the dashboard when somebody allows a client, and read once when their browser comes back here.
import type { IncomingMessage } from 'node:http'
import { consentCookieName } from '#lib/urls.ts'

/** Its value, or null where the browser has none, or two. */
export function consentCookieOf(request: IncomingMessage, isSecure: boolean): string | null {
  const name = `${consentCookieName(isSecure)}=`
  const pairs = (request.headers.cookie ?? '').split(/;\s*/).filter((pair) => pair.startsWith(name))
  const value = pairs.length === 1 ? pairs[0]?.slice(name.length) : undefined
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null
}
