// An attack: of a hundred calls ninety-nine are refused. What one costs is processor time of the gateway
// and of the database, since a refusal ends at once and so many more of them come in the same time.
import { measure, targetsOf } from './rounds.ts'
import type { Size } from './scenarios.ts'
import { type Usage, usageOf } from './usage.ts'
import type { World } from './world.ts'

export type RefusalRound = {
  readonly allowed: Cost
  readonly refused: Cost
}
/** Microseconds of processor time for each call, and how many there were in a second. */
export type Cost = { readonly gateway: number; readonly database: number; readonly callsPerSecond: number }

/** Alternates between allowed traffic and an attack, as often as there are rounds. */
export async function playRefusals(world: World, { rounds, seconds }: Size): Promise<RefusalRound[]> {
  const played: RefusalRound[] = []
  for (let round = 0; round < rounds; round++) {
    const allowed = await costOf(world, 'call', seconds)
    const refused = await costOf(world, 'mostly-refused', seconds)
    played.push({ allowed, refused })
  }
  return played
}

async function costOf(world: World, kind: 'call' | 'mostly-refused', seconds: number): Promise<Cost> {
  const { gateway } = targetsOf(world)
  const before: Usage = usageOf(world)
  const load = { kind, connections: 64, seconds, rounds: 1, expect: '' } as const
  const figure = await measure(world, gateway, load)
  const after = usageOf(world)
  const each = (ms: number) => (ms * 1000) / figure.total
  return {
    gateway: each(after.gateway - before.gateway),
    database: each(after.database - before.database),
    callsPerSecond: figure.callsPerSecond,
  }
}
