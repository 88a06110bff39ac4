// [V] One case for each thing that validation says, and one beside it where it must stay silent. Every
// fix is tried: what it was offered for is gone afterwards, and nothing else is worse.
import { describe, expect, it } from 'vitest'
import {
  compilePolicy,
  edit,
  evaluate,
  ISSUE_CODES,
  type Issue,
  parsePolicyText,
  type ValidatedTool,
  validatePolicy,
} from '../index.ts'
import { callOf, policyOf, toolFacts } from '../testing/examples.ts'
import { TOOLS } from './testing/case.ts'
import { RANGES, TYPES } from './testing/condition-cases.ts'
import { LIMITS } from './testing/limit-cases.ts'
import { NAMES } from './testing/name-cases.ts'
import { RULES, TOGETHER } from './testing/rule-cases.ts'
import { APPROVALS, WHOLE } from './testing/whole-cases.ts'

const CASES = [...NAMES, ...TYPES, ...RANGES, ...TOGETHER, ...RULES, ...LIMITS, ...APPROVALS, ...WHOLE]
const textOf = (members: object) => JSON.stringify({ version: '1', default: 'deny', ...members }, null, 2)
const shown = ({ code, pointer, severity }: Issue) => `${severity === 'error' ? '!' : ''}${code} ${pointer}`
const context = (approvers: number | undefined) => (approvers === undefined ? {} : { approvers })

const MAY_WIDEN = new Set<string>([
  'unknown-tool',
  'path-not-in-schema',
  'never-true',
  'always-true',
  'unanchored-regex',
  'approval-timeout-short',
])

const ARGUMENTS = [
  {},
  { amount: 5 },
  { amount: 200, currency: 'EUR', count: 5, body: 'ab', tags: [], items: [] },
  { amount: 5, currency: 'USD', count: 5, body: 'a', note: 'x', tags: ['a'], items: [{ price: 7 }] },
  { amount: 'much', note: null, tags: ['c'], n: 11 },
]

const callsOf = (tools: readonly ValidatedTool[]) =>
  [...tools, ...TOOLS].flatMap(({ name, category, severity }) =>
    ARGUMENTS.map((args) => callOf(name, args, { tool: toolFacts(name, { category, severity }) })),
  )

describe('[V1] each code', () => {
  it.each(CASES)(
    '$name: $issue',
    ({ issue, document, near, says, tools = TOOLS, nearTools = tools, approvers, fixed = false }) => {
      const issues = validatePolicy(policyOf(textOf(document)), tools, context(approvers))
      expect(issues.map(shown)).toContain(issue)
      const found = issues.find((each) => shown(each) === issue)
      expect(found?.message).toContain(says ?? '')
      expect(found?.fix !== undefined).toBe(fixed)
      const code = /[a-z-]+/.exec(issue)?.[0]
      const besides = validatePolicy(policyOf(textOf(near)), nearTools, context(approvers))
      expect(besides.map(shown).filter((each) => code !== undefined && each.includes(code))).toEqual([])
    },
  )

  it.each(CASES)(
    '$name: every fix removes what it was offered for, and makes no error',
    ({ document, tools = TOOLS, approvers }) => {
      const text = textOf(document)
      const before = validatePolicy(policyOf(text), tools, context(approvers))
      for (const issue of before) {
        if (!issue.fix) continue
        const changed = edit(text, issue.fix.command)
        expect(changed.text, changed.label).not.toBe(text)
        const parsed = parsePolicyText(changed.text)
        if (!parsed.ok) throw new Error(parsed.issues.map((each) => each.message).join())
        const after = validatePolicy(parsed.value.policy, tools, context(approvers))
        const same = (list: readonly Issue[]) => list.filter((each) => each.code === issue.code).length
        expect(same(after), `${shown(issue)}: ${issue.fix.label}`).toBeLessThan(same(before))
        const errors = (list: readonly Issue[]) => list.filter((each) => each.severity === 'error').map(shown)
        expect(errors(before)).toEqual(expect.arrayContaining(errors(after)))
      }
    },
  )

  it('[V5] no fix lets through what was refused, but for what was misspelt, a denial held to the whole text, and a timeout', () => {
    let compared = 0
    for (const { document, tools = TOOLS, approvers } of CASES) {
      const text = textOf(document)
      for (const issue of validatePolicy(policyOf(text), tools, context(approvers))) {
        if (!issue.fix || MAY_WIDEN.has(issue.code)) continue
        const [before, after] = [text, edit(text, issue.fix.command).text].map((each) =>
          compilePolicy(policyOf(each)),
        )
        if (!before || !after) throw new Error('two texts are two policies')
        for (const call of callsOf(tools)) {
          if (evaluate(before, call).effect === 'allow') continue
          compared++
          expect(evaluate(after, call).effect, `${shown(issue)}: ${issue.fix.label}`).not.toBe('allow')
        }
      }
    }
    expect(compared).toBeGreaterThan(100)
  })

  it('every code of validation has a case', () => {
    const first = ISSUE_CODES.indexOf('unknown-tool')
    const tried = new Set(CASES.map((each) => /[a-z-]+/.exec(each.issue)?.[0]))
    expect(ISSUE_CODES.slice(first).filter((code) => !tried.has(code))).toEqual([])
  })

  it('every message is one that a person can act on: a sentence that ends, and no name of ours', () => {
    for (const { document, tools = TOOLS, approvers } of CASES)
      for (const { message } of validatePolicy(policyOf(textOf(document)), tools, context(approvers))) {
        expect(message).toMatch(/[.?]$/)
        expect(message).not.toMatch(/undefined|null\b|\[object|NaN|Infinity| {2}/)
      }
  })
})
