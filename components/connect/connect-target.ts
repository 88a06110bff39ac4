import type { Connection } from '#lib/clients/index.ts'

/** What a client can be pointed at: one server of a grant, or all of them at one address. */
export type ConnectTarget = {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly protocol: string | null
  /** For clients that send the token as a header. */
  readonly gatewayUrl: string
  /** For clients that sign in by OAuth; null where nothing offers that. */
  readonly oauthUrl?: string | null
}

/** Where a grant has several servers, all of them at one address come first: one entry in a client is enough. */
export function withAllServers(targets: readonly ConnectTarget[]): readonly ConnectTarget[] {
  const [first] = targets
  if (!first || targets.length < 2) return targets
  const gatewayUrl = allServersUrl(first.gatewayUrl)
  return [{ id: 'all', name: 'All servers', slug: 'portcullis', protocol: null, gatewayUrl }, ...targets]
}

/** `…/mcp/<server>/` → `…/mcp/`, as lib/urls.ts writes it. */
export function allServersUrl(gatewayUrl: string): string {
  return gatewayUrl.replace(/\/mcp\/.*$/, '/mcp/')
}

/** Stands for a token that is not known any more: it was shown once. */
export const TOKEN_PLACEHOLDER = 'YOUR_GRANT_TOKEN'

/** `…/mcp/<server>/` → `…/mcp/t/<token>/<server>/`, as lib/urls.ts writes it. */
export function withToken(gatewayUrl: string, token: string): string {
  return gatewayUrl.replace('/mcp/', `/mcp/t/${token}/`)
}

/**
 * @param token null once it is not known any more
 * @param mayStandInUrl whether the grant allows its token in the URL
 */
export function connectionWithToken(
  target: ConnectTarget,
  token: string | null,
  mayStandInUrl: boolean,
): Connection {
  const shown = token ?? TOKEN_PLACEHOLDER
  const { slug, gatewayUrl, protocol } = target
  const tokenUrl = mayStandInUrl ? withToken(gatewayUrl, shown) : null
  return { name: slug, url: gatewayUrl, token: shown, tokenUrl, protocol }
}

/** The client signs in by itself, and a person says yes in the browser. */
export function connectionSigningIn(target: ConnectTarget, oauthUrl: string): Connection {
  return { name: target.slug, url: oauthUrl, token: null, tokenUrl: null, protocol: target.protocol }
}
