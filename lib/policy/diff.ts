// What a publication changes, tool by tool, and whether it lets more pass.
import { canonicalJson, compareNumbers, fromPlain } from '#lib/json/index.ts'
import type { Lane } from './command.ts'
import { rulesOf } from './describe.ts'
import { governorIn, placementIn } from './placement.ts'
import type { Approval, Entry, Limit, Policy, Rule } from './policy.ts'
import { EMPTY_ENTRY } from './read-entry.ts'

export type Difference = {
  readonly tool: string
  /** null: there was no policy, so every call was refused. */
  readonly from: Lane | null
  readonly to: Lane
  readonly text: string
  /** Some call that was refused, or had to wait, may pass now. */
  readonly widens: boolean
}

const LANE_NAMES: Record<Lane, string> = {
  allow: 'Allow',
  limit: 'Limit',
  approve: 'Approve',
  deny: 'Deny',
  hide: 'Hide',
}

/** The tools whose lane or rules differ, in the order given. */
export function diffPolicies(before: Policy | null, after: Policy, tools: readonly string[]): Difference[] {
  const placeBefore = before ? placementIn(before) : null
  const placeAfter = placementIn(after)
  const rulesBefore = before ? rulesIn(before) : null
  const rulesAfter = rulesIn(after)
  const differences: Difference[] = []
  for (const tool of tools) {
    const from = placeBefore?.(tool).lane ?? null
    const to = placeAfter(tool).lane
    const old = rulesBefore?.(tool) ?? null
    const next = rulesAfter(tool)
    const changes = old ? ruleChanges(old, next) : []
    if (from === to && changes.length === 0) continue
    const lanes =
      from === to ? LANE_NAMES[to] : `${from ? LANE_NAMES[from] : 'No policy'} → ${LANE_NAMES[to]}`
    differences.push({
      tool,
      from,
      to,
      text: [lanes, ...changes].join(' · '),
      widens: widens(from, to, old, next),
    })
  }
  return differences
}

type Rules = { readonly all: Entry; readonly own: Entry }

function rulesIn(policy: Policy): (tool: string) => Rules {
  const governs = governorIn(policy)
  return (tool) => ({ all: policy.all_tools, own: policy.tools.get(governs(tool) ?? '') ?? EMPTY_ENTRY })
}

function refusesAll(lane: Lane | null): boolean {
  return lane === null || lane === 'deny' || lane === 'hide'
}

/** Only what is proved to be as strict is called so: every old rule still stands, or one at least as strict. */
function widens(from: Lane | null, to: Lane, old: Rules | null, next: Rules): boolean {
  if (refusesAll(to)) return false
  if (!old || refusesAll(from)) return true
  return !covers(old.all, next) || !covers(old.own, next)
}

function covers(old: Entry, next: Rules): boolean {
  const layers = [next.all, next.own]
  const stands = (key: 'require' | 'deny_if', rule: Rule): boolean =>
    layers.some((layer) => layer[key].some((other) => sameConditions(rule, other)))
  return (
    (!old.strict_arguments || next.own.strict_arguments) &&
    old.require.every((rule) => stands('require', rule)) &&
    old.deny_if.every((rule) => stands('deny_if', rule)) &&
    (!old.require_approval ||
      layers.some((layer) => asksAsMuch(layer.require_approval, old.require_approval))) &&
    old.limits.every((limit) =>
      layers.some((layer) => layer.limits.some((other) => limitsAsMuch(other, limit))),
    )
  )
}

function sameConditions(a: Pick<Rule, 'conditions'>, b: Pick<Rule, 'conditions'>): boolean {
  return canonicalJson(fromPlain(a.conditions)) === canonicalJson(fromPlain(b.conditions))
}

function asksAsMuch(next: Approval | null, old: Approval | null): boolean {
  if (!next || !old) return old === null
  return next.conditions.length === 0 || sameConditions(next, old)
}

function limitsAsMuch(next: Limit, old: Limit): boolean {
  return sameCount(next, old) && compareNumbers(next.max, old.max) <= 0
}

function sameCount(a: Limit, b: Limit): boolean {
  return (
    a.counter === b.counter &&
    a.scope === b.scope &&
    a.window === b.window &&
    a.algorithm === b.algorithm &&
    a.increment_from === b.increment_from
  )
}

/** Lost and gained rules in words. */
function ruleChanges(old: Rules, next: Rules): string[] {
  const before = new Set(wordsOf(old))
  const after = new Set(wordsOf(next))
  return [
    ...[...before].filter((rule) => !after.has(rule)).map((rule) => `no longer: ${rule}`),
    ...[...after].filter((rule) => !before.has(rule)).map((rule) => `now: ${rule}`),
  ]
}

function wordsOf({ all, own }: Rules): string[] {
  return [...rulesOf(all), ...rulesOf(own)]
}
