// What a publication changes, tool by tool, and whether it lets more pass.
import type { Lane } from '../edit/command.ts'
import { governorIn, placementIn } from '../edit/placement.ts'
import type { Policy } from '../policy.ts'
import { EMPTY_ENTRY } from '../read/read-entry.ts'
import { type RuleChange, ruleChanges } from './rule-changes.ts'
import { type Rules, widens } from './widens.ts'

export type Difference = {
  readonly tool: string
  /** null: there was no policy, so every call was refused. */
  readonly from: Lane | null
  readonly to: Lane
  /** The rules that differ, those of `all_tools` included; none where there was no policy. */
  readonly rules: readonly RuleChange[]
  /** The lanes, then each rule: “Limit · at most 5 → 3 per day, counted as “c””. */
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
    const rules = old ? ruleChanges(old, next) : []
    if (from === to && rules.length === 0) continue
    const lanes =
      from === to ? LANE_NAMES[to] : `${from ? LANE_NAMES[from] : 'No policy'} → ${LANE_NAMES[to]}`
    const text = [lanes, ...rules.map((rule) => rule.text)].join(' · ')
    differences.push({ tool, from, to, rules, text, widens: widens(from, to, old, next) })
  }
  return differences
}

function rulesIn(policy: Policy): (tool: string) => Rules {
  const governs = governorIn(policy)
  return (tool) => ({ all: policy.all_tools, own: policy.tools.get(governs(tool) ?? '') ?? EMPTY_ENTRY })
}
