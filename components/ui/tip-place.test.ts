import { expect, test } from 'vitest'
import { placeOfTip } from './tip-place.ts'

const window = { width: 1000, height: 600 }
const tip = { width: 80, height: 24 }
const box = (left: number, top: number) => ({
  ...{ left, top, width: 32, height: 32 },
  ...{ right: left + 32, bottom: top + 32 },
})

test('a tooltip stands above the middle of its element', () => {
  expect(placeOfTip(box(500, 300), tip, { side: 'top', window })).toEqual({ x: 476, y: 270 })
})

test('where there is no room above it stands below', () => {
  expect(placeOfTip(box(500, 10), tip, { side: 'top', window })).toEqual({ x: 476, y: 48 })
})

test('it never leaves the window', () => {
  expect(placeOfTip(box(0, 300), tip, { side: 'top', window }).x).toBe(4)
  expect(placeOfTip(box(968, 300), tip, { side: 'top', window }).x).toBe(916)
})

test('beside the rail it stands at the right, and at the left where there is no room', () => {
  expect(placeOfTip(box(12, 300), tip, { side: 'right', window })).toEqual({ x: 50, y: 304 })
  expect(placeOfTip(box(960, 300), tip, { side: 'right', window }).x).toBe(874)
})
