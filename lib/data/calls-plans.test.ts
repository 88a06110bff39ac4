// No page of the record reads more than it shows: asserted on what Postgres does, never on how long it takes.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { type Plan, plansOf } from '#testing/plans.ts'
import { countCallsByTool, findCallsAround, listCalls, requireCall } from './calls.ts'
import { pool } from './client.ts'
import { readCallsAgain, readCallsFrom } from './live.ts'
import type { Organisation } from './model.ts'

// Weeks of the calendar, the one that has just begun among them: each with as many calls, for the planner reads a
// partition of a page or two from end to end, and rightly.
const WEEKS = 7
const ROWS = 70_000
const DAY_MS = 86_400_000

let instance: Instance
let organisation: Organisation
let ids: { newest: string; oldest: string; days30: string }

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  organisation = (await newOwner()).organisation
  const { organisation: neighbour } = await newOwner()
  for (let week = 0; week < WEEKS; week++)
    await instance.sql('SELECT make_call_partition(now() - make_interval(weeks => $1))', [week])
  // 1 call in 1000 is denied, none awaits; a rare tool is called 14 times, a rare server 7.
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     SELECT CASE WHEN n % 3 = 0 THEN $2 ELSE $1 END, 'call_' || $1 || lpad(n::text, 16, '0'),
            until - (n - 0.5 - week * per) / per * (until - monday),
            CASE WHEN n % 10000 = 1 THEN 'srv_rare' ELSE 'srv_' || n % 5 END, 'grt_' || n % 40, 'tools/call',
            CASE WHEN n % 5000 = 1 THEN 'rare' ELSE 'tool_' || n % 50 END,
            CASE WHEN n % 1000 = 1 THEN 'deny' ELSE 'allow' END, '', 'allowed', '', '{a}', '{}', 'ok'
       FROM generate_series(1, $3::int) n
      CROSS JOIN LATERAL (SELECT $3 / $4::int AS per, (n - 1) / ($3 / $4::int) AS week) weeks
      CROSS JOIN LATERAL (SELECT limit_window_start('week', now() - make_interval(weeks => week)) AS monday) begun
      CROSS JOIN LATERAL (SELECT least(limit_window_end('week', monday), now()) AS until) ended`,
    [organisation.id, neighbour.id, ROWS, WEEKS],
  )
  await instance.sql('VACUUM ANALYZE call')
  const idOf = async (order: string) =>
    String(
      (
        await instance.sql(`SELECT id FROM call WHERE organisation_id = $1 ${order} LIMIT 1`, [
          organisation.id,
        ])
      )[0]?.id,
    )
  ids = {
    newest: await idOf('ORDER BY at DESC'),
    oldest: await idOf('ORDER BY at'),
    days30: await idOf("AND at < now() - interval '30 days' ORDER BY at DESC"),
  }
}, 120_000)
afterAll(() => instance.close())

/** How many rows were read from partitions, and which of these were read from end to end. */
function readBy(plans: readonly Plan[]): { rows: number; sequential: string[]; partitions: number } {
  const scans = plans
    .flatMap(({ nodes }) => nodes)
    .filter((node) => /^call_/.test(node['Relation Name'] ?? '') && (node['Actual Loops'] ?? 0) > 0)
  const rowsOf = (node: (typeof scans)[number]) =>
    ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1)
  return {
    rows: scans.reduce((sum, node) => sum + rowsOf(node), 0),
    sequential: scans.filter((node) => node['Node Type'] === 'Seq Scan' && rowsOf(node) > 0).map(String),
    partitions: new Set(scans.map((node) => node['Relation Name'])).size,
  }
}

type Filter = Parameters<typeof listCalls>[1]
const FILTERS: [string, Filter, number][] = [
  ['no filter', {}, 51],
  ['a server', { serverId: 'srv_1' }, 51],
  ['a rare server', { serverId: 'srv_rare' }, 6],
  ['a grant', { grantId: 'grt_7' }, 51],
  ['a tool', { tool: 'tool_7' }, 51],
  ['a rare tool', { tool: 'rare' }, 12],
  ['a tool that nobody called', { tool: 'none' }, 0],
  ['the decision allow', { decision: 'allow' }, 51],
  ['the decision deny', { decision: 'deny' }, 60],
  ['the decision await', { decision: 'await' }, 0],
]

describe('a page of the record', () => {
  it.each(FILTERS)('with %s reads from an index, and no more rows than it shows', async (_, filter, most) => {
    const read = readBy(await plansOf(pool(), () => listCalls(organisation, filter)))
    expect(read.sequential).toEqual([])
    // An incremental sort reads on to the end of a group of equal times.
    expect(read.rows).toBeLessThanOrEqual(most + 32)
  })

  it.each(FILTERS.slice(0, 5))('after a cursor weeks ago, with %s, likewise', async (_, filter) => {
    const [row] = await instance.sql(
      `SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM call WHERE id = $1`,
      [ids.days30],
    )
    const cursor = Buffer.from(`${row?.at} ${ids.days30}`).toString('base64url')
    const read = readBy(await plansOf(pool(), () => listCalls(organisation, filter, cursor)))
    expect(read.sequential).toEqual([])
    expect(read.rows).toBeLessThanOrEqual(51 + 32)
  })

  it('without a filter looks into the partitions of the last days alone', async () => {
    const plans = await plansOf(pool(), () => listCalls(organisation, {}))
    expect(readBy(plans).partitions).toBeLessThanOrEqual(3)
  })

  it('of one call finds it by the index of its id, the oldest one and one that never was, too', async () => {
    for (const id of [ids.newest, ids.oldest, `call_${organisation.id}0000000000000000`]) {
      const read = readBy(await plansOf(pool(), () => requireCall(organisation, id).catch(() => {})))
      expect(read.sequential).toEqual([])
      expect(read.rows).toBeLessThanOrEqual(2)
    }
  })

  it('of what is live reads the newest by an index, and what may change by its key', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString()
    // Sixty of two organisations; in the first hours of a week it holds more of that week's.
    const [hour] = await instance.sql('SELECT count(*)::int AS calls FROM call WHERE at >= $1', [hourAgo])
    for (const [, filter] of FILTERS) {
      const read = readBy(await plansOf(pool(), () => readCallsFrom(organisation, hourAgo, filter, 200)))
      expect(read.sequential).toEqual([])
      expect(read.rows).toBeLessThanOrEqual(Math.min(2 * Number(hour?.calls), 200 + 32))
    }
    const { items } = await listCalls(organisation, {})
    const keys = items.map(({ id, at }) => ({ id, at: at.toISOString().replace('Z', '999Z') }))
    const again = readBy(await plansOf(pool(), () => readCallsAgain(organisation, keys)))
    expect(again.sequential).toEqual([])
    expect(again.rows).toBeLessThanOrEqual(keys.length + 32)
  })

  it('of one call’s neighbours reads some of its grant, the oldest call’s, too', async () => {
    for (const id of [ids.newest, ids.days30]) {
      const call = await requireCall(organisation, id)
      const read = readBy(await plansOf(pool(), () => findCallsAround(organisation, call, 5)))
      expect(read.sequential).toEqual([])
      expect(read.rows).toBeLessThanOrEqual(64)
    }
  })

  it('of an export reads a page of it by the index', async () => {
    const read = readBy(await plansOf(pool(), () => listCalls(organisation, {}, undefined, 1000)))
    expect(read.sequential).toEqual([])
    expect(read.rows).toBeLessThanOrEqual(1001 + 32)
  })

  it('of a board counts seven days of one server, from the index alone', async () => {
    const plans = await plansOf(pool(), () =>
      countCallsByTool(organisation, 'srv_1', new Date(Date.now() - 7 * DAY_MS)),
    )
    const read = readBy(plans)
    expect(read.sequential).toEqual([])
    expect(read.partitions).toBeLessThanOrEqual(3)
    expect(plans.flatMap(({ nodes }) => nodes).map((node) => node['Node Type'])).toContain('Index Only Scan')
  })

  it('would be found to read a whole partition where no index serves it', async () => {
    const text = `SELECT * FROM call WHERE organisation_id = $1 AND message = 'x'`
    const read = readBy(await plansOf(pool(), () => pool().query(text, [organisation.id])))
    expect(read.rows).toBeGreaterThan(ROWS / 3)
  })
})
