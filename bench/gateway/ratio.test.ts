// The gateway stays as fast, in relation to a bare relay on the same machine at the same time, as
// docs/performance.json says it was on such a processor: a third less is a failure. Never a time: machines are busy.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeMachine } from './machine.ts'
import { quickRatio } from './quick-ratio.ts'
import { ratioFor, recorded } from './results.ts'
import { isWhole, readTally } from './tally.ts'
import { startWorld, type World } from './world.ts'

const SHARE = 2 / 3
const ATTEMPTS = 4

let world: World
beforeAll(async () => {
  world = await startWorld({ durable: false })
})
afterAll(() => world.close())

it('serves two thirds of the recorded ratio to a bare relay at 64 connections, and forgets nothing', async () => {
  const least = ratioFor(describeMachine().model, recorded()) * SHARE
  const found: number[] = []
  // Again, where the machine was busy with something else.
  while (found.length < ATTEMPTS && !found.some((ratio) => ratio >= least))
    found.push((await quickRatio(world)).median)
  const words = `the ratio to the relay fell by a third: found ${found.map((ratio) => ratio.toFixed(2)).join(' and ')}`
  expect(Math.max(...found), words).toBeGreaterThanOrEqual(least)
  const tally = await readTally(world)
  expect(isWhole(tally), JSON.stringify(tally)).toBe(true)
})
