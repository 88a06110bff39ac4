// The changes of one rule: another value in one of its comparisons, a condition less, or no rule.
import type { ToolCall } from '../call.ts'
import { describeApproval, describeComparison, describeCondition, describeRule } from '../explain/describe.ts'
import type { Comparison, Condition } from '../policy.ts'
import { type Candidate, plain } from './candidate.ts'
import { type Site, withConditions, withoutRule } from './site.ts'
import { turned } from './turn.ts'
import { valuesAt } from './values-at.ts'

/** What a change should make of a rule: nothing that stands in the call's way, or something that does. */
export type Aim = 'loosen' | 'tighten'

/** Values and conditions of a rule, changed towards the aim. A requirement is loosened by what makes it true. */
export function rulePartChanges(site: Site, aim: Aim, call: ToolCall): Candidate[] {
  const want = (site.list === 'require') === (aim === 'loosen')
  const changes: Candidate[] = []
  for (const [at, condition] of site.conditions.entries()) {
    const put = (next: Condition | null): readonly Condition[] =>
      next ? site.conditions.with(at, next) : site.conditions.toSpliced(at, 1)
    changes.push(...valueChanges(site, condition, put, want, call))
    // A condition less makes a rule true more often; a comparison less makes an `any_of` false more often.
    if (want && site.conditions.length > 1)
      changes.push(dropped(site, put(null), describeCondition(condition)))
    if (!want && 'any_of' in condition && condition.any_of.length > 1)
      for (const [nth, each] of condition.any_of.entries()) {
        const rest = put({ any_of: condition.any_of.toSpliced(nth, 1) })
        changes.push(dropped(site, rest, describeComparison(each)))
      }
  }
  return changes
}

function valueChanges(
  site: Site,
  condition: Condition,
  put: (next: Condition) => readonly Condition[],
  want: boolean,
  call: ToolCall,
): Candidate[] {
  const several = 'any_of' in condition
  const comparisons = several ? condition.any_of : [condition]
  return comparisons.flatMap((comparison, nth) =>
    turned(comparison, want, valuesAt(comparison.path, call)).map(({ comparison: next, moved }) => {
      const conditions = put(several ? { any_of: comparisons.with(nth, next) } : next)
      const was = `“${describeComparison(comparison)}”`
      return {
        kind: 'value' as const,
        moved,
        command: withConditions(site, conditions),
        text: `Change ${was} to ${purpose(comparison, next)}${site.layer.reach}.`,
        exact: `Change ${was} to “${describeComparison(next)}”${site.layer.reach}.`,
      }
    }),
  )
}

/** What becomes of a comparison, without saying the value (X2). */
function purpose(was: Comparison, is: Comparison): string {
  if (!Array.isArray(is.value))
    return was.op === 'within' ? 'a folder that holds this call’s' : 'the value of this call'
  const before = Array.isArray(was.value) ? was.value.length : 1
  return is.value.length > before ? 'a list with this call’s value' : 'a list without this call’s value'
}

function dropped(site: Site, rest: readonly Condition[], words: string): Candidate {
  const text = `Drop the condition “${words}”${site.layer.reach}.`
  return plain('condition', withConditions(site, rest), text)
}

/** The rule taken away. */
export function ruleRemoval(site: Site): Candidate {
  return plain('rule', withoutRule(site), `Remove the rule “${ruleWords(site)}”${site.layer.reach}.`)
}

export function ruleWords({ list, layer, index, conditions }: Site): string {
  const { require_approval: approval } = layer.entry
  if (list === 'require_approval') return approval ? describeApproval(approval) : ''
  return describeRule(list, layer.entry[list][index] ?? { conditions })
}
