import fc from 'fast-check'
import { expect, it } from 'vitest'
import { edgeSpeed } from './edge-scroll.ts'

it('rests in the middle of a list', () => {
  expect(edgeSpeed(300, 100, 600)).toBe(0)
  expect(edgeSpeed(156, 100, 600)).toBe(0)
  expect(edgeSpeed(544, 100, 600)).toBe(0)
})

it('is faster the nearer the edge, up above and down below', () => {
  expect(edgeSpeed(150, 100, 600)).toBeLessThan(0)
  expect(edgeSpeed(101, 100, 600)).toBeLessThan(edgeSpeed(150, 100, 600))
  expect(edgeSpeed(599, 100, 600)).toBeGreaterThan(edgeSpeed(560, 100, 600))
})

it('is never faster than 1,200 px a second, nor does it move a list without height', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 0, max: 2000 }), fc.nat(2000), (y, top, height) => {
      expect(Math.abs(edgeSpeed(y, top, top + height))).toBeLessThanOrEqual(1200)
    }),
  )
  expect(edgeSpeed(5, 5, 5)).toBe(0)
})
