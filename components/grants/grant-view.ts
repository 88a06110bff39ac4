/** What the grant pages know of a server that can be granted. */
export type GrantableServer = {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly protocol: string | null
  readonly gatewayUrl: string
  /** For clients that sign in. */
  readonly oauthUrl: string
  readonly policies: readonly {
    readonly id: string
    readonly name: string
    readonly version: number | null
  }[]
}
export type Choice = { readonly serverId: string; readonly policyId: string | null }

export type GrantView = {
  readonly id: string
  readonly label: string
  readonly tags: readonly string[]
  readonly tokenEnd: string
  readonly urlEnabled: boolean
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
  /** The client that signed in for it; null for a grant whose token was copied. */
  readonly client: {
    readonly name: string
    readonly redirectTo: string
    readonly connectedAt: Date | null
  } | null
  readonly servers: readonly {
    readonly serverId: string
    readonly serverName: string
    readonly policyId: string | null
    readonly policyName: string | null
  }[]
}

export type GrantStatus = 'active' | 'expired' | 'revoked'

/** @param now milliseconds since the epoch */
export function grantStatus(grant: Pick<GrantView, 'revokedAt' | 'expiresAt'>, now: number): GrantStatus {
  if (grant.revokedAt) return 'revoked'
  return grant.expiresAt && grant.expiresAt.getTime() <= now ? 'expired' : 'active'
}

/** "support, nightly" as a list: trimmed, without empties and doubles. */
export function tagsFrom(text: string): string[] {
  return [...new Set(text.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '')
}
