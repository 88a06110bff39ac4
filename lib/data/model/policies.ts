// Policies, their versions, and drafts.

export type PolicySummary = {
  readonly id: string
  readonly serverId: string
  readonly name: string
  /** All that it serves, by name; `serverId`, for which it was made, is among them. */
  readonly servers: readonly { readonly id: string; readonly name: string }[]
  /** The published version's number; null where nothing was published yet. */
  readonly version: number | null
  readonly grants: number
  readonly updatedAt: Date
}

export type PolicyVersion = {
  readonly id: string
  readonly number: number
  readonly source: string
  readonly format: 'json' | 'jsonc' | 'yaml'
  readonly hash: string
  readonly comment: string
  readonly author: string | null
  readonly createdAt: Date
}

export type PolicyWithVersion = PolicySummary & { readonly published: PolicyVersion | null }

/** A draft that is evaluated beside the version in force, and what was counted so far. */
export type Shadow = {
  readonly id: string
  readonly serverId: string
  readonly policyId: string
  readonly source: string
  readonly format: 'json' | 'jsonc' | 'yaml'
  readonly baseVersion: number
  readonly author: string | null
  readonly createdAt: Date
  /** Calls that it was evaluated on; that its evaluation failed on; that it was not asked about, for there were too many. */
  readonly calls: number
  readonly errors: number
  readonly missed: number
  /** Of the calls, those that would have come out otherwise. */
  readonly differing: number
  /** Most calls first, 500 at most. */
  readonly verdicts: readonly ShadowVerdict[]
}

export type ShadowVerdict = {
  readonly tool: string
  readonly grantId: string
  readonly grantLabel: string
  /** allow | limit | approve | deny | hide; `draft` also unknown. */
  readonly live: string
  readonly draft: string
  readonly rule: string
  readonly calls: number
  readonly firstAt: Date
  readonly lastAt: Date
  /** Ids of calls, newest first. */
  readonly examples: readonly string[]
}

export type Draft = { readonly text: string; readonly baseVersion: number; readonly updatedAt: Date }

/** A change of a policy that somebody asked for, and what became of it. */
export type Proposal = {
  readonly id: string
  readonly serverId: string
  readonly serverName: string
  readonly policyId: string
  readonly policyName: string
  readonly source: string
  readonly format: 'json' | 'jsonc' | 'yaml'
  /** The version in force when it was made. */
  readonly baseVersion: number
  readonly reason: string
  /** The e-mail address of whoever's key or session made it; null where the account is gone. */
  readonly author: string | null
  /** The name of the API key that made it; null for a person in the dashboard. */
  readonly key: string | null
  readonly createdAt: Date
  readonly state: 'open' | 'published' | 'dismissed'
  readonly decidedAt: Date | null
  readonly decidedBy: string | null
  /** The number that it was published as. */
  readonly version: number | null
}
