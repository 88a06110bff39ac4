// What a neighbour can do to an organisation: its p99 while the neighbour calls as everybody does, and while
// it does something worse. `npm run bench:neighbours`; `--rounds` and `--seconds` size it, `--only <part of a name>`
// chooses, `--json` adds one JSON object as the last line. Calm and harmful rounds alternate in one run, and each is
// compared with the calm one beside it.
import { spreadOf } from './gateway/rounds.ts'
import { usageOf } from './gateway/usage.ts'
import { MILLION, type Neighbours, startNeighbours } from './neighbours/world.ts'

type Harm = {
  readonly name: string
  readonly tool: string
  /** How the neighbour's calls end; `none` where that is nobody's business. */
  readonly expect: string
  /** How many times as many calls as in the calm round. */
  readonly times?: number
  /** Before a harmful round; what it returns ends it. */
  readonly begin?: (world: Neighbours) => Promise<() => Promise<void>>
}
/** Milliseconds as the measured organisation saw them, and how many processors gateway and database used. */
type Seen = { readonly p50: number; readonly p99: number; readonly busy: number }
type Played = { readonly before: Seen; readonly after: Seen; readonly ratio: number }
/** Medians of all rounds; `change` with the least and the most of one. */
type Result = {
  readonly name: string
  readonly calm: Seen
  readonly harmed: Seen
  readonly change: number
  readonly least: number
  readonly most: number
}

const PER_SECOND = 60
// As many as tell the ninety-ninth of a hundred in each short round: what else the machine does comes in bursts, and the median
// of many rounds is not moved by those.
const MEASURED_PER_SECOND = 150
const rounds = option('rounds', 15)
const seconds = option('seconds', 2)
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : ''
const say = (line: string) => process.stdout.write(`${line}\n`)

const HARMS: readonly Harm[] = [
  { name: 'the same again (noise)', tool: 'normal', expect: 'done' },
  { name: 'a poisoned value', tool: 'poison', expect: 'unavailable' },
  { name: 'an upstream that hangs', tool: 'hang', expect: 'none' },
  { name: 'a lock on its counter', tool: 'held', expect: 'none', begin: holdCounter },
  { name: 'a flood of refusals (×4)', tool: 'denied', expect: 'denied', times: 4 },
  { name: 'a full limit (×4)', tool: 'full', expect: 'full', times: 4 },
  { name: 'a sliding window of a million', tool: 'sliding', expect: 'done' },
]

const world = await startNeighbours()
const calm = { tool: 'normal', expect: 'done', perSecond: PER_SECOND, seconds }
await world.neighbour.call({ ...calm, tool: 'held', seconds: 1 })
await world.fillSlidingLimit(MILLION)
// Until what runs all the time has been compiled.
for (let i = 0; i < 10; i++) await both({ ...calm, perSecond: 4 * PER_SECOND })

const results: Result[] = []
for (const harm of HARMS.filter(({ name }) => name.includes(only ?? ''))) {
  const played: Played[] = []
  for (let round = 0; round < rounds; round++) {
    const before = await both(calm)
    const end = (await harm.begin?.(world)) ?? (async () => {})
    const { tool, expect, times = 1 } = harm
    const after = await both({ tool, expect, seconds, perSecond: PER_SECOND * times }, end)
    played.push({ before, after, ratio: after.p99 / before.p99 })
  }
  const middle = (of: (round: Played) => Seen): Seen => {
    const median = (member: keyof Seen) => spreadOf(played.map((round) => of(round)[member])).median
    return { p50: median('p50'), p99: median('p99'), busy: median('busy') }
  }
  const ratio = spreadOf(played.map((round) => round.ratio))
  const result = {
    name: harm.name,
    calm: middle(({ before }) => before),
    harmed: middle(({ after }) => after),
    change: ratio.median - 1,
    least: ratio.min - 1,
    most: ratio.max - 1,
  }
  results.push(result)
  say(lineOf(result))
}
if (process.argv.includes('--json')) say(JSON.stringify({ rounds, seconds, results }))
await world.close()
process.exit(0)

/** The measured organisation as always, and its neighbour; what is shared has used `busy` of one processor meanwhile. */
async function both(
  neighbour: Parameters<Neighbours['measured']['call']>[0],
  end = async () => {},
): Promise<Seen> {
  const before = usageOf(world)
  const harming = world.neighbour.call(neighbour)
  const { p50, p99 } = await world.measured.call({ ...calm, perSecond: MEASURED_PER_SECOND })
  const after = usageOf(world)
  await end()
  await harming
  const ms = after.gateway + after.database - before.gateway - before.database
  return { p50, p99, busy: ms / (seconds * 1000) }
}

/** As a replica would hold it that stopped in the middle of its transaction. */
async function holdCounter({ pool, neighbour }: Neighbours): Promise<() => Promise<void>> {
  const client = await pool.connect()
  await client.query('BEGIN')
  await client.query(`SELECT FROM counter WHERE organisation_id = $1 AND label LIKE 'held%' FOR UPDATE`, [
    neighbour.tenant.organisationId,
  ])
  return async () => {
    await client.query('ROLLBACK')
    client.release()
  }
}

function lineOf({ name, calm, harmed, change, least, most }: Result): string {
  const pair = (of: 'p50' | 'p99') =>
    `${of} ${calm[of].toFixed(1).padStart(5)} → ${harmed[of].toFixed(1).padStart(5)} ms`
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`
  const cpu = `${calm.busy.toFixed(2)} → ${harmed.busy.toFixed(2)} processors`
  return `${name.padEnd(32)} ${pair('p50')}   ${pair('p99')}   ${percent(change).padStart(6)} (${percent(least)} to ${percent(most)})   ${cpu}`
}

function option(name: string, fallback: number): number {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? fallback : Number(process.argv[at + 1])
}
