// What an address under /mcp names. Paths are compared as they came: nothing is decoded.

export type Address =
  /** One server, for a grant's token in the header or in the URL. */
  | { readonly kind: 'server'; readonly serverId: string; readonly urlToken: string | null }
  /** One server, for clients that sign in. */
  | { readonly kind: 'oauth'; readonly serverId: string }
  /** All servers of a grant. */
  | { readonly kind: 'aggregate'; readonly urlToken: string | null }
export type ServerAddress = Extract<Address, { kind: 'server' | 'oauth' }>

const SERVER = /^\/mcp\/(srv_[0-9a-z]{28})\/?$/
const TOKEN_AND_SERVER = /^\/mcp\/t\/(pcg_[0-9a-z_]{1,128})\/(srv_[0-9a-z]{28})\/?$/
const OAUTH = /^\/mcp\/(srv_[0-9a-z]{28})\/oauth\/?$/
const AGGREGATE = /^\/mcp\/?$/
const TOKEN = /^\/mcp\/t\/(pcg_[0-9a-z_]{1,128})\/?$/

/** What a path names, or null for one that only resembles an address. */
export function addressOf(path: string): Address | null {
  const plain = SERVER.exec(path)
  if (plain) return { kind: 'server', urlToken: null, serverId: plain[1] ?? '' }
  const byToken = TOKEN_AND_SERVER.exec(path)
  if (byToken) return { kind: 'server', urlToken: byToken[1] ?? '', serverId: byToken[2] ?? '' }
  const signedIn = OAUTH.exec(path)
  if (signedIn) return { kind: 'oauth', serverId: signedIn[1] ?? '' }
  if (AGGREGATE.test(path)) return { kind: 'aggregate', urlToken: null }
  const all = TOKEN.exec(path)
  return all ? { kind: 'aggregate', urlToken: all[1] ?? '' } : null
}
