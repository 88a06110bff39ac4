// The addresses that agents are given (DESIGN, "Gateway URLs").

/** For clients that send a header: `Authorization: Bearer <token>`. */
export function gatewayUrl(appUrl: string, serverId: string): string {
  return `${appUrl}/mcp/${serverId}/`
}

/** For clients that can only take a URL; works while the grant allows it. The URL is a secret. */
export function tokenUrl(appUrl: string, token: string, serverId: string): string {
  return `${appUrl}/mcp/t/${token}/${serverId}/`
}

/** Where a person opens a proposed change of a policy as their draft. */
export function reviewUrl(
  appUrl: string,
  { id, serverId, policyId }: { readonly id: string; readonly serverId: string; readonly policyId: string },
): string {
  return `${appUrl}/servers/${serverId}/policy?policy=${policyId}&proposal=${id}`
}
