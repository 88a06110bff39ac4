// The ratio to the relay in a short form, for CI: on a database that does not wait for the disk, so that a
// machine with a slow one does not look like a gateway that has become slow.
import { ratiosOf } from './results.ts'
import { type Spread, spreadOf } from './rounds.ts'
import { play, SCENARIOS, type Size, warmUp } from './scenarios.ts'
import type { World } from './world.ts'

const SIZE: Size = { rounds: 5, seconds: 1, warmSeconds: 6 }

/** Warms up a world and plays a few short rounds of calls at 64 connections. */
export async function quickRatio(world: World): Promise<Spread> {
  const [scenario] = SCENARIOS
  if (!scenario) throw new Error('there is no scenario')
  await warmUp(world, SIZE)
  const targets = scenario.targets.filter((target) => target !== 'direct')
  return spreadOf(ratiosOf(await play(world, { ...scenario, targets }, SIZE)))
}
