import { describe, expect, it } from 'vitest'
import { broken } from './apply.ts'
import { MUTANTS } from './mutants.ts'

describe('the lines that npm run mutate:policy breaks', () => {
  it.each(MUTANTS.map((mutant) => [`${mutant.rule} ${mutant.breaks}`, mutant] as const))(
    '%s: stands exactly once in its file',
    (_, mutant) => {
      expect(broken('.', mutant), `${mutant.file}: ${mutant.find}`).not.toBeNull()
    },
  )

  it('break every rule of the language that a function of ours holds', () => {
    const letters = { P: 6, M: 4, N: 3, C: 7, E: 14, D: 4, L: 8, A: 5 }
    const rules = Object.entries(letters).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    )
    expect(rules.filter((rule) => MUTANTS.every((mutant) => mutant.rule !== rule))).toEqual([])
  })
})
