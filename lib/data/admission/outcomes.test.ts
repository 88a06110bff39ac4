// Outcomes while the store is away, or will not take one of them; and what is left under way.
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'
import { type CallKey, createOutcomes, createPool, type Dropped } from './index.ts'
import { seedTenant, type Tenant } from './testing/tenant.ts'
import { createUnderWay } from './under-way.ts'

let pool: pg.Pool
let tenant: Tenant
let close: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  pool = createPool(database.url)
  tenant = await seedTenant(pool)
  close = async () => {
    await pool.end()
    await database.drop()
  }
})
afterAll(() => close())

const closing = {
  outcome: 'ok',
  upstreamStatus: 200,
  latencyMs: 1,
  gatewayMs: 0.5,
  responseBytes: 1,
} as const
let made = 0
async function open(): Promise<CallKey & { at: string; place: string }> {
  const { rows } = await pool.query<{ id: string; at: string; place: string }>(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     VALUES ($1, $2, clock_timestamp(), 's', 'g', 'tools/call', 't', 'allow', '', 'allowed', '', '{}', '{}', 'open')
     RETURNING id, at::text AS at, ctid::text AS place`,
    [tenant.organisationId, `call_${++made}`],
  )
  const row = rows[0]
  if (!row) throw new Error('no row')
  return { organisationId: tenant.organisationId, ...row }
}
const outcomeOf = async ({ id }: CallKey) =>
  (await pool.query('SELECT outcome FROM call WHERE id = $1', [id])).rows[0]?.outcome
/** A pool whose database can go away and come back. */
function fragilePool(): { pool: pg.Pool; isAway: boolean } {
  const fragile = { pool, isAway: false }
  fragile.pool = new Proxy(pool, {
    get: (target, name) =>
      name === 'query' && fragile.isAway
        ? () => Promise.reject(new Error('connect ECONNREFUSED'))
        : Reflect.get(target, name).bind?.(target),
  })
  return fragile
}

describe('outcomes', () => {
  it.each([
    ['where it was written', true],
    ['by its whole key', false],
  ])('touch one partition: each row is reached %s', async (_, isPlaced) => {
    const calls = [await open(), await open()]
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const before = await scans(client)
      await client.query(
        `SELECT close_calls($1, $2, $3, $4, '{ok,ok}', '{200,200}', '{1,1}', '{0,0}', '{1,1}', '{NULL,NULL}')`,
        [
          calls.map(({ organisationId }) => organisationId),
          calls.map(({ id }) => id),
          calls.map(({ at }) => at),
          calls.map(({ place }) => (isPlaced ? place : null)),
        ],
      )
      const after = await scans(client)
      expect(
        [...after].filter(([name, count]) => count !== (before.get(name) ?? 0)).map(([name]) => name),
      ).toHaveLength(isPlaced ? 0 : 1)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
    expect(await Promise.all(calls.map(outcomeOf))).toEqual(['ok', 'ok'])
  })

  it('are written to the right rows where rows have moved, or others have their places', async () => {
    const [moved, one, other, unplaced] = [await open(), await open(), await open(), await open()]
    await pool.query("UPDATE call SET message = 'moved' WHERE id = $1", [moved.id])
    const outcomes = createOutcomes(pool)
    outcomes.close(moved, closing)
    outcomes.close({ ...one, place: other.place }, { ...closing, outcome: 'tool_error' })
    outcomes.close({ ...other, place: '(4000000000,1)' }, closing)
    outcomes.close({ ...unplaced, place: null, at: null }, closing)
    expect(await outcomes.drain()).toBe(0)
    const calls = [moved, one, other, unplaced]
    expect(await Promise.all(calls.map(outcomeOf))).toEqual(['ok', 'tool_error', 'ok', 'ok'])
  })

  it('that were written are not written over by a second try, whichever way it finds them', async () => {
    const call = await open()
    for (const [place, outcome] of [
      [call.place, 'ok'],
      [call.place, 'tool_error'],
      [null, 'upstream_error'],
    ] as const) {
      const outcomes = createOutcomes(pool)
      outcomes.close({ ...call, place }, { ...closing, outcome })
      expect(await outcomes.drain()).toBe(0)
    }
    expect(await outcomeOf(call)).toBe('ok')
  })

  it('of the release before are written by the statement that it knows', async () => {
    const { id, at } = await open()
    const closings = [{ organisation: tenant.organisationId, id, at, outcome: 'ok' }]
    await pool.query('SELECT close_calls($1::jsonb)', [JSON.stringify(closings)])
    expect((await pool.query('SELECT outcome FROM call WHERE id = $1', [id])).rows[0]?.outcome).toBe('ok')
  })

  it('are each written, however many come while others are being written and drained', async () => {
    const calls = []
    for (let n = 0; n < 1200; n++) calls.push(await open())
    const outcomes = createOutcomes(pool)
    // The batches of a drain and those of the schedule meet.
    for (const [n, call] of calls.entries()) {
      outcomes.close(call, closing)
      if (n % 300 === 299)
        await Promise.race([outcomes.drain(), new Promise((resolve) => setTimeout(resolve, 30))])
    }
    expect(await outcomes.drain()).toBe(0)
    const text = `SELECT count(*)::int AS n FROM call WHERE id = ANY ($1) AND outcome <> 'ok'`
    expect((await pool.query(text, [calls.map(({ id }) => id)])).rows).toEqual([{ n: 0 }])
  })

  it('wait while the store is away, and are written when it is back', async () => {
    const fragile = fragilePool()
    const outcomes = createOutcomes(fragile.pool)
    const call = await open()
    outcomes.begin(call)
    fragile.isAway = true
    outcomes.close(call, closing)
    expect(await outcomes.drain()).toBe(1)
    expect(outcomes.underWay.changes(0).long).toEqual([call])
    fragile.isAway = false
    await vi.waitFor(async () => expect(await outcomeOf(call)).toBe('ok'), { timeout: 10_000 })
    expect(outcomes.underWay.changes(0).long).toEqual([])
  })

  it('beyond 20,000 that wait are dropped, and that is said once for each attempt; their calls are abandoned', async () => {
    const fragile = fragilePool()
    const said: Dropped[] = []
    const outcomes = createOutcomes(fragile.pool, (dropped) => said.push(dropped))
    fragile.isAway = true
    const key = (n: number): CallKey => ({ organisationId: tenant.organisationId, id: `none_${n}`, at: null })
    for (let n = 0; n < 20_000; n++) outcomes.close(key(n), closing)
    const late = await open()
    outcomes.begin(late)
    // It was claimed as a long call: now it is nobody's.
    outcomes.underWay.written(outcomes.underWay.changes(0))
    outcomes.close(late, closing)
    outcomes.close(key(20_001), closing)
    expect(await outcomes.drain()).toBe(20_000)
    expect(said).toEqual([{ count: 2, why: 'store-away' }])
    expect(outcomes.underWay.changes(0).abandoned).toEqual([late])
    expect(await outcomeOf(late)).toBe('open')
  })

  it('that the store will never take do not keep the others from being written', async () => {
    const said: Dropped[] = []
    const outcomes = createOutcomes(pool, (dropped) => said.push(dropped))
    const calls = [await open(), await open(), await open()]
    for (const [n, call] of calls.entries())
      outcomes.close(call, { ...closing, upstreamStatus: n === 1 ? 2 ** 40 : 200 })
    expect(await outcomes.drain()).toBe(0)
    expect(await Promise.all(calls.map(outcomeOf))).toEqual(['ok', 'open', 'ok'])
    expect(said).toEqual([{ count: 1, why: 'refused' }])
  })
})

describe('calls under way', () => {
  it('are told as long once they are, and as ended only where they were told', () => {
    let now = 0
    const underWay = createUnderWay(() => now)
    const [a, b, c] = ['a', 'b', 'c'].map((id): CallKey => ({ organisationId: 'o', id, at: 'x' })) as [
      CallKey,
      CallKey,
      CallKey,
    ]
    underWay.begin(a)
    underWay.begin(b)
    now = 10
    underWay.begin(c)
    expect(underWay.changes(10).long).toEqual([a, b])
    underWay.written({ long: [a], ended: [], abandoned: [] })
    underWay.end('a')
    underWay.end('b')
    expect(underWay.changes(10)).toEqual({ long: [], ended: [a], abandoned: [] })
    // What ended while its claim was being written is given back.
    const claims = { long: [c], ended: [a], abandoned: [] }
    underWay.end('c')
    underWay.written(claims)
    expect(underWay.changes(0)).toEqual({ long: [], ended: [], abandoned: [c] })
  })

  it('are told again after this replica was taken for dead', () => {
    const underWay = createUnderWay(() => 0)
    const call: CallKey = { organisationId: 'o', id: 'a', at: 'x' }
    underWay.begin(call)
    underWay.written(underWay.changes(0))
    expect(underWay.changes(0).long).toEqual([])
    underWay.forget()
    expect(underWay.changes(0).long).toEqual([call])
  })
})

/** How often each partition was scanned in this transaction, by any means. */
async function scans(client: pg.PoolClient): Promise<Map<string, number>> {
  const { rows } = await client.query<{ name: string; scans: string }>(
    `SELECT relname AS name, seq_scan + coalesce(idx_scan, 0) AS scans FROM pg_stat_xact_user_tables
      WHERE relname LIKE 'call\\_%'`,
  )
  return new Map(rows.map(({ name, scans: count }) => [name, Number(count)]))
}
