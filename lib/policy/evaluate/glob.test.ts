import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matches } from '../testing/oracle-names.ts'
import { runs } from '../testing/runs.ts'
import { compileGlob, globMatches, globsOverlap, nameMatches } from './glob.ts'

const letters = fc.array(fc.constantFrom('a', 'b', '😀'), { maxLength: 6 }).map((each) => each.join(''))
const pattern = fc
  .array(fc.constantFrom('a', 'b', '😀', '*', '*'), { minLength: 1, maxLength: 6 })
  .map((each) => each.join(''))
const glob = pattern.filter((each) => each.includes('*'))

describe('[M2] globs', () => {
  it.each([
    ['*', '', true],
    ['a*', 'a', true],
    ['a*a', 'a', false],
    ['a*a', 'aa', true],
    ['a*a*', 'ab', false],
    ['*ab*ab', 'ab', false],
    ['a*b*c', 'abcbc', true],
    ['a*b*c', 'acb', false],
    ['get_*', 'GET_a', false],
    ['a.c*', 'abc', false],
    ['**', 'x', true],
  ])('%s and %s: %s', (name, tool, matched) => {
    expect(nameMatches(name, tool)).toBe(matched)
  })

  it('match as the oracle says', () => {
    fc.assert(
      fc.property(glob, letters, (name, tool) => {
        expect(globMatches(compileGlob(name), tool)).toBe(matches(name, tool))
      }),
      runs(3000),
    )
  })

  it('[M3] overlap exactly where some name matches both', () => {
    fc.assert(
      fc.property(glob, glob, letters, (a, b, tool) => {
        const overlap = globsOverlap(compileGlob(a), compileGlob(b))
        if (matches(a, tool) && matches(b, tool)) expect(overlap).toBe(true)
        if (!overlap) return
        // The name that must match both: the longer beginning, everything between, the longer end.
        const [x, y] = [compileGlob(a), compileGlob(b)]
        const longer = (one: string, other: string): string => (one.length > other.length ? one : other)
        const between = [...x.middles, ...y.middles].join('')
        const name = longer(x.prefix, y.prefix) + between + longer(x.suffix, y.suffix)
        expect(matches(a, name) && matches(b, name)).toBe(true)
      }),
      runs(3000),
    )
  })

  it('[M3] count characters, not units', () => {
    expect(compileGlob('*😀é*').literals).toBe(2)
  })
})
