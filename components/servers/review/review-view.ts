import type { RiskEvidence, RiskLevel } from '#components/risk-badge.tsx'
import type { DefinitionChange } from '#lib/pins/index.ts'
import type { Lane } from '#lib/policy/index.ts'

type DefinitionView = {
  /** JSON text as received. */
  readonly definition: string
  readonly category: string
  readonly severity: RiskLevel
  readonly evidence: readonly RiskEvidence[]
}

/** A definition that waits for a person; lib/servers' ToolReview fits. */
export type ReviewView = {
  readonly name: string
  readonly state: 'new' | 'changed'
  readonly hash: string
  readonly isTwice: boolean
  readonly isRejected: boolean
  /** What the organisation set for the tool; null where the class of its definition counts. */
  readonly override: {
    readonly category: string
    readonly severity: RiskLevel
    readonly reason: string
  } | null
  readonly before: DefinitionView | null
  readonly after: DefinitionView
  readonly change: DefinitionChange
  readonly twins: readonly string[]
  readonly mentions: readonly { readonly tool: string; readonly server: string }[]
  readonly effects: readonly {
    readonly policyId: string
    readonly policyName: string
    readonly lane: Lane
    readonly grants: readonly string[]
  }[]
}

/** What a button of a review names: each tool with the hash that was on the screen. */
export function hashesOf(reviews: readonly ReviewView[]): Record<string, string> {
  return Object.fromEntries(reviews.map((review) => [review.name, review.hash]))
}
