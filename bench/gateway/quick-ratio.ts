// The ratio to the relay in a short form, for CI: on a database that does not wait for the disk, so that a
// machine with a slow one does not look like a gateway that has become slow.
import { ratiosOf } from './results.ts'
import { play, SCENARIOS, type Size, warmUp } from './scenarios.ts'
import type { World } from './world.ts'

const SIZE: Size = { rounds: 5, seconds: 1, warmSeconds: 6 }

/** Plays short rounds of calls at 64 connections in a world that is warm, `again` times as many as at first: the ratio of each. */
export async function quickRatios(world: World, again = 1): Promise<number[]> {
  const [scenario] = SCENARIOS
  if (!scenario) throw new Error('there is no scenario')
  const times = again * (scenario.times ?? 1)
  return ratiosOf(await play(world, { ...scenario, targets: ['relay', 'gateway'], times }, SIZE))
}

/** The same, of a world that has done nothing yet. */
export async function firstQuickRatios(world: World): Promise<number[]> {
  await warmUp(world, SIZE)
  return quickRatios(world)
}
