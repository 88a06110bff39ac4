// Equal refusals become one record that counts them.
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Decision } from '#lib/policy/index.ts'
import { admitBatch, type DecidedCall } from './admit.ts'
import { type Facts, findFacts } from './facts.ts'
import { createFolds } from './folds.ts'
import { createAdmission } from './index.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { type ClockedDatabase, newClockedDatabase } from './testing/clock.ts'
import { seedTenant } from './testing/tenant.ts'

let database: ClockedDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await newClockedDatabase(inject('postgresUrl'))
  pool = database.plain
})
afterAll(() => database.close())

async function newFacts(): Promise<Facts> {
  const tenant = await seedTenant(pool, { tools: [{ name: 'create' }, { name: 'read' }] })
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, 'create')
  if (!facts) throw new Error('no facts')
  return facts
}
const recordsOf = async ({ organisationId }: Facts) =>
  (await pool.query('SELECT * FROM call WHERE organisation_id = $1 ORDER BY at, id', [organisationId])).rows
const deny: Decision = {
  ...allow(),
  effect: 'deny' as const,
  rule: '(default deny)',
  reason: 'not-listed',
  message: 'No.',
}
const denied = (facts: Facts, partial: Partial<DecidedCall> = {}) => callOf(facts, deny, partial)

describe('a flood of equal refusals', () => {
  it('folds into a few records that count every one, whoever serves it', async () => {
    const facts = await newFacts()
    const admissions = [1, 2, 3].map(() => createAdmission(pool, () => {}))
    const calls = Array.from({ length: 900 }, (_, i) => ({ call: denied(facts), by: admissions[i % 3] }))
    const verdicts = await Promise.all(calls.map(({ call, by }) => by?.admit(call)))
    expect(verdicts.every((verdict) => verdict?.status === 'refused')).toBe(true)
    const records = await recordsOf(facts)
    expect(records.reduce((sum, row) => sum + row.repeats, 0)).toBe(900)
    // Each of them by itself would be 900 rows; a replica that begins writes one.
    expect(records.length).toBeLessThanOrEqual(3 * 15)
    for (const row of records) {
      expect(row).toMatchObject({ decision: 'deny', outcome: 'refused', message: 'No.' })
      if (row.repeats > 1) expect(row.last_at.getTime()).toBeGreaterThanOrEqual(row.at.getTime())
      else expect(row.last_at).toBeNull()
    }
    const ids = new Set(records.map((row) => row.id))
    for (const [i, verdict] of verdicts.entries()) {
      if (verdict?.status !== 'refused') continue
      expect(ids.has(verdict.recordId)).toBe(true)
      expect(verdict.at === null).toBe(verdict.recordId !== calls[i]?.call.id)
    }
  }, 30_000)

  it('by a limit folds too, beside the calls that it lets through', async () => {
    const facts = await newFacts()
    const admission = createAdmission(pool, () => {})
    const draws = [drawOf({ rule: '/wide', counter: 'wide', max: '90' }), drawOf({ max: '7' })]
    const calls = Array.from({ length: 300 }, () => callOf(facts, allow(...draws)))
    const verdicts = await Promise.all(calls.map((call) => admission.admit(call)))
    expect(verdicts.filter(({ status }) => status === 'admitted')).toHaveLength(7)
    const records = await recordsOf(facts)
    const refused = records.filter((row) => row.outcome === 'refused')
    expect(refused.reduce((sum, row) => sum + row.repeats, 0)).toBe(293)
    expect(refused.length).toBeLessThan(20)
    expect(refused[0]).toMatchObject({
      reason: 'limit-reached',
      rule: '/tools/create/limits/rate',
      decision: 'deny',
    })
    expect(refused[0].detail).toMatchObject({ client: 'test', refused: { counter: 'rate', remaining: 0 } })
    expect(records.filter((row) => row.outcome === 'open').every((row) => row.repeats === 1)).toBe(true)
  }, 30_000)

  it('keeps apart what differs in anything that is recorded', async () => {
    const facts = await newFacts()
    const folds = createFolds()
    const unlike = [
      denied(facts),
      denied(facts, { method: 'resources/read' }),
      denied(facts, { argumentNames: ['path', 'mode'] }),
      denied(facts, { detail: { client: 'another' } }),
      callOf(facts, { ...deny, rule: '(hidden)' }),
      callOf(facts, { ...deny, reason: 'hidden' }),
      callOf(facts, { ...deny, message: 'Never.' }),
      callOf(facts, { ...deny, effect: 'await' }),
      callOf(await newFacts(), deny),
    ]
    for (const round of [1, 2]) {
      const again = unlike.map((call) => ({ ...call, id: `${call.id}${round}` }))
      const verdicts = await admitBatch(pool, again, { folds })
      const heads = again.map(({ id }) => verdicts.get(id))
      expect(
        new Set(heads.map((each) => each !== 'retry' && each?.status === 'refused' && each.recordId)).size,
      ).toBe(9)
    }
    expect((await recordsOf(facts)).map((row) => row.repeats)).toEqual(Array(8).fill(2))
  })

  it('goes on in a new record after ten seconds, by the database’s clock', async () => {
    const facts = await newFacts()
    const folds = createFolds()
    const now = Date.now()
    for (const after of [0, 4000, 9999, 10_001, 11_000]) {
      await database.setClock(now + after)
      await admitBatch(database.pool, [denied(facts), denied(facts)], { folds })
    }
    const rows = await recordsOf(facts)
    expect(rows.map((row) => [row.at.getTime() - now, row.repeats, row.last_at.getTime() - now])).toEqual([
      [0, 6, 9999],
      [10_001, 4, 11_000],
    ])
  })

  it('waits for no record that another transaction holds', async () => {
    const facts = await newFacts()
    const folds = createFolds()
    await admitBatch(pool, [denied(facts)], { folds })
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query('SELECT FROM call WHERE organisation_id = $1 FOR UPDATE', [facts.organisationId])
    await admitBatch(pool, [denied(facts)], { folds })
    await client.query('ROLLBACK')
    client.release()
    expect((await recordsOf(facts)).map((row) => row.repeats)).toEqual([1, 1])
  })

  it('counts nothing where its facts have changed', async () => {
    const facts = await newFacts()
    const folds = createFolds()
    await admitBatch(pool, [denied(facts)], { folds })
    await pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [facts.grant.id])
    const call = denied(facts)
    expect((await admitBatch(pool, [call], { folds })).get(call.id)).toEqual({ status: 'stale' })
    expect((await recordsOf(facts)).map((row) => row.repeats)).toEqual([1])
  })
})
