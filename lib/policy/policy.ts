// The document, keys as written: a second spelling would be a second schema. Shorthands (P4) are
// already written out here; `parse` makes this, and nothing downstream checks it again.
import type { Json, JsonNumber } from '#lib/json/index.ts'

export const OPERATORS = [
  'eq',
  'neq',
  'lt',
  'lte',
  'gt',
  'gte',
  'in',
  'not_in',
  'exists',
  'regex',
  'contains',
  'within',
  'host_in',
] as const
export type Operator = (typeof OPERATORS)[number]

export type Comparison = { readonly path: string; readonly op: Operator; readonly value?: Json }
export type Condition = Comparison | { readonly any_of: readonly Comparison[] }
export type Rule = { readonly conditions: readonly Condition[]; readonly on_deny?: string }

export const NAMED_WINDOWS = ['second', 'minute', 'hour', 'day', 'week', 'month'] as const
export type NamedWindow = (typeof NAMED_WINDOWS)[number]
/** A calendar unit in UTC, or a length in whole seconds aligned to the epoch (L1). */
export type Window = NamedWindow | number
export const SCOPES = ['grant', 'session', 'user', 'server', 'organisation'] as const
export type Scope = (typeof SCOPES)[number]
export type Algorithm = 'fixed' | 'sliding'

export type Limit = {
  readonly counter: string
  readonly window: Window
  readonly max: number | JsonNumber
  readonly scope: Scope
  readonly algorithm: Algorithm
  readonly increment_from?: string
  readonly on_deny?: string
}

export type Approval = {
  readonly conditions: readonly Condition[]
  readonly timeoutSeconds: number
  readonly reason?: string
}

export type Entry = {
  readonly strict_arguments: boolean
  readonly require: readonly Rule[]
  readonly deny_if: readonly Rule[]
  readonly require_approval: Approval | null
  readonly limits: readonly Limit[]
}

export const METHOD_GROUPS = [
  'resources',
  'prompts',
  'completion',
  'logging',
  'tasks',
  'sampling',
  'elicitation',
  'roots',
] as const
export type MethodGroup = (typeof METHOD_GROUPS)[number]

export type Policy = {
  readonly version: '1'
  readonly default: 'allow' | 'deny'
  readonly hide: readonly string[]
  readonly methods: Readonly<Partial<Record<MethodGroup, 'allow' | 'deny'>>>
  readonly all_tools: Entry
  readonly tools: ReadonlyMap<string, Entry>
}
