import { describe, expect, it } from 'vitest'
import { parsePolicyText } from '#lib/policy/index.ts'
import type { Attack, Rule } from './attack.ts'
import { judgeExample, ruleTexts } from './judge.ts'
import { ATTACKS } from './library.ts'

const withRule = ATTACKS.flatMap((attack): { attack: Attack; rule: Rule }[] =>
  attack.defence.coverage === 'outside' ? [] : [{ attack, rule: attack.defence }],
)
const each = withRule.map(({ attack, rule }) => [attack.slug, rule] as const)

describe('the rule of an attack', () => {
  it.each(each)('%s: is a policy, in JSON and the same in YAML', (_slug, rule) => {
    const { json, yaml } = ruleTexts(rule)
    const read = parsePolicyText(json)
    const again = parsePolicyText(yaml, 'yaml')
    expect(read.ok ? [] : read.issues).toEqual([])
    expect(again.ok && read.ok && again.value.canonical === read.value.canonical).toBe(true)
  })

  it.each(each)('%s: makes of the attack what the page claims, and it is no allow', (_slug, rule) => {
    const { effect, rule: pointer, message } = judgeExample(rule, rule.attack)
    expect({ effect, rule: pointer }).toEqual(rule.attack.verdict)
    expect(effect).not.toBe('allow')
    expect(message).not.toBe('')
  })

  it.each(each)('%s: lets the honest call pass', (_slug, rule) => {
    expect(judgeExample(rule, rule.benign)).toEqual({ effect: 'allow', rule: '', message: '' })
    expect(rule.benign.verdict.effect).toBe('allow')
  })

  it.each(each)(
    '%s: is what stops the attack: under “default: allow” alone the call would pass',
    (_slug, rule) => {
      // What a pin refuses is refused under every document.
      if ((rule.attack.state ?? 'pinned') !== 'pinned') return
      const open: Rule = { ...rule, document: { version: '1', default: 'allow' } }
      expect(judgeExample(open, rule.attack).effect).toBe('allow')
    },
  )

  it('lets the last call within a limit pass, and refuses the next', () => {
    const limited = withRule.filter(({ rule }) => (rule.attack.before ?? 0) > 0)
    expect(limited.length).toBeGreaterThan(1)
    for (const { rule } of limited) {
      const last = { ...rule.attack, before: (rule.attack.before ?? 0) - 1 }
      expect(judgeExample(rule, last).effect).toBe('allow')
    }
  })
})
