// [F13] at its full size: 100,000 calls that each take from two limits, in either order, at three replicas.
import type pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { Fault } from '#lib/fault.ts'
import { newDatabase } from '#testing/postgres.ts'
import { findFacts } from './facts.ts'
import { createAdmission, createPool } from './index.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { seedGrant, seedTenant } from './testing/tenant.ts'

const PAIRS = 100_000
const GRANTS = 6
const AT_ONCE = 600

let replicas: pg.Pool[]
let drop: () => Promise<void>
beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  drop = database.drop
  replicas = [1, 2, 3].map(() => createPool(database.url, { max: 6 }))
})
afterAll(async () => {
  for (const replica of replicas) await replica.end()
  await drop()
})

it('[F13] 100,000 pairs in opposite orders: no deadlock, and never one of two', async () => {
  const [pool] = replicas as [pg.Pool]
  const tenant = await seedTenant(pool, { tools: [{ name: 'create' }] })
  const digests = [tenant.tokenDigest]
  while (digests.length < GRANTS) digests.push((await seedGrant(pool, tenant)).tokenDigest)
  const facts = await Promise.all(
    digests.map((digest) =>
      findFacts(pool, { organisationId: tenant.organisationId, digest }, tenant.serverId, 'create'),
    ),
  )
  const a = drawOf({ rule: '/a', counter: 'a', scope: 'server', max: '90000' })
  const b = drawOf({ rule: '/b', counter: 'b', scope: 'organisation', max: '80000' })
  const tally = { admitted: 0, lost: 0 }
  // By a clock that stands still nobody waits for too long, however slow the machine is.
  const admissions = replicas.map((replica) =>
    createAdmission(
      replica,
      () => tally.lost++,
      () => 0,
    ),
  )
  let asked = 0
  const worker = async () => {
    while (asked < PAIRS) {
      const nth = asked++
      const [admission, known] = [admissions[nth % 3], facts[nth % GRANTS]]
      if (!admission || !known) throw new Error('nobody to ask')
      const call = () => callOf(known, nth % 2 ? allow(a, b) : allow(b, a))
      // A statement that took too long let nothing through, and is asked again.
      const isTold = async (): Promise<boolean> =>
        admission.admit(call()).then(
          ({ status }) => {
            if (status === 'admitted') tally.admitted++
            else if (status !== 'limit') throw new Error(status)
            return true
          },
          (error: unknown) => {
            if (error instanceof Fault && error.code === 'store-unavailable') return false
            throw error
          },
        )
      while (!(await isTold()));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  // What was lost may have been admitted: never told, but counted.
  expect(tally.admitted).toBeLessThanOrEqual(80_000)
  expect(tally.admitted + tally.lost).toBeGreaterThanOrEqual(80_000)
  const { rows } = await pool.query(
    `SELECT (SELECT array_agg(used::int ORDER BY label) FROM counter) AS used,
            (SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()) AS deadlocks,
            (SELECT count(*)::int FROM call WHERE outcome = 'open') AS open`,
  )
  expect(rows[0]).toEqual({ used: [80_000, 80_000], deadlocks: 0, open: 80_000 })
}, 900_000)
