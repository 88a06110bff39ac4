// Grants, what stops them, and the calls they made.
import type { ToolRisk } from './servers.ts'

export type GrantClient = {
  /** As it calls itself. */
  readonly name: string
  /** Where its code went: an origin, or the scheme of an app. */
  readonly redirectTo: string
  /** When it got its first token; null while it has none. */
  readonly connectedAt: Date | null
}

export type Grant = {
  readonly id: string
  readonly label: string
  readonly tags: readonly string[]
  readonly tokenEnd: string
  readonly urlEnabled: boolean
  readonly createdBy: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
  /** The client that signed in for it; null for a grant whose token was copied. */
  readonly client: GrantClient | null
  readonly servers: readonly {
    readonly serverId: string
    readonly serverName: string
    readonly policyId: string | null
    readonly policyName: string | null
  }[]
}

export const STOP_SCOPES = ['grant', 'server', 'organisation'] as const

export type StopScope = (typeof STOP_SCOPES)[number]

/** An emergency stop: what a person stopped at once, and what became of it. */
export type Stop = {
  readonly id: string
  readonly scope: StopScope
  /** The id of the grant, the server or the organisation. */
  readonly subjectId: string
  /** Its name when it was stopped. */
  readonly subjectName: string
  /** Agents read it. */
  readonly reason: string
  readonly setAt: Date
  /** null where that person is gone. */
  readonly setBy: string | null
  /** null: until it is lifted. */
  readonly endsAt: Date | null
  readonly liftedAt: Date | null
  readonly liftedBy: string | null
  /** By the database's clock. `ended`: its time has passed, or what it stopped is no more. */
  readonly state: 'holding' | 'lifted' | 'ended'
}

export type CallRow = {
  readonly id: string
  readonly at: Date
  readonly serverId: string
  readonly serverName: string
  readonly grantId: string
  readonly grantLabel: string
  readonly method: string
  readonly tool: string
  /** Of the tool as it is now; null where it is not known (any more). */
  readonly risk: ToolRisk | null
  readonly decision: 'allow' | 'deny' | 'await'
  readonly rule: string
  readonly reason: string
  readonly message: string
  readonly outcome: string
  readonly upstreamStatus: number | null
  readonly latencyMs: number | null
  readonly argumentNames: readonly string[]
  /** The policy of the version that judged; null where none did, or it was deleted. */
  readonly policyId: string | null
  readonly policyVersion: number | null
  readonly detail: unknown
  /** How many equal refusals this record stands for; 1 for every other call. */
  readonly repeats: number
  /** When the last of them came; null for a single one. */
  readonly lastAt: Date | null
}
