import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serializeJson } from '#lib/json/index.ts'
import { parsePolicyText, type Rule } from '#lib/policy/index.ts'
import { ruleProblems } from './rule-check.ts'
import {
  addAlternative,
  addGroup,
  changeComparison,
  comparisonsOf,
  conditionsOf,
  draftOfRule,
  newRuleDraft,
  removeComparison,
  ruleJson,
} from './rule-draft.ts'
import { ruleSentence } from './sentence.ts'

/** The rule that a document holds. */
function ruleOf(conditions: string, rest = ''): Rule {
  const text = `{"version":"1","default":"deny","tools":{"t":{"deny_if":[{"conditions":${conditions}${rest}}]}}}`
  const parsed = parsePolicyText(text)
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  const [rule] = parsed.value.policy.tools.get('t')?.deny_if ?? []
  if (rule === undefined) throw new Error('no rule')
  return rule
}

const RULE = ruleOf(
  '[{"path":"args.amount","op":"gt","value":500},{"any_of":[{"path":"args.to","op":"exists","value":false},{"path":"args.to","op":"in","value":["a","b"]}]}]',
  ',"on_deny":"Too much."',
)

describe('a rule while it is built', () => {
  it('is written as it was read', () => {
    const draft = draftOfRule(RULE)
    expect(serializeJson(ruleJson(draft))).toBe(
      '{"conditions":[{"path":"args.amount","op":"gt","value":500},{"any_of":[{"path":"args.to","op":"exists","value":false},{"path":"args.to","op":"in","value":["a","b"]}]}],"on_deny":"Too much."}',
    )
    expect(conditionsOf(draft)).toEqual(RULE.conditions)
  })

  it('joins conditions by “and”, and alternatives in one `any_of`', () => {
    const [first] = draftOfRule(ruleOf('[{"path":"args.a","op":"exists"}]')).groups
    let draft = draftOfRule(ruleOf('[{"path":"args.a","op":"exists"}]'))
    draft = addAlternative(draft, first?.id ?? 0)
    draft = addGroup(draft)
    for (const { id, path } of comparisonsOf(draft))
      if (path === '') draft = changeComparison(draft, id, { path: `args.p${id}`, op: 'exists' })
    const [group, other] = ruleJson(draft).conditions as { any_of?: unknown[] }[]
    expect(group?.any_of).toHaveLength(2)
    expect(other).not.toHaveProperty('any_of')
    const [, second] = comparisonsOf(draft)
    const less = removeComparison(draft, second?.id ?? 0)
    expect(serializeJson(ruleJson(less))).not.toContain('any_of')
  })

  it('loses a group with its last comparison', () => {
    const draft = addGroup(draftOfRule(ruleOf('[{"path":"args.a","op":"exists"}]')))
    const last = comparisonsOf(draft).at(-1)
    expect(removeComparison(draft, last?.id ?? 0).groups).toHaveLength(1)
  })

  it('names each of its rows once, whatever was added and removed', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.nat(9))), (steps) => {
        let draft = newRuleDraft()
        for (const [what, which] of steps) {
          const group = draft.groups[which % Math.max(1, draft.groups.length)]
          const row = comparisonsOf(draft)[which % Math.max(1, comparisonsOf(draft).length)]
          if (what === 0) draft = addGroup(draft)
          else if (what === 1 && group) draft = addAlternative(draft, group.id)
          else if (row) draft = removeComparison(draft, row.id)
        }
        const ids = comparisonsOf(draft).map((each) => each.id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

describe('what is wrong with it', () => {
  const withRow = (change: Parameters<typeof changeComparison>[2]) =>
    changeComparison(newRuleDraft(), 2, change)

  it('is what is missing, at its row', () => {
    expect(ruleProblems(newRuleDraft(), 'deny_if')).toEqual([
      { id: 2, part: 'path', message: 'Choose a field.' },
    ])
    expect(ruleProblems(withRow({ path: 'args.a' }), 'deny_if')).toMatchObject([{ id: 2, part: 'value' }])
    expect(ruleProblems(withRow({ path: 'args.a', unread: 'No number.' }), 'deny_if')).toEqual([
      { id: 2, part: 'value', message: 'No number.' },
    ])
    expect(ruleProblems(withRow({ path: 'args.a', op: 'in', value: [] }), 'deny_if')).toMatchObject([
      { id: 2, part: 'value' },
    ])
  })

  it('[P3] is else what the parser says, in its words and at the row', () => {
    const bad = [
      withRow({ path: 'args.a', op: 'regex', value: '(' }),
      withRow({ path: 'args.a', op: 'within', value: 'relative' }),
      withRow({ path: 'args.a', op: 'host_in', value: ['https://x.org'] }),
    ]
    for (const draft of bad)
      for (const list of ['deny_if', 'require', 'require_approval'] as const)
        expect(ruleProblems(draft, list)).toMatchObject([{ id: 2, part: 'value' }])
    expect(ruleProblems(withRow({ path: 'amount', op: 'exists' }), 'deny_if')).toMatchObject([
      { id: 2, part: 'path' },
    ])
  })

  it('[P3] finds the row inside a group, and the text of the rule', () => {
    const draft = draftOfRule(RULE)
    const last = comparisonsOf(draft).at(-1)
    const broken = changeComparison(draft, last?.id ?? 0, { op: 'regex', value: '[' })
    expect(ruleProblems(broken, 'deny_if')).toMatchObject([{ id: last?.id, part: 'value' }])
    const long = { ...draft, onDeny: 'x'.repeat(5000) }
    expect(ruleProblems(long, 'deny_if')).toMatchObject([{ id: null, part: 'text' }])
  })

  it('[P5] says when there are too many conditions', () => {
    let draft = draftOfRule(ruleOf('[{"path":"args.a","op":"exists"}]'))
    for (let at = 0; at < 32; at++) {
      draft = addGroup(draft)
      const { id } = comparisonsOf(draft).at(-1) ?? { id: 0 }
      draft = changeComparison(draft, id, { path: 'args.a', op: 'exists' })
    }
    expect(ruleProblems(draft, 'deny_if')).toMatchObject([{ id: null, part: 'rule' }])
  })

  it('is nothing for a rule that may stand', () => {
    expect(ruleProblems(draftOfRule(RULE), 'deny_if')).toEqual([])
  })
})

describe('the sentence of a rule', () => {
  it('reads as what the rule does', () => {
    expect(ruleSentence('deny_if', draftOfRule(RULE))).toBe(
      'Deny when amount is more than 500 and (to is absent or to is one of "a", "b").',
    )
    expect(ruleSentence('deny_if', draftOfRule({ conditions: [] }))).toBe('Deny every call.')
  })

  it('[C1] says “any of” where one element is enough, and “every one of” where all must hold', () => {
    const draft = draftOfRule(ruleOf('[{"path":"args.items[*].price","op":"lt","value":9}]'))
    expect(ruleSentence('deny_if', draft)).toBe('Deny when price of any of items is less than 9.')
    expect(ruleSentence('require', draft)).toBe('Only when price of every one of items is less than 9.')
  })

  it('leaves open what is not chosen yet', () => {
    expect(ruleSentence('require_approval', newRuleDraft())).toBe('Ask a person when … is …')
  })
})
