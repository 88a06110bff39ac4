import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { oldBytesLeft } from '#testing/memory.ts'
import { createRotation } from './rotation.ts'

describe('what waits', () => {
  it('is taken in turns: 20,000 calls of one grant delay another organisation by nothing but one call', () => {
    const rotation = createRotation<string>()
    for (let i = 0; i < 20_000; i++) rotation.add('loud', 'grant', `loud ${i}`)
    rotation.take(64)
    rotation.add('quiet', 'grant', 'quiet')
    expect(rotation.take(64).indexOf('quiet')).toBeLessThanOrEqual(1)
    expect(rotation.sizeOf('loud', 'grant')).toBe(20_000 - 127)
    const rest = rotation.take(30_000)
    expect(rest[0]).toBe('loud 127')
    expect(rest.at(-1)).toBe('loud 19999')
    expect(rotation.size).toBe(0)
  })

  it('is taken in turns by the grants of one organisation, too', () => {
    const rotation = createRotation<string>()
    for (let i = 0; i < 500; i++) rotation.add('one', 'loud', `loud ${i}`)
    rotation.add('one', 'quiet', 'quiet')
    rotation.add('two', 'grant', 'other')
    expect(rotation.take(4)).toEqual(['loud 0', 'other', 'quiet', 'loud 1'])
  })

  it('is each taken once, in order within its grant, and nobody is served twice while another waits', () => {
    const place = fc.record({
      organisation: fc.integer({ max: 3, min: 0 }),
      grant: fc.integer({ max: 2, min: 0 }),
    })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (places, most) => {
        const rotation = createRotation<{ organisation: number; grant: number; nth: number }>()
        for (const [nth, each] of places.entries())
          rotation.add(String(each.organisation), String(each.grant), { ...each, nth })
        const taken = []
        while (rotation.size > 0) taken.push(...rotation.take(most))
        expect(taken.map(({ nth }) => nth).sort((a, b) => a - b)).toEqual(places.map((_, nth) => nth))
        for (const [i, each] of taken.entries()) {
          const later = taken.slice(i + 1)
          const sameLine = later.filter((x) => x.organisation === each.organisation && x.grant === each.grant)
          expect(sameLine.every((x) => x.nth > each.nth)).toBe(true)
          // Between two calls of an organisation stands one of each other that had something waiting then.
          const next = later.findIndex((x) => x.organisation === each.organisation)
          if (next < 0) continue
          const others = new Set(later.map((x) => x.organisation).filter((x) => x !== each.organisation))
          expect(new Set(later.slice(0, next).map((x) => x.organisation))).toEqual(others)
        }
      }),
    )
  })

  it('is let go of when it is taken: nothing old goes on holding it', () => {
    const rotation = createRotation<{ weight: number[] }>()
    const add = (nth: number) =>
      rotation.add(`organisation ${nth % 7}`, `grant ${nth % 61}`, { weight: new Array(500).fill(nth) })
    for (let nth = 0; nth < 20; nth++) add(nth)
    const left = oldBytesLeft(20, (step) => {
      for (let nth = 0; nth < 1000; nth++) {
        add(step + nth)
        rotation.take(1)
      }
    })
    // Of 20,000 · 4 KB that came and went; at each of the 20 looks 20 of them waited.
    expect(left).toBeLessThan(12_000_000)
  })
})
