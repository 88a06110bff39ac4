/** The demo server's address. No name under .invalid is ever anybody's (RFC 2606), so nothing real is meant by it. */
export const DEMO_URL = 'https://demo.portcullis.invalid/mcp'
export const DEMO_NAME = 'Demo shop'

export function isDemoUrl(url: string): boolean {
  return url === DEMO_URL
}
