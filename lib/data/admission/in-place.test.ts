// What is written to a record after it was made changes its row and no index: an index that held one of these
// columns would be written for every call.
import type pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'
import { admitBatch } from './admit.ts'
import { findFacts } from './facts.ts'
import { createFolds } from './folds.ts'
import { createOutcomes, createPool } from './index.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { seedTenant } from './testing/tenant.ts'

let pool: pg.Pool
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  // One session, whose own numbers are asked for.
  pool = createPool(database.directUrl, { max: 1 })
  drop = database.drop
})
afterAll(async () => {
  await pool.end()
  await drop()
})

const closing = {
  outcome: 'ok',
  upstreamStatus: 200,
  latencyMs: 1,
  gatewayMs: 0.5,
  responseBytes: 1,
} as const
const deny = { ...allow(), effect: 'deny', rule: '/r', reason: 'not-listed', message: 'No.' } as const

it('closing a record and counting refusals in one write to no index', async () => {
  const tenant = await seedTenant(pool, { tools: [{ name: 'create' }] })
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, 'create')
  if (!facts) throw new Error('no facts')
  const outcomes = createOutcomes(pool)
  const folds = createFolds()
  for (let round = 0; round < 3; round++) {
    const calls = [callOf(facts, allow(drawOf({ max: '100' }))), callOf(facts, deny), callOf(facts, deny)]
    const verdicts = await admitBatch(pool, calls, { folds })
    for (const { id } of calls) {
      const verdict = verdicts.get(id)
      if (verdict !== 'retry' && verdict?.status === 'admitted')
        outcomes.close({ organisationId: tenant.organisationId, id, ...verdict }, closing)
    }
    expect(await outcomes.drain()).toBe(0)
  }
  await pool.query('SELECT pg_stat_force_next_flush()')
  const { rows } = await pool.query<{ updated: number; in_place: number }>(
    `SELECT sum(n_tup_upd)::int AS updated, sum(n_tup_hot_upd)::int AS in_place FROM pg_stat_user_tables
      WHERE relname LIKE 'call\\_%'`,
  )
  // Three closings, and two more refusals that each found the first one's record.
  expect(rows).toEqual([{ updated: 5, in_place: 5 }])
})
