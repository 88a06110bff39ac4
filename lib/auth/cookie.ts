// The cookie that holds a session token. On https the `__Host-` prefix makes the browser itself refuse
// one that another host or path set, or that ever left over plain http.
import { env } from '#lib/env.ts'

export function isSecure(): boolean {
  return env().appUrl.startsWith('https:')
}

export function sessionCookieName(): string {
  return isSecure() ? '__Host-portcullis.session' : 'portcullis.session'
}

export function sessionCookieOptions() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() } as const
}
