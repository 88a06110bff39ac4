// What evaluating a policy on a call yields: what to do, why, and what admission must take.
import type { Algorithm, Scope, Window } from './policy.ts'

export const REASONS = [
  'allowed',
  'no-policy',
  'unknown-tool',
  'hidden',
  'definition-changed',
  'not-listed',
  'undeclared-argument',
  'requirement-unmet',
  'condition-met',
  'approval-needed',
  'limit-reached',
  'amount-unusable',
  'method-not-allowed',
] as const
/** Closed list; the machine-readable half of a refusal. */
export type ReasonCode = (typeof REASONS)[number]

/** A JSON Pointer into the document, or one of E's sentinels; '' for an allow that no rule made. */
export type RulePointer = string

/** What one limit takes from its counter, if the call is admitted (L5). */
export type Draw = {
  readonly rule: RulePointer
  readonly counter: string
  readonly scope: Scope
  readonly window: Window
  readonly algorithm: Algorithm
  /** Decimal texts without exponent, so that no digit is lost on the way to the database. */
  readonly max: string
  readonly amount: string
  readonly onDeny?: string
}

export type Decision = {
  readonly effect: 'allow' | 'deny' | 'await'
  readonly rule: RulePointer
  readonly reason: ReasonCode
  /** The sentence for the agent, without its `[POLICY DENIED]` prefix; '' for an allow. */
  readonly message: string
  /** Taken all or none, in this order, by admission. Empty for a refusal. */
  readonly draws: readonly Draw[]
  readonly approval: {
    readonly rule: RulePointer
    readonly timeoutSeconds: number
    readonly reason?: string
  } | null
  /** The instants (ms) between which this decision holds; null where it did not use `time` (E13). */
  readonly holds: { readonly from: number; readonly until: number } | null
}
