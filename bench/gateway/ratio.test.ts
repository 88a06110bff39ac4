// The gateway stays as fast, in relation to a bare relay on the same machine at the same time, as
// docs/performance.json says it was on such a processor: a third less is a failure. Never a time: machines are busy.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeMachine } from './machine.ts'
import { firstQuickRatios, quickRatios } from './quick-ratio.ts'
import { ratioFor, recorded } from './results.ts'
import { spreadOf } from './rounds.ts'
import { isWhole, readTally } from './tally.ts'
import { startWorld, type World } from './world.ts'

const SHARE = 2 / 3
const AGAIN = 2

let world: World
beforeAll(async () => {
  world = await startWorld({ durable: false })
})
afterAll(() => world.close())

it('serves two thirds of the recorded ratio to a bare relay at 64 connections, and forgets nothing', async () => {
  const least = ratioFor(describeMachine().model, recorded()) * SHARE
  const found = await firstQuickRatios(world)
  // Once more and longer, where the machine was busy with something else; then all rounds decide, not the best of them.
  if (spreadOf(found).median < least) found.push(...(await quickRatios(world, AGAIN)))
  const words = `the ratio to the relay fell by a third: found ${found.map((ratio) => ratio.toFixed(2)).join(', ')}`
  expect(spreadOf(found).median, words).toBeGreaterThanOrEqual(least)
  const tally = await readTally(world)
  expect(isWhole(tally), JSON.stringify(tally)).toBe(true)
})
