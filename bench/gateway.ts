// `npm run bench:gateway`: what the gateway costs, in one run on one machine, with everything that takes part
// in it. Flags: `--json` (one JSON object as the last line), `--short`, `--no-peers`, `--only <scenario>`,
// `--save` (docs/performance.json and the table in docs/performance.md), `--profile` (flame graphs, and nothing
// else).

import { costOfIdleSessions } from './gateway/idle-sessions.ts'
import { describeMachine } from './gateway/machine.ts'
import { playPeers } from './gateway/peer-rounds.ts'
import { startPeers } from './gateway/peers.ts'
import { writeProfiles } from './gateway/profile.ts'
import { playRefusals } from './gateway/refusals.ts'
import { type Results, saveResults, tableOf } from './gateway/results.ts'
import { LONG, play, SCENARIOS, SHORT, warmUp } from './gateway/scenarios.ts'
import { isWhole, readTally, type Tally } from './gateway/tally.ts'
import { startWorld } from './gateway/world.ts'

const flags = new Set(process.argv.slice(2))
const only = process.argv[process.argv.indexOf('--only') + 1]
const size = flags.has('--short') ? SHORT : LONG
const began = Date.now()

if (flags.has('--profile')) {
  await writeProfiles()
  process.exit(0)
}

const world = await startWorld()
let failure: unknown = null
try {
  await warmUp(world, size)
  const isWanted = (name: string) => !flags.has('--only') || only === name
  const played = []
  for (const scenario of SCENARIOS.filter(({ name }) => isWanted(name))) {
    played.push(await play(world, scenario, size))
    process.stderr.write(`  ${scenario.title}: done\n`)
  }
  const refusals = isWanted('refusals') ? await playRefusals(world, size) : []
  const idle = isWanted('idle') ? await costOfIdleSessions(world) : null
  const peers = !flags.has('--no-peers') && isWanted('peers') ? await withPeers() : null
  const tally = await readTally(world)
  const results: Results = {
    machine: describeMachine(),
    seconds: Math.round((Date.now() - began) / 1000),
    size,
    played,
    refusals,
    idle,
    peers,
    tally,
  }
  process.stdout.write(`${tableOf(results)}\n`)
  if (flags.has('--save')) saveResults(results)
  if (flags.has('--json')) process.stdout.write(`${JSON.stringify(results)}\n`)
  if (!isWhole(tally))
    throw new Error(`records, counters and calls do not agree: ${JSON.stringify(tally satisfies Tally)}`)
} catch (error) {
  failure = error
} finally {
  await world.close()
}
if (failure) {
  console.error(failure)
  process.exit(1)
}
process.exit(0)

async function withPeers(): Promise<Results['peers']> {
  const peers = await startPeers(world)
  try {
    const rounds = await playPeers(world, peers.all, size)
    return { versions: Object.fromEntries(peers.all.map(({ name, version }) => [name, version])), rounds }
  } finally {
    await peers.close()
  }
}
