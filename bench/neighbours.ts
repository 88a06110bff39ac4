// What a neighbour can do to an organisation: its p99 while the neighbour calls as everybody does, and while
// it does the same number of something worse. `npm run bench:neighbours` (`-- --json` adds one JSON object as
// the last line; `--rounds` and `--seconds` size it). Calm and harmful rounds alternate in one run.
import { MILLION, type Neighbours, startNeighbours } from './neighbours/world.ts'

type Harm = {
  readonly name: string
  /** One call of the neighbour. */
  readonly act: (world: Neighbours) => Promise<unknown>
  /** Before a harmful round; what it returns ends it. */
  readonly begin?: (world: Neighbours) => Promise<() => Promise<void>>
}

const PER_SECOND = 60
const NEIGHBOUR_PER_SECOND = 60
const rounds = option('rounds', 5)
const seconds = option('seconds', 6)
const say = (line: string) => process.stdout.write(`${line}\n`)

const HARMS: readonly Harm[] = [
  { name: 'the same again (noise)', act: (world) => world.call(world.neighbour, 'normal') },
  { name: 'a poisoned value', act: (world) => world.call(world.neighbour, 'poison') },
  { name: 'an upstream that hangs', act: (world) => world.call(world.neighbour, 'hang') },
  { name: 'a lock on its counter', act: (world) => world.call(world.neighbour, 'held'), begin: holdCounter },
  {
    name: 'a flood of refusals (×4)',
    act: (world) => Promise.all([1, 2, 3, 4].map(() => world.call(world.neighbour, 'denied'))),
  },
  {
    name: 'a full limit (×4)',
    act: (world) => Promise.all([1, 2, 3, 4].map(() => world.call(world.neighbour, 'full'))),
  },
  { name: 'a sliding window of a million', act: (world) => world.call(world.neighbour, 'sliding') },
]

const world = await startNeighbours()
await world.call(world.neighbour, 'held')
await world.fillSlidingLimit(MILLION)
for (let i = 0; i < 300; i++)
  await Promise.all([world.measured, world.neighbour].map((each) => world.call(each, 'normal')))

const results = []
for (const harm of HARMS) {
  const calm: number[] = []
  const harmed: number[] = []
  for (let round = 0; round < rounds; round++) {
    calm.push(...(await measure(() => world.call(world.neighbour, 'normal'))))
    const end = (await harm.begin?.(world)) ?? (async () => {})
    harmed.push(...(await measure(() => harm.act(world))))
    await end()
    // What still hangs or waits must not reach into the calm round.
    await new Promise((resolve) => setTimeout(resolve, 1500))
  }
  const [before, after] = [percentile(calm, 0.99), percentile(harmed, 0.99)]
  const result = {
    name: harm.name,
    calmP99Millis: before,
    harmedP99Millis: after,
    change: after / before - 1,
  }
  results.push(result)
  say(
    `${harm.name.padEnd(32)} p50 ${percentile(calm, 0.5).toFixed(1).padStart(6)} → ${percentile(harmed, 0.5).toFixed(1).padStart(6)} ms   ` +
      `p99 ${before.toFixed(1).padStart(6)} → ${after.toFixed(1).padStart(6)} ms   ${(result.change * 100).toFixed(0).padStart(4)} %`,
  )
}
if (process.argv.includes('--json')) say(JSON.stringify({ rounds, seconds, results }))
await world.close()
process.exit(0)

/** The latencies of the measured organisation, which calls by the clock whatever becomes of its calls. */
async function measure(neighbour: () => Promise<unknown>): Promise<number[]> {
  const latencies: number[] = []
  const open: Promise<unknown>[] = []
  const every = setInterval(() => void neighbour(), 1000 / NEIGHBOUR_PER_SECOND)
  for (let i = 0; i < seconds * PER_SECOND; i++) {
    const start = performance.now()
    open.push(
      world.call(world.measured, 'normal').then((status) => {
        if (status !== 200) throw new Error(`The measured organisation was answered with ${status}.`)
        latencies.push(performance.now() - start)
      }),
    )
    await new Promise((resolve) => setTimeout(resolve, 1000 / PER_SECOND))
  }
  clearInterval(every)
  await Promise.all(open)
  return latencies
}

/** As a replica would hold it that stopped in the middle of its transaction. */
async function holdCounter({ pool, neighbour }: Neighbours): Promise<() => Promise<void>> {
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query(`SELECT FROM counter WHERE organisation_id = $1 AND label LIKE 'held%' FOR UPDATE`, [
    neighbour.organisationId,
  ])
  return async () => {
    await client.query('ROLLBACK')
    client.release()
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
