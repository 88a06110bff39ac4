// The F-series (what a limit must stand): as many calls as it says, whoever asks, however many at once.
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Draw } from '#lib/policy/index.ts'
import { newDatabase } from '#testing/postgres.ts'
import type { Verdict } from './admit.ts'
import { type Facts, findFacts } from './facts.ts'
import { type Admission, createAdmission, createPool } from './index.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { seedGrant, seedTenant, type Tenant } from './testing/tenant.ts'

let replicas: pg.Pool[]
let pool: pg.Pool
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  replicas = [1, 2, 3].map(() => createPool(database.url, { max: 6 }))
  pool = replicas[0] as pg.Pool
})
afterAll(async () => {
  for (const replica of replicas) await replica.end()
  await drop()
})

/** The gateway processes: the second one's clock is an hour ahead, which must mean nothing. */
const admissionsOf = (count: number): Admission[] =>
  replicas.slice(0, count).map((replica, i) =>
    createAdmission(
      replica,
      () => {},
      () => Date.now() + (i === 1 ? 3_600_000 : 0),
    ),
  )
const newTenant = () => seedTenant(pool, { tools: [{ name: 'create' }, { name: 'rename' }] })
async function factsOf(tenant: Tenant, tool = 'create'): Promise<Facts> {
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const facts = await findFacts(pool, token, tenant.serverId, tool)
  if (!facts) throw new Error('no facts')
  return facts
}

/** Asks `total` times, `concurrency` at once, by turns at each of the replicas. */
async function ask(
  admissions: readonly Admission[],
  total: number,
  concurrency: number,
  drawsAt: (nth: number) => readonly Draw[],
  facts: Facts,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  let asked = 0
  const worker = async () => {
    while (asked < total) {
      const nth = asked++
      const admission = admissions[nth % admissions.length] as Admission
      verdicts.push(await admission.admit(callOf(facts, allow(...drawsAt(nth)))))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return verdicts
}
const admittedOf = (verdicts: readonly Verdict[]) =>
  verdicts.filter(({ status }) => status === 'admitted').length
const usedOf = async ({ organisationId }: Facts, label: string) =>
  (
    await pool.query<{ used: string }>(
      'SELECT used FROM counter WHERE organisation_id = $1 AND label LIKE $2',
      [organisationId, `${label}%`],
    )
  ).rows.map(({ used }) => used)

describe('[F1] a limit of N', () => {
  const cases = [0, 1, 2, 10, 500].flatMap((max) =>
    [1, 16, 256].flatMap((concurrency) => [1, 3].map((count) => [max, concurrency, count] as const)),
  )
  it.each(cases)(
    'of %i lets exactly that many through: %i at once, replicas: %i',
    async (max, concurrency, count) => {
      for (const algorithm of ['fixed', 'sliding'] as const) {
        const facts = await factsOf(await newTenant())
        const draw = drawOf({ max: String(max), algorithm, window: algorithm === 'fixed' ? 'month' : 86_400 })
        const total = concurrency === 1 ? Math.min(max, 60) + 20 : max + 80
        const verdicts = await ask(admissionsOf(count), total, concurrency, () => [draw], facts)
        expect(verdicts).toHaveLength(total)
        expect(admittedOf(verdicts)).toBe(Math.min(max, total))
        const { rows } = await pool.query(
          `SELECT count(*) FILTER (WHERE outcome = 'open')::int AS open, sum(repeats)::int AS all FROM call
          WHERE organisation_id = $1`,
          [facts.organisationId],
        )
        expect(rows[0]).toEqual({ open: Math.min(max, total), all: total })
      }
    },
    120_000,
  )
})

it('[F13] two limits in opposite orders at three replicas: no deadlock, and never one of two', async () => {
  const facts = await factsOf(await newTenant())
  const a = drawOf({ rule: '/a', counter: 'a', max: '700' })
  const b = drawOf({ rule: '/b', counter: 'b', max: '600', scope: 'server' })
  const c = drawOf({ rule: '/c', counter: 'c', max: '650', scope: 'organisation', algorithm: 'sliding' })
  const orders = [
    [a, b, c],
    [c, b, a],
    [b, a, c],
    [c, a, b],
  ]
  const verdicts = await ask(admissionsOf(3), 1500, 192, (nth) => orders[nth % 4] as Draw[], facts)
  expect(admittedOf(verdicts)).toBe(600)
  for (const name of ['a', 'b', 'c']) expect(await usedOf(facts, name)).toEqual(['600'])
}, 120_000)

it('[F14] a maximum that is lowered, raised and set to 0 in the middle of it all holds from then on', async () => {
  const facts = await factsOf(await newTenant())
  const draw = (max: number) => [drawOf({ max: String(max) })]
  const admissions = admissionsOf(3)
  expect(admittedOf(await ask(admissions, 300, 64, () => draw(100), facts))).toBe(100)
  expect(admittedOf(await ask(admissions, 100, 64, () => draw(40), facts))).toBe(0)
  expect(admittedOf(await ask(admissions, 100, 64, () => draw(0), facts))).toBe(0)
  // From one moment to the next, while calls under the old one are still under way.
  const verdicts = await ask(admissions, 600, 64, (nth) => draw(nth < 200 ? 100 : 250), facts)
  expect(admittedOf(verdicts)).toBe(150)
  expect(await usedOf(facts, 'rate')).toEqual(['250'])
}, 120_000)

describe('[F15] what is counted goes on', () => {
  it('after a new token, under a new label, and for another tool with the same limit', async () => {
    const tenant = await newTenant()
    const [admission] = admissionsOf(1) as [Admission]
    const draw = drawOf({ max: '1' })
    const statusOf = async (facts: Facts) => (await admission.admit(callOf(facts, allow(draw)))).status
    expect(await statusOf(await factsOf(tenant))).toBe('admitted')
    expect(await statusOf(await factsOf(tenant, 'rename'))).toBe('limit')
    const tokenDigest = 'e'.repeat(64)
    await pool.query(`UPDATE "grant" SET token_digest = $1, label = 'new', tags = '{"x"}' WHERE id = $2`, [
      tokenDigest,
      tenant.grantId,
    ])
    expect(await statusOf(await factsOf({ ...tenant, tokenDigest }))).toBe('limit')
  })

  it('of a user and an organisation for a new grant, of a grant for that grant alone', async () => {
    const tenant = await newTenant()
    const [admission] = admissionsOf(1) as [Admission]
    const again = { ...tenant, ...(await seedGrant(pool, tenant)) }
    for (const [scope, then] of [
      ['user', 'limit'],
      ['organisation', 'limit'],
      ['server', 'limit'],
      ['grant', 'admitted'],
    ] as const) {
      const draw = drawOf({ max: '1', scope, counter: scope })
      const statusOf = async (facts: Facts) => (await admission.admit(callOf(facts, allow(draw)))).status
      expect(await statusOf(await factsOf(tenant))).toBe('admitted')
      expect(await statusOf(await factsOf(again))).toBe(then)
    }
  })
})

it('[F16] keys are not confused: names that would run together, long ones and odd ones count apart', async () => {
  const facts = await factsOf(await newTenant())
  const [admission] = admissionsOf(1) as [Admission]
  const names = [
    'a',
    'a:b',
    'a/b',
    'a"b',
    'a\\',
    '{a,b}',
    'a,b',
    "a'b",
    'ä',
    'a\u0308',
    'ａ',
    '💥',
    'x'.repeat(10_000),
  ]
  for (const counter of names) {
    const draw = drawOf({ counter, max: '1', rule: `/${counter}` })
    const statuses = []
    for (const _ of [1, 2]) statuses.push((await admission.admit(callOf(facts, allow(draw)))).status)
    expect(statuses).toEqual(['admitted', 'limit'])
  }
  const { rows } = await pool.query('SELECT detail FROM call WHERE organisation_id = $1 AND outcome = $2', [
    facts.organisationId,
    'open',
  ])
  expect(new Set(rows.map(({ detail }) => detail.taken[0].counter))).toEqual(new Set(names))
})
