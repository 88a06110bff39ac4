// Every change that is worth trying on a decision (X4). Evaluating again says which of them flip it.
import { addDecimals, compareNumbers, decimalText, isJsonNumber, jsonObject } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import type { Decision } from '../decision.ts'
import { isGlob, nameMatches } from '../evaluate/glob.ts'
import { childPointer } from '../pointer.ts'
import type { Limit, Policy } from '../policy.ts'
import { type Candidate, plain } from './candidate.ts'
import type { Judged } from './judged.ts'
import { type LimitSite, limitRemoval, limitSites, lowered, raised } from './limit-changes.ts'
import { rulePartChanges, ruleRemoval } from './rule-changes.ts'
import { type Layer, sitesOf } from './site.ts'
import { valuesAt } from './values-at.ts'
import type { Used } from './verdict.ts'

/** The changes that may let a refused or waiting call through: those of what decided it. */
export function looseningsOf(
  policy: Policy,
  layers: readonly Layer[],
  call: ToolCall,
  decision: Pick<Judged, 'reason' | 'rule' | 'used'>,
): Candidate[] {
  switch (decision.reason) {
    case 'hidden':
      return shown(policy, call.name)
    case 'not-listed':
      return named(call.name)
    case 'undeclared-argument':
      return [lax(call.name)]
    case 'requirement-unmet':
    case 'condition-met':
    case 'approval-needed': {
      const sites = sitesOf(layers).filter((site) => site.pointer === decision.rule)
      return sites.flatMap((site) => [...rulePartChanges(site, 'loosen', call), ruleRemoval(site)])
    }
    case 'limit-reached':
    case 'amount-unusable': {
      const sites = limitSites(layers).filter((site) => site.pointer === decision.rule)
      return sites.flatMap((site) => [...raises(site, call, decision.used), limitRemoval(site)])
    }
    default:
      return []
  }
}

/** The changes that may stop a call that passes: the rules that judged it made stricter, or the tool shut. */
export function tighteningsOf(
  layers: readonly Layer[],
  call: ToolCall,
  draws: Decision['draws'],
): Candidate[] {
  const { name } = call
  const limits = limitSites(layers).flatMap((site) => {
    const draw = draws.find((each) => each.rule === site.pointer && each.scope === site.limit.scope)
    const lower = draw ? lowered(site, draw) : null
    return lower ? [lower] : []
  })
  const undeclared = Object.keys(call.arguments).some((key) => !call.tool?.declared.includes(key))
  const strict = plain(
    'rule',
    { type: 'set-strict', tool: name, value: true },
    `Let ${name} take only the arguments that it declares.`,
  )
  return [
    ...sitesOf(layers).flatMap((site) => rulePartChanges(site, 'tighten', call)),
    ...limits,
    ...(undeclared ? [strict] : []),
    plain('tool', { type: 'move', tools: [name], to: 'deny' }, `Deny ${name}.`),
    plain('tool', { type: 'move', tools: [name], to: 'hide' }, `Hide ${name}.`),
  ]
}

/** What hides a tool, taken away. */
export function shown(policy: Policy, tool: string): Candidate[] {
  return policy.hide.flatMap((name, index) => {
    if (!nameMatches(name, tool)) return []
    const text =
      name === tool
        ? `Take ${tool} out of “hide”.`
        : `Take the pattern ${name} out of “hide”, which shows whatever else it hides as well.`
    return [plain('rule', { type: 'remove', pointer: `/hide/${index}` }, text)]
  })
}

/** An entry for a tool that has none (a name with `*` would make a pattern of it), or a default that needs none. */
export function named(tool: string): Candidate[] {
  const command = { type: 'set', pointer: childPointer('/tools', tool), value: jsonObject() } as const
  const byDefault = { type: 'set-default', value: 'allow' } as const
  return [
    ...(isGlob(tool) ? [] : [plain('tool', command, `Add an entry for ${tool}, without rules.`)]),
    plain('default', byDefault, 'Change the default to “allow”.'),
  ]
}

export function lax(tool: string): Candidate {
  const command = { type: 'set-strict', tool, value: false } as const
  return plain('rule', command, `Let ${tool} take arguments that it does not declare.`)
}

function raises(site: LimitSite, call: ToolCall, used: Used | null): Candidate[] {
  const amount = amountOf(site.limit, call)
  return amount === null ? [] : [raised(site, addDecimals(used?.used ?? '0', amount))]
}

/** What the call draws from a limit, a decimal text; null where it names no usable number (L4). */
export function amountOf(limit: Limit, call: ToolCall): string | null {
  if (limit.increment_from === undefined) return '1'
  const [amount] = valuesAt(limit.increment_from, call)
  return isJsonNumber(amount) && compareNumbers(amount, 0) >= 0 ? decimalText(amount) : null
}
