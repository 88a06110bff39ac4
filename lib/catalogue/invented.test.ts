// How the classifier does on tools that it was not made from (testing/). The bounds are what is
// promised of tools that nobody has shown it; docs/catalogue-measured.md tells how the first runs went.
import { describe, expect, it } from 'vitest'
import { classify } from './index.ts'
import { INVENTED } from './testing/invented.ts'
import { INVENTED_LATER } from './testing/invented-later.ts'
import { toolsOf } from './testing/tools-of.ts'

describe.each([
  ['the first set', INVENTED],
  ['the second set', INVENTED_LATER],
])('classify, on invented tools of many trades and three languages: %s', (_, set) => {
  const judged = toolsOf(set).map(({ category, name, description }) => ({
    line: `${name} | ${description}: ${category}`,
    category,
    actual: classify({ name, description }).category,
  }))
  const wrong = judged.filter(({ category, actual }) => category !== actual)

  it('is right about 98 in 100', () => {
    expect(judged.length).toBeGreaterThan(200)
    expect(
      wrong.length / judged.length,
      wrong.map(({ line, actual }) => `${line}, not ${actual}`).join('\n'),
    ).toBeLessThan(0.02)
  })

  it('calls nothing that destroys or pays a reading, and leaves few without a class', () => {
    const belittled = wrong.filter(({ category, actual }) => /Dest|Fin/.test(category) && actual === 'Read')
    expect(belittled).toEqual([])
    expect(judged.filter(({ actual }) => actual === 'Other').length / judged.length).toBeLessThan(0.03)
  })
})

describe('classify, by the bare name', () => {
  it('calls nothing that destroys or pays a reading', () => {
    const names = [...toolsOf(INVENTED), ...toolsOf(INVENTED_LATER)].filter(({ category }) =>
      /Dest|Fin/.test(category),
    )
    const belittled = names.filter(({ name }) => classify({ name }).category === 'Read')
    expect(belittled).toEqual([])
  })
})
