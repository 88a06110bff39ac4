// The cookie that holds a session token. On https the `__Host-` prefix makes the browser itself refuse
// one that another host or path set, or that ever left over plain http.
import { env } from '#lib/env.ts'

export function isSecure(): boolean {
  return env().appUrl.startsWith('https:')
}

export function sessionCookieName(): string {
  return isSecure() ? '__Host-portcullis.session' : 'portcullis.session'
}

/** Of the mark that a browser keeps after a sign-in (lib/accounts/known-browser.ts). It opens nothing. */
export function browserCookieName(): string {
  return isSecure() ? '__Host-portcullis.browser' : 'portcullis.browser'
}

export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() } as const
}
