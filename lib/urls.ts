// The addresses that agents are given (DESIGN, "Gateway URLs").

/** For clients that send a header: `Authorization: Bearer <token>`. */
export function gatewayUrl(appUrl: string, serverId: string): string {
  return `${appUrl}/mcp/${serverId}/`
}

/** For clients that can only take a URL; works while the grant allows it. The URL is a secret. */
export function tokenUrl(appUrl: string, token: string, serverId: string): string {
  return `${appUrl}/mcp/t/${token}/${serverId}/`
}

/** For clients that sign in. It stands without a slash: what they sign in for is compared letter by letter. */
export function oauthUrl(appUrl: string, serverId: string): string {
  return `${appUrl}/mcp/${serverId}/oauth`
}

/**
 * The cookie that says in which browser a client was allowed. With the `__Host-` prefix the browser itself refuses one
 * that another host set.
 */
export function consentCookieName(isSecure: boolean): string {
  return isSecure ? '__Host-portcullis.consent' : 'portcullis.consent'
}

/** The cookie by which a browser shows which question of a client began in it; for the page of that question alone. */
export const CONSENT_REQUEST_COOKIE = 'portcullis.consent-request'

/** All servers of a grant at one address. */
export function aggregateUrl(appUrl: string): string {
  return `${appUrl}/mcp/`
}
