// What becomes of a connection and of what is planned on it, on a real Postgres and without a pooler between.
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newDatabase, type TestDatabase } from '#testing/postgres.ts'
import { admitBatch } from './admit.ts'
import { findFacts } from './facts.ts'
import { createPool } from './pool.ts'
import { failureOf } from './sql-errors.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { seedTenant, type Tenant } from './testing/tenant.ts'

let database: TestDatabase
let other: pg.Pool
let tenant: Tenant
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  other = createPool(database.directUrl, { max: 1 })
  tenant = await seedTenant(other, { tools: [{ name: 'create' }] })
})
afterAll(async () => {
  await other.end()
  await database.drop()
})

/** A pool of one connection, for the length of one test. */
async function withOne(work: (pool: pg.Pool) => Promise<void>): Promise<void> {
  const pool = createPool(database.directUrl, { max: 1 })
  try {
    await work(pool)
  } finally {
    await pool.end()
  }
}
const pidOf = async (pool: pg.Pool): Promise<number> =>
  (await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0
const factsOn = (pool: pg.Pool) =>
  findFacts(
    pool,
    { organisationId: tenant.organisationId, digest: tenant.tokenDigest },
    tenant.serverId,
    'create',
  )

describe('a connection', () => {
  it.each([
    ['that the database refused', 'SELECT 1 / 0', '22012'],
    ['that took too long', 'SELECT pg_sleep(10)', '57014'],
  ])('outlives a statement %s', async (_, statement, code) => {
    await withOne(async (pool) => {
      const before = await pidOf(pool)
      await expect(pool.query(statement)).rejects.toMatchObject({ code })
      expect(await pidOf(pool)).toBe(before)
    })
  })

  it('keeps what is planned on it when a call is poisoned, and the next is admitted', async () => {
    await withOne(async (pool) => {
      const facts = await factsOn(pool)
      if (!facts) throw new Error('no facts')
      await admitBatch(pool, [callOf(facts, allow(drawOf()))])
      const before = await pidOf(pool)
      // A number that no counter can hold.
      const poisoned = callOf(facts, allow(drawOf({ max: `1${'0'.repeat(400_000)}` })))
      const failure = await admitBatch(pool, [poisoned]).then(() => null, failureOf)
      expect(failure).toBe('poisoned')
      expect(await pidOf(pool)).toBe(before)
      const next = callOf(facts, allow(drawOf()))
      expect((await admitBatch(pool, [next])).get(next.id)).toMatchObject({ status: 'admitted' })
      const { rows } = await pool.query("SELECT FROM pg_prepared_statements WHERE name = 'admit'")
      expect(rows).toHaveLength(1)
    })
  })

  it('is replaced where its server process has gone', async () => {
    await withOne(async (pool) => {
      const before = await pidOf(pool)
      const lost = pool.query('SELECT pg_sleep(10)').then(() => null, failureOf)
      await expect.poll(async () => (await other.query(SLEEPING, [before])).rowCount).toBe(1)
      await other.query('SELECT pg_terminate_backend($1)', [before])
      expect(await lost).toBe('lost')
      expect(await pidOf(pool)).not.toBe(before)
    })
  })

  it('is replaced where an answer did not come in time, so that nobody gets it later', async () => {
    await withOne(async (pool) => {
      const before = await pidOf(pool)
      await pool.query('SET statement_timeout = 0')
      await expect(pool.query('SELECT pg_sleep(10)')).rejects.toThrow('Query read timeout')
      expect(await pidOf(pool)).not.toBe(before)
    })
  })
})

const SLEEPING = "SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event = 'PgSleep'"

// What an installation has after a while: an organisation for each number, with one of everything.
const MANY = [
  "INSERT INTO organisation (id, name) SELECT 'o' || i, '' FROM generate_series(1, 2000) i",
  "INSERT INTO \"user\" (id, email) SELECT 'u' || i, i || '@many.test' FROM generate_series(1, 2000) i",
  "INSERT INTO member (organisation_id, user_id, role) SELECT 'o' || i, 'u' || i, 'admin' FROM generate_series(1, 2000) i",
  `INSERT INTO server (organisation_id, id, slug, name, url, status)
   SELECT 'o' || i, 's', 's', '', 'http://127.0.0.1:9/', 'ready' FROM generate_series(1, 2000) i`,
  `INSERT INTO "grant" (organisation_id, id, label, token_digest, token_end, created_by_id)
   SELECT 'o' || i, 'g', '', 'd' || i, '', 'u' || i FROM generate_series(1, 2000) i`,
  "INSERT INTO policy (organisation_id, id, server_id, name) SELECT 'o' || i, 'p', 's', '' FROM generate_series(1, 2000) i",
  `INSERT INTO grant_server (organisation_id, grant_id, server_id, policy_id)
   SELECT 'o' || i, 'g', 's', 'p' FROM generate_series(1, 2000) i`,
  `INSERT INTO tool (organisation_id, server_id, name, position, definition, hash, category, severity, confidence, evidence)
   SELECT 'o' || i, 's', 't', 0, '{}', 'h', 'Other', 'Medium', 1, '[]' FROM generate_series(1, 2000) i`,
]

describe('facts', () => {
  it.each([
    ['of which nothing is known yet', [] as string[]],
    ['that are full, and known to be', [...MANY, 'ANALYZE']],
  ])('are read by one plan for all questions, on tables %s', async (_, prepared) => {
    await withOne(async (pool) => {
      for (const statement of prepared) await pool.query(statement)
      for (let i = 0; i < 10; i++) expect(await factsOn(pool)).not.toBeNull()
      const { rows } = await pool.query<{ kept: boolean }>(
        "SELECT generic_plans >= 5 AS kept FROM pg_prepared_statements WHERE name = 'facts-pcg'",
      )
      expect(rows).toEqual([{ kept: true }])
      // Or Postgres would plan anew for each, as soon as tables are large enough.
      const [ofAny, ofThis] = [
        await costOf(pool, 'force_generic_plan'),
        await costOf(pool, 'force_custom_plan'),
      ]
      expect(ofAny).toBeLessThan(2 * ofThis)
    })
  })
})

/** What Postgres takes the reading of this tenant's facts to cost, by a plan for any question or for this one alone. */
async function costOf(pool: pg.Pool, mode: string): Promise<number> {
  await pool.query(`SET plan_cache_mode = ${mode}`)
  const asked = [tenant.organisationId, tenant.tokenDigest, tenant.serverId, 'create'].map(
    (one) => `'{${one}}'`,
  )
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: { 'Total Cost': number } }] }>(
    `EXPLAIN (FORMAT JSON) EXECUTE "facts-pcg" (${asked.join(', ')})`,
  )
  return rows[0]?.['QUERY PLAN'][0].Plan['Total Cost'] ?? Number.NaN
}
