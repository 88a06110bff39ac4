// What is wrong with a rule that is being built: what is missing, else what the language itself says of it.
import { jsonObject } from '#lib/json/index.ts'
import { parsePolicy, pointerSteps } from '#lib/policy/index.ts'
import { comparisonsOf, conditionsJson, isComplete, type RuleDraft } from './rule-draft.ts'

export type RuleList = 'require' | 'deny_if' | 'require_approval'

export type RuleProblem = {
  /** The comparison that it is about; null for the rule as a whole. */
  readonly id: number | null
  readonly part: 'path' | 'value' | 'text' | 'rule'
  readonly message: string
}

/** Nothing for a rule that may stand in a document. */
export function ruleProblems(draft: RuleDraft, list: RuleList): readonly RuleProblem[] {
  return isComplete(draft) ? parserProblems(draft, list) : missingParts(draft)
}

function missingParts(draft: RuleDraft): readonly RuleProblem[] {
  return comparisonsOf(draft).flatMap(({ id, path, op, value, unread }): RuleProblem[] => {
    if (path === '') return [{ id, part: 'path', message: 'Choose a field.' }]
    if (unread !== null) return [{ id, part: 'value', message: unread }]
    if (value === undefined && op !== 'exists' && op !== 'absent')
      return [{ id, part: 'value', message: 'Give a value to compare with.' }]
    return []
  })
}

/** The parser's own words about a document that holds this rule alone. */
function parserProblems(draft: RuleDraft, list: RuleList): readonly RuleProblem[] {
  const empty = comparisonsOf(draft).filter(({ value }) => Array.isArray(value) && value.length === 0)
  if (empty.length > 0)
    return empty.map(({ id }) => ({ id, part: 'value', message: 'Add at least one value.' }))
  const rule = jsonObject([['conditions', conditionsJson(draft)]])
  if (draft.onDeny.trim() !== '')
    rule[list === 'require_approval' ? 'reason' : 'on_deny'] = draft.onDeny.trim()
  const entry = jsonObject([[list, list === 'require_approval' ? rule : [rule]]])
  const tools = jsonObject([['tool', entry]])
  const parsed = parsePolicy(
    jsonObject([
      ['version', '1'],
      ['default', 'deny'],
      ['tools', tools],
    ]),
  )
  if (parsed.ok) return []
  return parsed.issues.map(({ pointer, message }) => ({ ...placeOf(pointer, draft), message }))
}

/** From `/tools/tool/deny_if/0/conditions/1/any_of/0/value` to the row that shows it. */
function placeOf(pointer: string, draft: RuleDraft): Pick<RuleProblem, 'id' | 'part'> {
  const steps = pointerSteps(pointer)
  const at = steps.indexOf('conditions')
  const last = steps.at(-1)
  if (at === -1) return { id: null, part: last === 'on_deny' || last === 'reason' ? 'text' : 'rule' }
  const group = draft.groups[Number(steps[at + 1])]
  const comparison = group?.any[steps[at + 2] === 'any_of' ? Number(steps[at + 3] ?? 0) : 0]
  if (comparison === undefined) return { id: null, part: 'rule' }
  return { id: comparison.id, part: steps.includes('value') ? 'value' : 'path' }
}
