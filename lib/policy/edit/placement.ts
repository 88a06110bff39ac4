// Lanes are derived, never stored: where a tool stands is what the document does to it.

import { findGlob, sortGlobs } from '../evaluate/glob.ts'
import { describeConditions, describeLimit } from '../explain/describe.ts'
import type { Entry, Limit, Policy, Rule } from '../policy.ts'
import type { Lane } from './command.ts'

export type Placement = {
  readonly lane: Lane
  /** No entry and no name in `hide` says so, only `default`. */
  readonly byDefault: boolean
  /** The exact name or the glob that governs: of `hide` for a hidden tool, else of `tools`. */
  readonly entry: string | null
  /** `30 per minute`, `2 conditions`, or ''. */
  readonly summary: string
  /** The entry holds more than the lane can show. */
  readonly custom: boolean
}

/** Where a tool stands in a policy. */
export function placementOf(policy: Policy, tool: string): Placement {
  return placementIn(policy)(tool)
}

/** The same for many tools of one policy: its globs are sorted once. */
export function placementIn(policy: Policy): (tool: string) => Placement {
  const governs = governorIn(policy)
  const hides = hiderIn(policy)
  const forAll = laneForAll(policy.all_tools)
  return (tool) => {
    const hiddenBy = hides(tool)
    if (hiddenBy !== null)
      return { lane: 'hide', byDefault: false, entry: hiddenBy, summary: '', custom: false }
    const name = governs(tool)
    const entry = name === null ? undefined : policy.tools.get(name)
    const own: Lane = entry ? laneOf(entry) : policy.default
    const lane = strictest(own, forAll)
    if (!entry) return { lane, byDefault: true, entry: null, summary: '', custom: false }
    return {
      lane,
      byDefault: false,
      entry: name,
      summary: summaryOf(entry, own),
      custom: isCustom(entry, own),
    }
  }
}

/** The name or glob of the entry that governs a tool (M3), or null. */
export function governorIn(policy: Policy): (tool: string) => string | null {
  const globs = sortGlobs(policy.tools.keys())
  return (tool) => (policy.tools.has(tool) ? tool : (findGlob(globs, tool)?.name ?? null))
}

/** What hides a tool: its own name in `hide` first, else a pattern there; null where nothing does. */
export function hiderIn(policy: Policy): (tool: string) => string | null {
  const names = new Set(policy.hide)
  const globs = sortGlobs(policy.hide)
  return (tool) => (names.has(tool) ? tool : (findGlob(globs, tool)?.name ?? null))
}

const STRICTNESS: Record<Lane, number> = { allow: 0, limit: 1, approve: 2, deny: 3, hide: 4 }

/** Positive where `a` is the stricter lane. */
export function compareLanes(a: Lane, b: Lane): number {
  return STRICTNESS[a] - STRICTNESS[b]
}

function strictest(a: Lane, b: Lane): Lane {
  return compareLanes(a, b) >= 0 ? a : b
}

export function isUnconditional(rule: Rule): boolean {
  return rule.conditions.length === 0
}

/** The lane that an entry's own rules make. */
export function laneOf(entry: Entry): Lane {
  if (entry.deny_if.some(isUnconditional)) return 'deny'
  if (entry.require_approval) return 'approve'
  return entry.limits.length > 0 || conditionsOf(entry) > 0 ? 'limit' : 'allow'
}

/** `all_tools` moves a card only where it decides alone; its limits and conditions stand beside the board. */
export function laneForAll(entry: Entry): Lane {
  if (entry.deny_if.some(isUnconditional)) return 'deny'
  return entry.require_approval?.conditions.length === 0 ? 'approve' : 'allow'
}

/** How many argument rules an entry has that do not decide by themselves. */
function conditionsOf(entry: Entry): number {
  return entry.require.length + entry.deny_if.filter((rule) => !isUnconditional(rule)).length
}

function summaryOf(entry: Entry, lane: Lane): string {
  const approval = entry.require_approval
  const parts: string[] = []
  if (lane === 'deny') return entry.deny_if.find(isUnconditional)?.on_deny ?? ''
  if (lane === 'approve' && approval && approval.conditions.length > 0)
    parts.push(`when ${describeConditions(approval.conditions)}`)
  const [first, ...more] = entry.limits
  if (first) parts.push(describeLimit(first))
  if (more.length > 0) parts.push(`${more.length} more ${more.length === 1 ? 'limit' : 'limits'}`)
  const conditions = conditionsOf(entry)
  if (conditions > 0) parts.push(`${conditions} ${conditions === 1 ? 'condition' : 'conditions'}`)
  if (entry.strict_arguments) parts.push('declared arguments only')
  return parts.join(', ')
}

function isCustom(entry: Entry, lane: Lane): boolean {
  if (entry.strict_arguments || conditionsOf(entry) > 0) return true
  if (entry.limits.length > 1 || !entry.limits.every(isPlain)) return true
  if (lane === 'deny') return entry.deny_if.length > 1
  return (entry.require_approval?.conditions.length ?? 0) > 0
}

/** So many calls per window for each grant: what the Limit lane itself writes. */
function isPlain(limit: Limit): boolean {
  return limit.scope === 'grant' && limit.algorithm === 'fixed' && limit.increment_from === undefined
}
