// `npm run bench:gateway`: what the gateway costs, in one run on one machine, with everything that takes part
// in it. Flags: `--json` (one JSON object as the last line), `--short`, `--no-peers`, `--only <scenario>`,
// `--save` (docs/performance.json and the table in docs/performance.md), `--profile` (flame graphs, and nothing
// else).

import { costOfIdleSessions } from './gateway/idle-sessions.ts'
import { describeMachine } from './gateway/machine.ts'
import { playPeers } from './gateway/peer-rounds.ts'
import { startPeers } from './gateway/peers.ts'
import { writeProfiles } from './gateway/profile.ts'
import { firstQuickRatios } from './gateway/quick-ratio.ts'
import { playRefusals } from './gateway/refusals.ts'
import { type Results, saveResults, tableOf } from './gateway/results.ts'
import { spreadOf } from './gateway/rounds.ts'
import { LONG, play, SCENARIOS, SHORT, warmUp } from './gateway/scenarios.ts'
import { isEven, isWhole, readTally } from './gateway/tally.ts'
import { startWorld, type World } from './gateway/world.ts'

const flags = new Set(process.argv.slice(2))
const only = process.argv[process.argv.indexOf('--only') + 1]
const size = flags.has('--short') ? SHORT : LONG
const began = Date.now()

if (flags.has('--profile')) {
  await writeProfiles()
  process.exit(0)
}

const isWanted = (name: string) => !flags.has('--only') || only === name
const results = await withWorld(true, async (world): Promise<Omit<Results, 'quickRatio'>> => {
  await warmUp(world, size)
  const played = []
  for (const scenario of SCENARIOS.filter(({ name }) => isWanted(name))) {
    played.push(await play(world, scenario, size))
    process.stderr.write(`  ${scenario.title}: done\n`)
  }
  const refusals = isWanted('refusals') ? await playRefusals(world, size) : []
  const idle = isWanted('idle') ? await costOfIdleSessions(world) : null
  const peers = !flags.has('--no-peers') && isWanted('peers') ? await comparePeers(world) : null
  const tally = await readTally(world)
  if (!(await isEven(world))) throw new Error('The records and counters of the bare admission do not agree.')
  const seconds = Math.round((Date.now() - began) / 1000)
  return { machine: describeMachine(), seconds, size, played, refusals, idle, peers, tally }
})
const whole: Results = { ...results, quickRatio: spreadOf(await withWorld(false, firstQuickRatios)) }
process.stdout.write(`${tableOf(whole)}\n`)
if (flags.has('--save')) saveResults(whole)
if (flags.has('--json')) process.stdout.write(`${JSON.stringify(whole)}\n`)
if (!isWhole(whole.tally))
  throw new Error(`Answers, records and counters do not agree: ${JSON.stringify(whole.tally)}`)
process.exit(0)

async function withWorld<Found>(durable: boolean, work: (world: World) => Promise<Found>): Promise<Found> {
  const world = await startWorld({ durable, bare: durable })
  try {
    return await work(world)
  } finally {
    await world.close()
  }
}

async function comparePeers(world: World): Promise<Results['peers']> {
  const peers = await startPeers(world)
  try {
    const rounds = await playPeers(world, peers.all, size)
    return { versions: Object.fromEntries(peers.all.map(({ name, version }) => [name, version])), rounds }
  } finally {
    await peers.close()
  }
}
