import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonObject } from '#lib/json/index.ts'
import { compilePolicy, evaluate, type Operator, parsePolicy } from '#lib/policy/index.ts'
import { absenceHint } from './absence.ts'
import { FACTS } from './facts.ts'
import { freeField } from './field.ts'
import type { RuleList } from './rule-check.ts'
import { draftOfRule, type RuleDraft, ruleJson } from './rule-draft.ts'

const optional = { ...freeField('args.a', 'a'), presence: 'optional' as const }
const LISTS: readonly RuleList[] = ['deny_if', 'require', 'require_approval']
const VALUES: Partial<Record<Operator, string | number | (string | number)[]>> = {
  eq: 'x',
  neq: 'x',
  gt: 1,
  lte: 1,
  in: ['x'],
  not_in: ['x'],
  regex: '^x$',
  contains: 'x',
  within: '/srv',
  host_in: ['a.org'],
}

/** What the gateway decides on a call without arguments under this rule alone. */
function decide(draft: RuleDraft, list: RuleList): string {
  const rule = ruleJson(draft)
  const entry = jsonObject([[list, list === 'require_approval' ? rule : [rule]]])
  const parsed = parsePolicy(
    jsonObject([
      ['version', '1'],
      ['default', 'deny'],
      ['tools', jsonObject([['t', entry]])],
    ]),
  )
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  const tool = { name: 't', state: 'pinned', category: 'Other', severity: 'Low', declared: [] } as const
  const call = { name: 't', tool, arguments: jsonObject(), grant: { label: '', tags: [] } }
  return evaluate(compilePolicy(parsed.value), { ...call, client: {}, user: {}, at: 0 }).effect
}

const hintFor = (op: Operator, list: RuleList, required = new Set<string>()) => {
  const value = VALUES[op]
  const draft = draftOfRule({
    conditions: [{ path: 'args.a', op, ...(value === undefined ? {} : { value }) }],
  })
  const [comparison] = draft.groups[0]?.any ?? []
  if (comparison === undefined) throw new Error('no row')
  return { draft, hint: absenceHint(comparison, draft, list, optional, required) }
}

describe('what a condition means for a call without the field', () => {
  it('[C5] [C6] is said as the gateway decides it, and the fix turns it round', () => {
    const operators = Object.keys(VALUES) as Operator[]
    fc.assert(
      fc.property(fc.constantFrom(...operators), fc.constantFrom(...LISTS), (op, list) => {
        const { draft, hint } = hintFor(op, list)
        const before = decide(draft, list)
        const refused = before !== 'allow'
        expect(hint?.message).toMatch(
          refused ? /refused|denied too|waits for a person too/ : /not denied|passes/,
        )
        const fixed = hint?.fix?.draft
        expect(fixed).toBeDefined()
        if (fixed !== undefined) expect(decide(fixed, list) === 'allow').toBe(refused)
      }),
      { numRuns: 200 },
    )
  })

  it('is not said where the rule or a requirement settles it, or where the field is always there', () => {
    expect(hintFor('gt', 'deny_if', new Set(['args.a'])).hint).toBeNull()
    expect(hintFor('exists', 'deny_if').hint).toBeNull()
    const { hint } = hintFor('gt', 'deny_if')
    const [comparison] = hint?.fix?.draft.groups[0]?.any ?? []
    if (!comparison || !hint?.fix) throw new Error('no fix')
    expect(absenceHint(comparison, hint.fix.draft, 'deny_if', optional, new Set())).toBeNull()
    const given = { ...optional, presence: 'given' as const }
    expect(absenceHint(comparison, draftOfRule({ conditions: [] }), 'deny_if', given, new Set())).toBeNull()
  })

  it('[C1] says what an empty list means, where `[*]` is used', () => {
    const draft = draftOfRule({ conditions: [{ path: 'args.a[*]', op: 'eq', value: 'x' }] })
    const [comparison] = draft.groups[0]?.any ?? []
    const each = { ...freeField('args.a[*]', 'each of a'), presence: 'each' as const }
    if (comparison === undefined) throw new Error('no row')
    expect(absenceHint(comparison, draft, 'require', each, new Set())?.message).toContain(
      'empty list is refused',
    )
    expect(absenceHint(comparison, draft, 'deny_if', each, new Set())?.message).toContain('not denied')
  })

  it('[C5] a fact that the gateway may not have counts as refused', () => {
    const draft = draftOfRule({ conditions: [{ path: 'user.email', op: 'eq', value: 'a@b.c' }] })
    const [comparison] = draft.groups[0]?.any ?? []
    const email = FACTS.find((field) => field.path === 'user.email')
    if (comparison === undefined || email === undefined) throw new Error('no row')
    expect(absenceHint(comparison, draft, 'deny_if', email, new Set())?.message).toContain('denied too')
    expect(decide(draft, 'deny_if')).toBe('deny')
  })
})
