// One database's record of calls, read as the pages read it, and what Postgres did for each. A process of
// its own, because the product has one database: DATABASE_URL. Answers with one line of JSON.
import { countCallsByTool, listCalls, requireCall } from '#lib/data/calls.ts'
import { disconnect, pool } from '#lib/data/client.ts'
import type { Organisation } from '#lib/data/model.ts'
import { type Plan, plansOf } from '#testing/plans.ts'
import { median } from './rate.ts'

const ROUNDS = 15

export type Measured = {
  readonly name: string
  /** Warm: the median and the slowest of the rounds, in ms. */
  readonly ms: number
  readonly slowestMs: number
  readonly rows: number
  readonly partitions: number
  /** Relations read from end to end that hold anything. */
  readonly sequential: readonly string[]
}

const organisation = { id: process.argv[2] ?? '', name: '' } as Organisation
const server = (nth: number) => `srv_${organisation.id}${String(nth).padStart(16, '0')}`
const grant = (nth: number) => `grt_${organisation.id}${String(nth).padStart(16, '0')}`

const first = await listCalls(organisation, {})
const oldest = await callNear('ASC')
const middle = await callNear('DESC', '60 days')
let cursor = first.nextCursor ?? undefined
for (let page = 0; page < 20; page++)
  cursor = (await listCalls(organisation, {}, cursor)).nextCursor ?? undefined
const deep = Buffer.from(`${middle.at} ${middle.id}`).toString('base64url')
const list = (filter: Parameters<typeof listCalls>[1], from?: string) => async () =>
  (await listCalls(organisation, filter, from)).items.length
const one = (id: string) => async () => ((await requireCall(organisation, id)) ? 1 : 0)
const weekOf = (nth: number) => async () =>
  (await countCallsByTool(organisation, server(nth), new Date(Date.now() - 7 * 86_400_000))).size

const CASES: Record<string, () => Promise<number>> = {
  'first page': list({}),
  'page 21 by cursor': list({}, cursor),
  'page 60 days back': list({}, deep),
  'server, the busiest': list({ serverId: server(0) }),
  'server, the quietest': list({ serverId: server(7) }),
  'grant, the busiest': list({ grantId: grant(0) }),
  'grant, the quietest': list({ grantId: grant(39) }),
  'grant without a call': list({ grantId: grant(99) }),
  'tool, the busiest': list({ tool: 'tool_0' }),
  'tool, the rarest': list({ tool: 'tool_199' }),
  'tool without a call': list({ tool: 'tool_none' }),
  'decision allow': list({ decision: 'allow' }),
  'decision deny': list({ decision: 'deny' }),
  'decision await (1 in 2000)': list({ decision: 'await' }),
  'decision deny, 60 days back': list({ decision: 'deny' }, deep),
  'server and tool': list({ serverId: server(3), tool: 'tool_60' }),
  'server and await': list({ serverId: server(7), decision: 'await' }),
  'grant and deny': list({ grantId: grant(39), decision: 'deny' }),
  'all four filters': list({ serverId: server(2), grantId: grant(5), tool: 'tool_20', decision: 'deny' }),
  'one call, the newest': one(first.items[0]?.id ?? ''),
  'one call, the oldest': one(oldest.id),
  '7 days by tool, the busiest server': weekOf(0),
  '7 days by tool, the quietest server': weekOf(7),
}

const measured: Measured[] = []
for (const [name, work] of Object.entries(CASES)) {
  const times: number[] = []
  let rows = 0
  for (let round = -2; round < ROUNDS; round++) {
    const begun = performance.now()
    rows = await work()
    if (round >= 0) times.push(performance.now() - begun)
  }
  const plans = await plansOf(pool(), work)
  measured.push({
    name,
    ms: rounded(median(times)),
    slowestMs: rounded(Math.max(...times)),
    rows,
    partitions: Math.max(...plans.map((plan) => partitionsOf(plan).length)),
    sequential: plans.flatMap(sequentialOf),
  })
}
process.stdout.write(`${JSON.stringify(measured)}\n`)
await disconnect()

async function callNear(order: 'ASC' | 'DESC', ago = '89 days'): Promise<{ id: string; at: string }> {
  const { rows } = await pool().query(
    `SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM call
      WHERE organisation_id = $1 AND at ${order === 'ASC' ? '>' : '<'} now() - $2::interval
      ORDER BY call.at ${order} LIMIT 1`,
    [organisation.id, ago],
  )
  return rows[0]
}

function partitionsOf({ nodes }: Plan): string[] {
  return [...new Set(nodes.map((node) => node['Relation Name'] ?? '').filter((name) => /^call_/.test(name)))]
}

function sequentialOf({ nodes }: Plan): string[] {
  return nodes
    .filter((node) => node['Node Type'] === 'Seq Scan' && /^call_/.test(node['Relation Name'] ?? ''))
    .filter((node) => (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0) > 0)
    .map((node) => node['Relation Name'] ?? '')
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100
}
