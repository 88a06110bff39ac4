// Figures are exact: whatever was summed up, when, by how many replicas at once, and whatever ended late, they are
// what counting the record gives. And each figure is what the page that it links to lists.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { listCalls } from '#lib/calls/index.ts'
import { createOutcomes, createPool, purge, rollUpCalls } from '#lib/data/admission/index.ts'
import type { Member } from '#lib/data/model.ts'
import { countUsage, type UsageFilter, type UsageSpan } from '#lib/data/usage.ts'
import { newId } from '#lib/id.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { usageBetween, usageOf } from './index.ts'
import { RANGES, spanOf } from './span.ts'

let instance: Instance
let pool: ReturnType<typeof createPool>
let owner: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  pool = createPool(process.env.DATABASE_URL ?? '')
  for (let week = 1; week <= 6; week++)
    await instance.sql('SELECT make_call_partition(now() - make_interval(weeks => $1))', [week])
})
beforeEach(async () => {
  await instance.sql('DELETE FROM call')
  for (const table of ['usage_calls', 'usage_denied', 'usage_latency', 'call_late'])
    await instance.sql(`DELETE FROM ${table}`)
  await instance.sql("UPDATE chore SET reached = NULL WHERE name = 'usage'")
  owner = await newOwner()
})
afterAll(async () => {
  await pool.end()
  await instance.close()
})

type Recorded = {
  /** How long ago, in seconds. */
  readonly ago: number
  readonly server: string
  readonly grant: string
  readonly tool: string
  readonly decision: 'allow' | 'deny' | 'await'
  readonly repeats: number
  /** Null: it is still open. */
  readonly latencyMs: number | null
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const recorded: fc.Arbitrary<Recorded> = fc.record({
  // Of the last seconds, hours, days and weeks as many each.
  ago: fc.oneof(
    fc.double({ min: 0, max: 50, noNaN: true }),
    fc.double({ min: 70, max: 2 * HOUR, noNaN: true }),
    fc.double({ min: 2 * HOUR, max: 8 * DAY, noNaN: true }),
    fc.double({ min: 8 * DAY, max: 29 * DAY, noNaN: true }),
  ),
  server: fc.constantFrom('srv_a', 'srv_b'),
  grant: fc.constantFrom('grt_a', 'grt_b', 'grt_c'),
  tool: fc.constantFrom('', 'read', 'write'),
  decision: fc.constantFrom('allow', 'allow', 'deny', 'await'),
  repeats: fc.constantFrom(1, 1, 1, 7),
  latencyMs: fc.option(fc.double({ min: 0.5, max: 5000, noNaN: true })),
})

async function record(calls: readonly Recorded[], of = owner): Promise<string[]> {
  const ids = calls.map(() => newId('call', of.organisation.id))
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome, latency_ms, gateway_ms, closed_at, repeats)
     SELECT $1, w.id, made.at, w.server, w."grant", 'tools/call', w.tool, w.decision,
            CASE WHEN w.decision = 'deny' THEN '/tools/' || w.tool || '/deny_if/0' ELSE '' END, 'r', '', '{}', '{}',
            CASE WHEN w.decision <> 'allow' THEN 'refused' WHEN w.latency IS NULL THEN 'open' ELSE 'ok' END,
            CASE WHEN w.decision = 'allow' THEN w.latency END, CASE WHEN w.decision = 'allow' THEN w.latency / 10 END,
            CASE WHEN w.decision <> 'allow' OR w.latency IS NOT NULL THEN made.at + interval '1 second' END,
            CASE WHEN w.decision = 'allow' THEN 1 ELSE w.repeats END
       FROM jsonb_to_recordset($2::jsonb) AS w (id text, ago float8, server text, "grant" text, tool text, decision text,
                                                 latency float8, repeats int)
      CROSS JOIN LATERAL (SELECT clock_timestamp() - make_interval(secs => w.ago) AS at) made`,
    [
      of.organisation.id,
      JSON.stringify(calls.map(({ latencyMs, ...call }, i) => ({ ...call, id: ids[i], latency: latencyMs }))),
    ],
  )
  return ids
}

/** Closes what is open, as gateways do; a batch whose answer was lost is written twice. */
async function closeOpen(): Promise<void> {
  const open = await instance.sql(
    "SELECT organisation_id, id, at::text AS at FROM call WHERE outcome = 'open'",
  )
  const outcomes = createOutcomes(pool)
  for (let time = 0; time < 2; time++) {
    for (const { organisation_id, id, at } of open) {
      outcomes.close(
        { organisationId: String(organisation_id), id: String(id), at: String(at) },
        {
          outcome: time === 0 ? 'unknown' : 'ok',
          upstreamStatus: 200,
          latencyMs: 100,
          gatewayMs: 4,
          responseBytes: 1,
        },
      )
    }
    expect(await outcomes.drain()).toBe(0)
  }
}

/** Three replicas at once, until nothing is left. */
async function rollUp(spanMs: number): Promise<void> {
  for (let isDone = false; !isDone; )
    isDone = (await Promise.all([1, 2, 3].map(() => rollUpCalls(pool, spanMs)))).every(Boolean)
}

/** The same figures, each by counting the record itself. */
async function byCounting({ from, until, stepMs }: UsageSpan, filter: UsageFilter) {
  const where = `organisation_id = $1 AND at >= to_timestamp($2 / 1000.0) AND at < to_timestamp($3 / 1000.0)
    AND ($4::text IS NULL OR server_id = $4) AND ($5::text IS NULL OR grant_id = $5)`
  const values = [owner.organisation.id, from, until, filter.serverId ?? null, filter.grantId ?? null]
  const step = `floor((extract(epoch FROM at) * 1000 - ${from}) / ${stepMs})::int`
  const calls = await instance.sql(
    `SELECT ${step} AS step, decision, sum(repeats)::float8 AS calls FROM call WHERE ${where} GROUP BY 1, 2`,
    values,
  )
  const denied = await instance.sql(
    `SELECT server_id AS "serverId", tool, sum(repeats)::float8 AS calls FROM call
      WHERE ${where} AND decision = 'deny' AND tool <> '' GROUP BY 1, 2`,
    values,
  )
  const latencies = await instance.sql(
    `SELECT ${step} AS step, part, bucket, count(*)::float8 AS calls FROM call
      CROSS JOIN LATERAL (VALUES ('gateway', latency_bucket(gateway_ms)),
                                 ('upstream', latency_bucket(latency_ms - gateway_ms))) p (part, bucket)
      WHERE ${where} AND latency_ms IS NOT NULL GROUP BY 1, 2, 3`,
    values,
  )
  return { calls, denied, latencies }
}

const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort()

async function expectExact(): Promise<void> {
  const [row] = await instance.sql('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now')
  const now = Number(row?.now)
  for (const range of RANGES)
    for (const filter of [
      {},
      { serverId: 'srv_a' },
      { grantId: 'grt_b' },
      { serverId: 'srv_b', grantId: 'grt_c' },
    ]) {
      const span = spanOf(range, now, now - 90 * DAY * 1000)
      const counted = await countUsage(owner.organisation, span, filter)
      const expected = await byCounting(span, filter)
      const ofSteps = counted.calls.filter(({ step }) => step !== null)
      expect(sorted(ofSteps.map(({ step, decision, calls }) => ({ step, decision, calls })))).toEqual(
        sorted(expected.calls),
      )
      const denied = counted.denied.filter(({ tool }) => tool !== null)
      expect(sorted(denied.map(({ serverId, tool, calls }) => ({ serverId, tool, calls })))).toEqual(
        sorted(expected.denied),
      )
      expect(sorted(counted.latencies)).toEqual(sorted(expected.latencies))
    }
}

describe('figures of usage', { timeout: 240_000 }, () => {
  it('are what counting the record gives, at every stage of summing up, late closings and folded refusals included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(recorded, { minLength: 30, maxLength: 120 }),
        fc.array(recorded, { maxLength: 20 }),
        fc.constantFrom(3_600_000, 86_400_000, 1e10),
        async (before, after, spanMs) => {
          owner = await newOwner()
          const other = await newOwner()
          await instance.sql("UPDATE chore SET reached = NULL WHERE name = 'usage'")
          for (const table of ['usage_calls', 'usage_denied', 'usage_latency', 'call_late', 'call'])
            await instance.sql(`DELETE FROM ${table}`)
          await record(before)
          await record(after, other)
          await expectExact()
          await rollUp(spanMs)
          await expectExact()
          await closeOpen()
          await expectExact()
          // What is new is younger than a minute; what is late is added to what was summed up long ago.
          await record(after.map((call) => ({ ...call, ago: call.ago % 50 })))
          await rollUp(spanMs)
          await expectExact()
        },
      ),
      { numRuns: 4 },
    )
  })

  it('wait for the record of a transaction that is still writing', async () => {
    const client = await pool.connect()
    // By a clock ten minutes on, what is written now is long settled, but for the transaction that holds it.
    await instance.sql('CREATE SCHEMA by_hand')
    await instance.sql(`CREATE FUNCTION by_hand.clock_timestamp() RETURNS timestamptz LANGUAGE sql
      AS $$ SELECT pg_catalog.clock_timestamp() + interval '10 minutes' $$`)
    const rollUpLater = async () => {
      const other = await pool.connect()
      await other.query('BEGIN; SET LOCAL search_path = by_hand, public, pg_catalog')
      await other.query("SELECT roll_up_calls('1 year')")
      await other.query('COMMIT')
      other.release()
    }
    try {
      await client.query('BEGIN')
      await client.query(
        `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
           argument_names, detail, outcome)
         VALUES ($1, 'call_1', clock_timestamp(), 's', 'g', 'tools/call', 't', 'allow', '', 'allowed', '', '{}', '{}', 'open')`,
        [owner.organisation.id],
      )
      await rollUpLater()
      await client.query('COMMIT')
    } finally {
      client.release()
    }
    expect((await usageOf(owner, '1h')).total.calls).toBe(1)
    await rollUpLater()
    expect((await usageOf(owner, '1h')).total.calls).toBe(1)
    expect(await instance.sql('SELECT sum(calls)::int AS calls FROM usage_calls')).toEqual([{ calls: 3 }])
  })

  it('of tools, rules, servers, grants and steps are each what the page behind them lists', async () => {
    await record(
      fc.sample(recorded, { numRuns: 200, seed: 7 }).map((call) => ({ ...call, ago: call.ago % (20 * DAY) })),
    )
    await rollUp(1e10)
    const listed = async (filter: Parameters<typeof listCalls>[1]) => {
      let calls = 0
      let cursor: string | undefined
      do {
        const page = await listCalls(owner, { ...filter, cursor })
        calls += page.items.reduce((sum, { repeats }) => sum + repeats, 0)
        cursor = page.nextCursor ?? undefined
      } while (cursor !== undefined)
      return calls
    }
    const usage = await usageOf(owner, '30d')
    const span = { from: usage.from.getTime(), until: usage.until.getTime() }
    expect(usage.total.calls).toBeGreaterThan(200)
    expect(await listed(span)).toBe(usage.total.calls)
    expect(usage.deniedTools.length).toBeGreaterThan(2)
    for (const { server, tool, calls } of usage.deniedTools)
      expect(await listed({ ...span, serverId: server.id, tool, decision: 'deny' })).toBe(calls)
    for (const { server, rule, calls } of usage.deniedRules)
      expect(await listed({ ...span, serverId: server.id, rule, decision: 'deny' })).toBe(calls)
    for (const grant of usage.grants) {
      expect(await listed({ ...span, grantId: grant.id })).toBe(grant.calls)
      expect(await listed({ ...span, grantId: grant.id, decision: 'await' })).toBe(grant.await)
    }
    for (const server of usage.servers)
      expect(await listed({ ...span, serverId: server.id })).toBe(server.calls)
    for (const step of usage.steps)
      expect(await listed({ from: step.from.getTime(), until: step.until.getTime() })).toBe(step.calls)
    expect(usage.steps.reduce((sum, { calls }) => sum + calls, 0)).toBe(usage.total.calls)
  })

  it('end where the organisation keeps no calls, and are purged with them', async () => {
    await record([1, 20, 40].map((days) => ({ ...blank, ago: days * DAY })))
    await rollUp(1e10)
    expect((await usageOf(owner, 'kept')).total.calls).toBe(3)
    await instance.sql('UPDATE organisation SET retention_days = 30')
    expect((await usageOf(owner, 'kept')).total.calls).toBe(2)
    expect((await usageOf(owner, 'kept')).from.getTime()).toBeGreaterThanOrEqual(Date.now() - 30 * DAY * 1000)
    await purge(pool, () => false)
    const left = await instance.sql(
      'SELECT grain, sum(calls)::int AS calls FROM usage_calls WHERE organisation_id = $1 GROUP BY 1 ORDER BY 1',
      [owner.organisation.id],
    )
    expect(left).toEqual([
      { grain: 'day', calls: 2 },
      { grain: 'hour', calls: 1 },
    ])
    await instance.sql('UPDATE organisation SET retention_days = 90')
  })

  it('between two instants are of whole grains, and say which', async () => {
    await record([{ ...blank, ago: 2 * HOUR }])
    await rollUp(1e10)
    const at = Date.now() - 2 * HOUR * 1000
    const usage = await usageBetween(owner, { by: 'minute', from: new Date(at), until: new Date(at + 1) })
    expect(usage.from.getTime() % 60_000).toBe(0)
    expect(usage.until.getTime() - usage.from.getTime()).toBeLessThanOrEqual(120_000)
    expect(usage.total.calls).toBe(1)
    expect((await usageBetween(owner, { by: 'hour' })).steps).toHaveLength(25)
    await expect(
      usageBetween(owner, { by: 'day', from: new Date(at), until: new Date(at - 1) }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

const blank: Recorded = {
  ago: 0,
  server: 'srv_a',
  grant: 'grt_a',
  tool: 'read',
  decision: 'allow',
  repeats: 1,
  latencyMs: 20,
}
