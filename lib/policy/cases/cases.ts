// A file of policy tests: calls, and what must be decided on each.
import type { JsonObject } from '#lib/json/index.ts'
import type { Category, Severity, ToolState } from '../call.ts'
import { type Decision, REASONS, type ReasonCode } from '../decision.ts'

export const CASE_EFFECTS = ['allow', 'deny', 'await'] as const satisfies readonly Decision['effect'][]
export const CASE_REASONS: readonly ReasonCode[] = REASONS
export const TOOL_STATES = ['pinned', 'changed', 'new', 'gone'] as const satisfies readonly ToolState[]
export const MAX_REPEAT = 100_000

/** Keys of a test file, by the object that holds them. */
export const CASE_KEYS = {
  file: ['policy', 'tools', 'cases'],
  case: ['name', 'call', 'expect', 'repeat', 'sequence'],
  step: ['call', 'expect', 'repeat'],
  call: [
    ...['tool', 'arguments', 'grant', 'client', 'user', 'session', 'at'],
    ...['category', 'severity', 'state', 'approved'],
  ],
  grant: ['label', 'tags'],
  expect: ['effect', 'rule', 'reason', 'message'],
} as const

/** What must be decided; what is not said may be anything. */
export type Expectation = {
  readonly effect: Decision['effect']
  readonly rule?: string
  readonly reason?: ReasonCode
  /** Without the `[POLICY DENIED]` before it. */
  readonly message?: string
}

export type CaseCall = {
  readonly tool: string
  readonly arguments: JsonObject
  readonly grant: { readonly label: string; readonly tags: readonly string[] }
  readonly client: string | null
  readonly user: string | null
  readonly session: string | null
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly category: Category | null
  readonly severity: Severity | null
  readonly state: ToolState
  /** A person has approved this call. */
  readonly approved: boolean
}

/** One call, made `repeat` times, with one expectation of each. `pointer` is its place in the file. */
export type CaseStep = {
  readonly pointer: string
  readonly call: CaseCall
  readonly expect: Expectation
  readonly repeat: number
}

/** Calls that share their counters, in order; counters are empty before the first. */
export type PolicyCase = {
  readonly name: string
  readonly pointer: string
  readonly steps: readonly CaseStep[]
}

export type PolicyCases = {
  /** The paths that the file names, as they stand there. */
  readonly policy: string | null
  readonly tools: string | null
  readonly cases: readonly PolicyCase[]
}
