/** A cookie and not localStorage: the server then draws the rail as it was left, without a jump. */
export const RAIL_COOKIE = 'rail'

const YEAR_MS = 31_536_000_000

/** Remembered where the browser has a cookie store: over https, and on this machine. */
export function rememberRail(collapsed: boolean): void {
  window.cookieStore?.set({
    name: RAIL_COOKIE,
    value: collapsed ? 'collapsed' : 'open',
    expires: Date.now() + YEAR_MS,
    sameSite: 'lax',
  })
}
