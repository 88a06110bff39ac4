// The addresses that agents are given (DESIGN, "Gateway URLs").

/** For clients that send a header: `Authorization: Bearer <token>`. */
export function gatewayUrl(appUrl: string, serverId: string): string {
  return `${appUrl}/mcp/${serverId}/`
}

/** For clients that can only take a URL; works while the grant allows it. The URL is a secret. */
export function tokenUrl(appUrl: string, token: string, serverId: string): string {
  return `${appUrl}/mcp/t/${token}/${serverId}/`
}

/** All servers of a grant at one address. */
export function aggregateUrl(appUrl: string): string {
  return `${appUrl}/mcp/`
}
