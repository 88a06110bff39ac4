// [F7] Where calendars have their seams: limits by the calendar count in UTC, whatever zone the database is in.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Draw } from '#lib/policy/index.ts'
import { admitBatch, type Verdict } from './admit.ts'
import { type Facts, findFacts } from './facts.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { type ClockedDatabase, newClockedDatabase } from './testing/clock.ts'
import { seedTenant } from './testing/tenant.ts'

let database: ClockedDatabase
let facts: Facts
beforeAll(async () => {
  database = await newClockedDatabase(inject('postgresUrl'))
  const tenant = await seedTenant(database.plain, { tools: [{ name: 'create' }] })
  const token = { organisationId: tenant.organisationId, digest: tenant.tokenDigest }
  const found = await findFacts(database.plain, token, tenant.serverId, 'create')
  if (!found) throw new Error('no facts')
  facts = found
})
afterAll(() => database.close())

let counters = 0
type Window = Draw['window']

/** Asks at each instant in turn, of one new counter of 1. */
async function askAt(window: Window, instants: readonly string[]): Promise<Verdict[]> {
  const draw = drawOf({ counter: `calendar${counters++}`, window, max: '1' })
  const verdicts: Verdict[] = []
  for (const instant of instants) {
    const [whole = '', micros = '0'] = instant.split('+')
    await database.setClock(Date.parse(whole) + Number(micros) / 1000)
    const call = callOf(facts, allow(draw))
    const verdict = (await admitBatch(database.pool, [call])).get(call.id)
    if (!verdict || verdict === 'retry') throw new Error('no verdict')
    verdicts.push(verdict)
  }
  return verdicts
}
const resetOf = (verdict: Verdict | undefined) =>
  verdict?.status === 'limit' ? new Date(verdict.resetAt.getTime() - 1).toISOString() : verdict?.status

// The last instant of a window and the first of the next, and when the one before it ends.
const SEAMS: [string, Window, string, string, string][] = [
  ['a year', 'month', '2026-12-01T00:00:00Z', '2026-12-31T23:59:59.999Z+999', '2027-01-01T00:00:00.000Z'],
  ['February', 'month', '2026-02-01T00:00:00Z', '2026-02-28T23:59:59.999Z+999', '2026-03-01T00:00:00.000Z'],
  [
    'a leap February',
    'month',
    '2028-02-29T00:00:00Z',
    '2028-02-29T23:59:59.999Z+999',
    '2028-03-01T00:00:00.000Z',
  ],
  ['a week', 'week', '2026-12-28T00:00:00Z', '2027-01-03T23:59:59.999Z+999', '2027-01-04T00:00:00.000Z'],
  // 1:00 UTC: clocks in Europe leap from 2 to 3, and in October fall back from 3 to 2.
  [
    'a day of 23 hours',
    'day',
    '2026-03-29T00:00:00Z',
    '2026-03-29T23:59:59.999Z+999',
    '2026-03-30T00:00:00.000Z',
  ],
  [
    'a day of 25 hours',
    'day',
    '2026-10-25T00:00:00Z',
    '2026-10-25T23:59:59.999Z+999',
    '2026-10-26T00:00:00.000Z',
  ],
  [
    'the hour that is skipped',
    'hour',
    '2026-03-29T01:00:00Z',
    '2026-03-29T01:59:59.999Z+999',
    '2026-03-29T02:00:00.000Z',
  ],
  [
    'the hour that comes twice',
    'hour',
    '2026-10-25T00:00:00Z',
    '2026-10-25T00:59:59.999Z+999',
    '2026-10-25T01:00:00.000Z',
  ],
  // 23:59:60 UTC of that day was a second of its own, which no computer's clock shows.
  [
    'a leap second',
    'minute',
    '2016-12-31T23:59:00Z',
    '2016-12-31T23:59:59.999Z+999',
    '2017-01-01T00:00:00.000Z',
  ],
  [
    'a leap second, by seconds',
    86_400,
    '2016-12-31T00:00:00Z',
    '2016-12-31T23:59:59.999Z+999',
    '2017-01-01T00:00:00.000Z',
  ],
]

describe.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'])('in the zone %s', (zone) => {
  it.each(SEAMS)('[F7] [L1] the end of %s is one instant: by %s', async (_, window, first, last, next) => {
    await database.pool.query(`SELECT set_config('TimeZone', $1, false)`, [zone])
    const verdicts = await askAt(window, [first, last, next, next])
    expect(verdicts.map(({ status }) => status)).toEqual(['admitted', 'limit', 'admitted', 'limit'])
    expect(resetOf(verdicts[1])).toBe(next)
  })

  it('[F7] a sliding day is 24 hours, also where the day in between was longer or shorter', async () => {
    await database.pool.query(`SELECT set_config('TimeZone', $1, false)`, [zone])
    for (const day of ['2026-03-28', '2026-10-24']) {
      const start = Date.parse(`${day}T12:00:00Z`)
      const draw = drawOf({ counter: `sliding${counters++}`, window: 'day', algorithm: 'sliding', max: '1' })
      const statuses = []
      for (const after of [0, 86_400_000 - 1, 86_400_000 + 1]) {
        await database.setClock(start + after)
        const call = callOf(facts, allow(draw))
        const verdict = (await admitBatch(database.pool, [call])).get(call.id)
        statuses.push(verdict === 'retry' ? verdict : verdict?.status)
      }
      expect(statuses).toEqual(['admitted', 'limit', 'admitted'])
    }
  })
})
