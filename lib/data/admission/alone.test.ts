// The short way of a call that comes alone: it admits what the long way would, and records the same; where anything stands in
// its way it says nothing and leaves nothing.
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Draw } from '#lib/policy/index.ts'
import { newDatabase } from '#testing/postgres.ts'
import { admitBatch, type DecidedCall } from './admit.ts'
import { admitAlone } from './alone.ts'
import { type Facts, findFacts } from './facts.ts'
import { createPool } from './index.ts'
import { shapeOf } from './shape.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { publish, seedTenant, type Tenant } from './testing/tenant.ts'

let pool: pg.Pool
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  pool = createPool(database.url, { max: 12 })
})
afterAll(async () => {
  await pool.end()
  await drop()
})

const newTenant = () => seedTenant(pool, { tools: [{ name: 'create' }] })
const factsOf = async (tenant: Tenant): Promise<Facts> => {
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, 'create')
  if (!facts) throw new Error('no facts')
  return facts
}
const alone = (call: DecidedCall) => admitAlone(pool, { call, shape: shapeOf(call) })
const long = async (call: DecidedCall) => {
  const verdict = (await admitBatch(pool, [call])).get(call.id)
  if (!verdict || verdict === 'retry') throw new Error('no verdict')
  return verdict
}
const recordsOf = async (organisationId: string) =>
  (await pool.query("SELECT * FROM call WHERE organisation_id = $1 AND outcome = 'open'", [organisationId]))
    .rows
const usedOf = async (organisationId: string) =>
  // As text: 1 and 1.0 are one number, and the windows of a label have no order among themselves.
  (
    await pool.query('SELECT label, used FROM counter WHERE organisation_id = $1 ORDER BY 1, used::text', [
      organisationId,
    ])
  ).rows
/** Says another text as soon as one of the windows of this file has ended. */
const windowsNow = async () =>
  (await pool.query<{ hour: string }>("SELECT date_trunc('hour', now())::text AS hour")).rows[0]?.hour
const a = drawOf({ rule: '/a', counter: 'a', max: '5' })
const unused = drawOf({ rule: '/unused', counter: 'unused', amount: '0' })
const b = drawOf({ rule: '/b', counter: 'b', max: '7', window: 3600 })

describe('a call that comes alone', () => {
  it('has the record that the long way writes, but for its id and its time', async () => {
    const facts = await factsOf(await newTenant())
    const decision = { ...allow(b, a), rule: '/tools/create', message: 'A "quoted" {message} \\ of its own' }
    const make = () =>
      callOf(facts, decision, { argumentNames: ['a', 'b "c"'], detail: { client: 'x', n: 1 } })
    const first = make()
    // Their counters are not there yet: that is for the long way.
    expect(await alone(first)).toBeNull()
    expect((await long(first)).status).toBe('admitted')
    const second = make()
    const verdict = await alone(second)
    const records = await recordsOf(facts.organisationId)
    expect(records).toHaveLength(2)
    const [one, two] = records
    expect({ ...two, id: one.id, at: one.at }).toEqual(one)
    expect(verdict).toMatchObject({ status: 'admitted', place: expect.stringMatching(/^\(\d+,\d+\)$/) })
    const { rows } = await pool.query<{ place: string }>(
      'SELECT ctid::text AS place FROM call WHERE organisation_id = $1 AND id = $2 AND at = $3::timestamptz',
      [facts.organisationId, second.id, verdict?.status === 'admitted' ? verdict.at : null],
    )
    expect(rows).toEqual([{ place: verdict?.status === 'admitted' ? verdict.place : '' }])
    expect((await usedOf(facts.organisationId)).map(({ used }) => used)).toEqual(['2', '2'])
  })

  it('is admitted with a limit and without, as long as its mark stands', async () => {
    const tenant = await newTenant()
    const facts = await factsOf(tenant)
    await long(callOf(facts, allow(a)))
    const decisions = [allow(), allow(a)]
    for (const decision of decisions)
      expect(await alone(callOf(facts, decision))).toMatchObject({ status: 'admitted' })
    await publish(pool, tenant, { version: '1', default: 'deny' })
    for (const decision of decisions) expect(await alone(callOf(facts, decision))).toBeNull()
    expect(await recordsOf(facts.organisationId)).toHaveLength(3)
    expect(await usedOf(facts.organisationId)).toMatchObject([{ used: '2' }])
  })

  it('is admitted until its grant ends', async () => {
    const tenant = await newTenant()
    await pool.query(`UPDATE "grant" SET expires_at = now() + interval '1 second' WHERE id = $1`, [
      tenant.grantId,
    ])
    const facts = await factsOf(tenant)
    expect(shapeOf(callOf(facts, allow())).bounds).not.toBeNull()
    expect(await alone(callOf(facts, allow()))).toMatchObject({ status: 'admitted' })
    await pool.query('SELECT pg_sleep(1)')
    expect(await alone(callOf(facts, allow()))).toBeNull()
  })

  it.each<[string, (facts: Facts) => DecidedCall]>([
    [
      'is refused by the policy',
      (facts) => callOf(facts, { ...allow(a), effect: 'deny', reason: 'not-listed' }),
    ],
    ['finds a limit full', (facts) => callOf(facts, allow(b, { ...a, max: '1' }))],
    ['asks for more than there is left', (facts) => callOf(facts, allow(b, { ...a, amount: '4.5' }))],
    ['meets a limit of 0, of which it takes 0', (facts) => callOf(facts, allow({ ...unused, max: '0' }))],
    [
      'is counted in a counter that is not there',
      (facts) => callOf(facts, allow(a, drawOf({ counter: 'c' }))),
    ],
    ['is counted twice in one', (facts) => callOf(facts, allow(a, { ...a, rule: '/again' }))],
    ['has a sliding limit', (facts) => callOf(facts, allow(drawOf({ algorithm: 'sliding', window: 60 })))],
    ['was decided by facts without a mark', (facts) => callOf({ ...facts, mark: undefined }, allow(a))],
    [
      'was decided for a time that is over',
      (facts) => callOf(facts, { ...allow(a), holds: { from: 0, until: Date.now() - 1 } }),
    ],
    [
      'was decided for a time that is still to come',
      (facts) =>
        callOf(facts, { ...allow(a), holds: { from: Date.now() + 60_000, until: Date.now() + 120_000 } }),
    ],
  ])('takes nothing and says nothing where it %s', async (_, make) => {
    const facts = await factsOf(await newTenant())
    await long(callOf(facts, allow(a, b, unused)))
    const before = await usedOf(facts.organisationId)
    expect(await alone(make(facts))).toBeNull()
    expect(await usedOf(facts.organisationId)).toEqual(before)
    expect(await recordsOf(facts.organisationId)).toHaveLength(1)
  })

  it('passes by a counter that another transaction holds, and takes nothing of the others', async () => {
    const facts = await factsOf(await newTenant())
    await long(callOf(facts, allow(a, b)))
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query("SELECT FROM counter WHERE organisation_id = $1 AND label LIKE 'b%' FOR UPDATE", [
      facts.organisationId,
    ])
    expect(await alone(callOf(facts, allow(a, b)))).toBeNull()
    expect(await alone(callOf(facts, allow(a)))).toMatchObject({ status: 'admitted' })
    await client.query('COMMIT')
    client.release()
    expect((await usedOf(facts.organisationId)).map(({ used }) => used)).toEqual(['2', '1'])
    expect(await alone(callOf(facts, allow(a, b)))).toMatchObject({ status: 'admitted' })
  })

  it('[L1] lets exactly as many through as two limits together have room for, however many come at once', async () => {
    const facts = await factsOf(await newTenant())
    const [wide, narrow] = [
      drawOf({ counter: 'wide', max: '400' }),
      drawOf({ counter: 'narrow', max: '150' }),
    ]
    await long(callOf(facts, allow(wide, narrow)))
    let asked = 0
    let admitted = 1
    const worker = async () => {
      while (asked++ < 1500) {
        const draws = asked % 2 ? [wide, narrow] : [narrow, wide]
        if (await alone(callOf(facts, allow(...draws)))) admitted++
      }
    }
    await Promise.all(Array.from({ length: 12 }, worker))
    // Who met another's lock was passed by; of 1,500 that leaves enough to fill it.
    expect(admitted).toBe(150)
    expect(await usedOf(facts.organisationId)).toMatchObject([{ used: '150' }, { used: '150' }])
    expect(await recordsOf(facts.organisationId)).toHaveLength(150)
  })

  it('any calls, one after another, end as they would on the long way', async () => {
    const anyDraw: fc.Arbitrary<Draw> = fc
      .record({
        counter: fc.constantFrom('a', 'b', 'c'),
        window: fc.constantFrom<Draw['window']>('day', 'month', 3600),
        algorithm: fc.constantFrom<Draw['algorithm']>('fixed', 'fixed', 'fixed', 'sliding'),
        max: fc.constantFrom('0', '2', '3.5', '10'),
        amount: fc.constantFrom('0', '1', '0.5', '3'),
      })
      .map((partial) =>
        drawOf({
          ...partial,
          rule: `/${partial.counter}`,
          window: partial.algorithm === 'sliding' ? 3600 : partial.window,
        }),
      )
    const anyCalls = fc.array(fc.uniqueArray(anyDraw, { maxLength: 3, selector: ({ counter }) => counter }), {
      minLength: 1,
      maxLength: 12,
    })
    let short = 0
    await fc.assert(
      fc.asyncProperty(anyCalls, async (calls) => {
        const [own, reference] = [await factsOf(await newTenant()), await factsOf(await newTenant())]
        const began = await windowsNow()
        for (const draws of calls) {
          const call = callOf(own, allow(...draws))
          const quick = await alone(call)
          if (quick) short++
          const verdict = quick ?? (await long(call))
          const expected = await long(callOf(reference, allow(...draws)))
          // A window that ended between the two counts one of them anew.
          fc.pre((await windowsNow()) === began)
          expect(verdict.status).toBe(expected.status)
        }
        expect(await usedOf(own.organisationId)).toEqual(await usedOf(reference.organisationId))
      }),
      { numRuns: 60 },
    )
    expect(short).toBeGreaterThan(20)
  }, 60_000)
})
