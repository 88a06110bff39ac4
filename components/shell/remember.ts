const YEAR_MS = 31_536_000_000

/**
 * Keeps how the frame is looked at as a cookie and not in localStorage: the server then draws the page as
 * it was left, without a jump, and no page waits for a disk before its first paint. Remembered where the
 * browser has a cookie store: over https, and on this machine.
 */
export function remember(name: string, value: string): void {
  window.cookieStore?.set({ name, value, expires: Date.now() + YEAR_MS, sameSite: 'lax' })
}
