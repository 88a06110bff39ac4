// Sliding limits against the log that they stand for: a list of what was taken and when, summed anew each time.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { addDecimals, compareDecimals } from '#lib/json/index.ts'
import { admitBatch, type Verdict } from './admit.ts'
import { type Facts, findFacts } from './facts.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { type ClockedDatabase, newClockedDatabase } from './testing/clock.ts'
import { seedTenant } from './testing/tenant.ts'

let database: ClockedDatabase
let facts: Facts
beforeAll(async () => {
  database = await newClockedDatabase(inject('postgresUrl'))
})
beforeEach(async () => {
  const tenant = await seedTenant(database.plain, { tools: [{ name: 'create' }] })
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const found = await findFacts(database.plain, token, tenant.serverId, 'create')
  if (!found) throw new Error('no facts')
  facts = found
})
afterAll(() => database.close())

const NOON = Date.UTC(2026, 0, 31, 12)
const WINDOW_MS = 60_000
let names = 0
const slidingDraw = (max: string, amount: string, counter: string) =>
  drawOf({ algorithm: 'sliding', window: WINDOW_MS / 1000, max, amount, counter })

async function ask(max: string, amount: string, counter: string): Promise<{ id: string; verdict: Verdict }> {
  const call = callOf(facts, allow(slidingDraw(max, amount, counter)))
  const verdict = (await admitBatch(database.pool, [call])).get(call.id)
  if (!verdict || verdict === 'retry') throw new Error('no verdict')
  return { id: call.id, verdict }
}
const sumOf = (taken: readonly { amount: string }[]) =>
  taken.reduce((sum, { amount }) => addDecimals(sum, amount), '0')
const giveBack = (id: string, at: string) =>
  database.pool.query('SELECT give_back($1, $2, $3)', [facts.organisationId, id, at])

describe('[L2] a sliding limit', () => {
  const steps = fc.array(
    fc.record({
      after: fc.constantFrom(0.001, 0.002, 1, 900, 20_000, 59_999.999, 60_000, 60_000.001, 150_000),
      amount: fc.constantFrom('0', '0.1', '1', '1', '2.5', '7'),
      max: fc.constantFrom('3', '5', '10.5'),
      returns: fc.option(fc.nat({ max: 5 }), { freq: 3 }),
    }),
    { minLength: 5, maxLength: 40 },
  )

  it('equals the sum of a log, also where what was taken is given back between', async () => {
    const seen = { admitted: 0, limit: 0, returned: 0 }
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const counter = `c${names++}`
        const log: { id: string; at: number; amount: string; recordedAt: string }[] = []
        let at = NOON
        for (const { after, amount, max, returns } of sequence) {
          at += after
          await database.setClock(at)
          const used = sumOf(log.filter((each) => each.at >= at - WINDOW_MS - 1e-4))
          const fits = compareDecimals(addDecimals(used, amount), max) <= 0
          const { id, verdict } = await ask(max, amount, counter)
          expect(verdict.status).toBe(fits ? 'admitted' : 'limit')
          if (verdict.status === 'admitted') log.push({ id, at, amount, recordedAt: verdict.at })
          if (verdict.status === 'limit') {
            const left = addDecimals(max, `-${used}`)
            expect(compareDecimals(verdict.remaining, left.startsWith('-') ? '0' : left)).toBe(0)
          }
          seen[fits ? 'admitted' : 'limit']++
          const back = returns === null ? undefined : log.at(-1 - returns)
          if (!back) continue
          await giveBack(back.id, back.recordedAt)
          log.splice(log.indexOf(back), 1)
          seen.returned++
        }
      }),
      { numRuns: 60 },
    )
    expect(Math.min(seen.admitted, seen.limit, seen.returned)).toBeGreaterThan(50)
  }, 120_000)

  it('[F5] lets no more through in any interval where the clock is set back, or jumps ahead', async () => {
    const jumps = fc.array(fc.constantFrom(-1000, -1000, -1, 0, 10, 30_000, 60_000, 3_600_000), {
      minLength: 5,
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(jumps, async (sequence) => {
        const counter = `c${names++}`
        const admitted: number[] = []
        let at = NOON
        for (const jump of sequence) {
          at += jump
          await database.setClock(at)
          if ((await ask('2', '1', counter)).verdict.status === 'admitted') admitted.push(at)
        }
        for (const end of admitted)
          expect(
            admitted.filter((each) => each <= end && each >= end - WINDOW_MS).length,
          ).toBeLessThanOrEqual(2)
      }),
      { numRuns: 40 },
    )
  }, 120_000)

  it('[F6] lets N through around a boundary, where a fixed one lets N on each side of it', async () => {
    for (const [algorithm, most] of [
      ['sliding', 5],
      ['fixed', 10],
    ] as const) {
      let admitted = 0
      for (const at of [NOON + WINDOW_MS - 1, NOON + WINDOW_MS + 1]) {
        await database.setClock(at)
        const draw = drawOf({ algorithm, window: 60, max: '5', counter: `edge ${names}` })
        const calls = Array.from({ length: 9 }, () => callOf(facts, allow(draw)))
        const verdicts = [...(await admitBatch(database.pool, calls)).values()]
        admitted += verdicts.filter((each) => each !== 'retry' && each.status === 'admitted').length
      }
      expect(admitted).toBe(most)
    }
  })

  it('[L8] says when enough of it will have passed, of hundreds of events as of a few', async () => {
    const counter = `c${names++}`
    const amounts = fc.sample(fc.constantFrom('1', '2', '0.5'), { numRuns: 120, seed: 7 })
    for (const [i, amount] of amounts.entries()) {
      await database.setClock(NOON + i * 17.25)
      // Two of them share an instant, as the calls of one batch do.
      const calls = Array.from({ length: i % 7 === 0 ? 2 : 1 }, () =>
        callOf(facts, allow(slidingDraw('100000', amount, counter))),
      )
      await admitBatch(database.pool, calls)
    }
    const { rows } = await database.plain.query<{ at: string; freed: string; total: string; key: string }>(
      `SELECT at::text, sum(amount) OVER (ORDER BY at)::text AS freed, sum(amount) OVER ()::text AS total, key
         FROM counter_event WHERE organisation_id = $1`,
      [facts.organisationId],
    )
    const total = Number(rows[0]?.total)
    for (const missing of [0.5, 1, 3, 7.5, 60, 111, total - 0.5, total, total + 0.5]) {
      const expected = rows.find((row) => Number(row.freed) >= missing)?.at ?? null
      const found = await database.plain.query<{ at: string | null }>(
        'SELECT sliding_frees($1, $2, $3, $4)::text AS at',
        [facts.organisationId, rows[0]?.key, new Date(NOON), missing],
      )
      expect(found.rows[0]?.at).toBe(expected)
    }
  })

  it('[F17] of a hundred thousand events is read through a few of them', async () => {
    const counter = `c${names++}`
    await database.setClock(NOON)
    await ask('200000', '1', counter)
    const { rows } = await database.plain.query<{ key: string; at: string }>(
      'SELECT key, at::text AS at FROM counter_event WHERE organisation_id = $1',
      [facts.organisationId],
    )
    // In parts: no statement may take long, and on a busy machine one of 100,000 rows does.
    for (let first = 1; first <= 99_999; first += 5000)
      await database.plain.query(
        `INSERT INTO counter_event (organisation_id, key, at, call_id, amount, before)
         SELECT $1, $2, $3::timestamptz + i * interval '0.0005 seconds', 'c' || i, 1, i
           FROM generate_series($4::int, least($4 + 4999, 99999)) i`,
        [facts.organisationId, rows[0]?.key, rows[0]?.at, first],
      )
    await database.plain.query('UPDATE counter SET used = 100000 WHERE organisation_id = $1', [
      facts.organisationId,
    ])
    await database.setClock(NOON + 50_000)
    const read = async () => {
      // What this connection read to make the events is not to be counted, so it is told first, too.
      for (const each of [database.pool, database.plain])
        await each.query('SELECT pg_stat_force_next_flush()')
      const { rows } = await database.plain.query<{ n: string }>(
        `SELECT idx_tup_fetch::int + seq_tup_read::int AS n FROM pg_stat_user_tables WHERE relname = 'counter_event'`,
      )
      return Number(rows[0]?.n)
    }
    const before = await read()
    expect((await ask('100000', '1', counter)).verdict).toMatchObject({ status: 'limit', remaining: '0' })
    expect((await ask('100002', '1', counter)).verdict.status).toBe('admitted')
    expect((await ask('60000', '1', counter)).verdict.status).toBe('limit')
    await database.setClock(NOON + 90_000)
    expect((await ask('40002', '1', counter)).verdict).toMatchObject({ status: 'admitted' })
    expect((await read()) - before).toBeLessThan(500)
  }, 60_000)
})
