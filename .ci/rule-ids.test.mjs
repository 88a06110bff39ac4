import { describe, expect, it } from 'vitest'
import { idsOf, idsOnlyIn, missingIds } from './rule-ids.mjs'

const test = (path, text) => ({ path, text })

describe('rule ids', () => {
  it('are read from the specification where they are defined, not where they are mentioned', () => {
    expect([...idsOf('- **E1** as in M2 (E3)\n| **E10** |')]).toEqual(['E1', 'E10'])
  })

  it('are missing where no title has them, and a mention in code or a comment is no title', () => {
    const tests = [
      test('a.test.ts', "it('[E1][E2] holds', …)"),
      test('b.test.ts', "  // it's [E3], isn't it?\nconst [E4] = row\n"),
    ]
    const specification = '**E1** **E2** **E3** **E4**'
    expect(missingIds(specification, tests, ['E1'])).toEqual([
      'E3  stands in the title of no test',
      'E4  stands in the title of no test',
    ])
  })

  it('are missing where the specification does not define a rule of the language', () => {
    expect(missingIds('', [], ['P1'])).toEqual(['lib/policy/SPEC.md  defines no rule P1'])
    expect(missingIds('', []).length).toBe(51)
  })

  it('of a title that the specification does not know are named, other brackets are not', () => {
    const tests = [test('a.test.ts', "it('[E1] and [E9] and [B10]', …)")]
    expect(missingIds('**E1**', tests, [])).toEqual([
      'a.test.ts  names the rule E9, which lib/policy/SPEC.md does not define',
    ])
  })

  it('of the document that this language is written after are all in ours', (context) => {
    const beyond = idsOnlyIn()
    if (beyond === null) return context.skip('POLICY.md is not beside this tree')
    expect(beyond).toEqual([])
  })
})
