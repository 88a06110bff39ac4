// The counters in memory (lib/policy/evaluate/counters.ts) against those of admission. The database's clock is
// set by hand here, by a function that stands before the real one on the search path.
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { addDecimals, compareDecimals } from '#lib/json/index.ts'
import { type Counted, type Draw, drawFrom, newCounters, SCOPES, type Window } from '#lib/policy/index.ts'
import { newDatabase } from '#testing/postgres.ts'
import { admitBatch } from './admit.ts'
import { type Facts, findFacts } from './facts.ts'
import { createPool } from './index.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { seedTenant } from './testing/tenant.ts'

let pool: pg.Pool
let facts: Facts
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  const setUp = createPool(database.url, { max: 1 })
  await setUp.query('CREATE SCHEMA by_hand')
  await setUp.query(`CREATE FUNCTION by_hand.clock_timestamp() RETURNS timestamptz LANGUAGE sql
    AS $$ SELECT current_setting('by_hand.now')::timestamptz $$`)
  const tenant = await seedTenant(setUp, { tools: [{ name: 'create' }] })
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const found = await findFacts(setUp, token, tenant.serverId, 'create')
  if (!found) throw new Error('no facts')
  facts = found
  await setUp.end()
  pool = new pg.Pool({
    // A pooler takes no options.
    connectionString: database.directUrl,
    max: 1,
    options: '-c search_path=by_hand,public,pg_catalog',
  })
})
afterAll(async () => {
  await pool.end()
  await drop()
})

const NOON = Date.UTC(2025, 0, 31, 23, 59, 30)
const windows: Window[] = ['second', 'minute', 'hour', 'day', 'week', 'month', 15, 90, 86_400]
const steps = [
  0,
  1,
  400,
  1000,
  14_999,
  15_000,
  15_001,
  60_000,
  90_000,
  3_600_000,
  86_400_000,
  31 * 86_400_000,
]

const draw: fc.Arbitrary<Draw> = fc
  .record({
    // A counter's name fixes what L5 wants to agree.
    shape: fc.constantFrom(
      ...windows.flatMap((window) => [[window, 'fixed'] as const, [window, 'sliding'] as const]),
    ),
    scope: fc.constantFrom(...SCOPES),
    max: fc.constantFrom('0', '1', '2', '3', '5', '10.5'),
    amount: fc.constantFrom('1', '1', '1', '0', '0.1', '2.5', '6'),
  })
  .map(({ shape: [window, algorithm], scope, max, amount }) =>
    drawOf({ counter: `${window} ${algorithm}`, window, algorithm, scope, max, amount }),
  )
const calls = fc.array(
  fc.record({
    after: fc.constantFrom(...steps),
    session: fc.constantFrom(null, 'one', 'two'),
    draws: fc.array(draw, { minLength: 1, maxLength: 2 }),
  }),
  { minLength: 5, maxLength: 25 },
)

describe('counters in memory', () => {
  it('[L1][L2][L3][L4][L5][L7][L8] judge each call as admission does, and say the same of what is left', async () => {
    const seen = { admitted: 0, limit: 0 }
    await fc.assert(
      fc.asyncProperty(fc.nat(), few, calls, async (start, share, sequence) => {
        await pool.query('TRUNCATE counter, counter_event')
        const counters = newCounters()
        let at = NOON + (start % 3_600_000)
        for (const { after, session, draws } of sequence) {
          at += after
          const [first] = draws
          const together = share && first ? [first, { ...first, max: '3' }] : draws
          const taken = together.map((each) => ({ ...each, amount: amountFor(each, together) }))
          await pool.query(`SELECT set_config('by_hand.now', $1, false)`, [new Date(at).toISOString()])
          const call = callOf(facts, allow(...taken), { session })
          const verdict = (await admitBatch(pool, [call])).get(call.id)
          const mine = drawFrom(counters, taken, countedFor(facts, session), at)
          if (verdict === undefined || verdict === 'retry') throw new Error('the clock stands still')
          expect(verdict.status).toBe(mine.ok ? 'admitted' : 'limit')
          seen[mine.ok ? 'admitted' : 'limit']++
          if (mine.ok || verdict.status !== 'limit') continue
          expect(verdict.draw).toBe(mine.draw)
          expect(compareDecimals(verdict.remaining, mine.remaining)).toBe(0)
          expect(verdict.resetAt.getTime()).toBe(mine.resetAt)
        }
      }),
      { numRuns: 120 },
    )
    expect(Math.min(seen.admitted, seen.limit)).toBeGreaterThan(200)
  }, 120_000)
})

/** Often two limits share a counter. */
const few = fc.oneof(
  { arbitrary: fc.constant(false), weight: 2 },
  { arbitrary: fc.constant(true), weight: 1 },
)

/** One counter counts one amount (L5). */
function amountFor(draw: Draw, draws: readonly Draw[]): string {
  const first = draws.find((each) => each.counter === draw.counter && each.scope === draw.scope)
  return addDecimals(first?.amount ?? draw.amount, '0')
}

function countedFor({ grant, user, server }: Facts, session: string | null): Counted {
  return {
    grant: grant.id,
    session: session === null ? grant.id : `${grant.id}/${session}`,
    user: user.id,
    server: server?.id ?? '',
  }
}
