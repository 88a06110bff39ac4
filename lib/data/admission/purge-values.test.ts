// Values are deleted when their time is over, and the record says so.
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newDatabase, type TestDatabase } from '#testing/postgres.ts'
import { purge } from './purge.ts'
import { seedTenant, type Tenant } from './testing/tenant.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await newDatabase(inject('postgresUrl'))
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const never = () => false
/** So many values, `days` old and a little more. */
async function values({ organisationId, serverId }: Tenant, days: number, many = 1): Promise<void> {
  await pool.query(
    `INSERT INTO call_values (organisation_id, call_id, at, server_id, sealed)
     SELECT $1, gen_random_uuid()::text, now() - make_interval(days => $3, mins => 1), $2, 'x' FROM generate_series(1, $4)`,
    [organisationId, serverId, days, many],
  )
}
const count = async ({ organisationId }: Tenant) =>
  Number(
    (await pool.query('SELECT count(*) FROM call_values WHERE organisation_id = $1', [organisationId]))
      .rows[0].count,
  )
const events = async ({ organisationId }: Tenant) =>
  (
    await pool.query(
      'SELECT action, actor_kind, actor_id, target, detail FROM audit_event WHERE organisation_id = $1 ORDER BY at, id',
      [organisationId],
    )
  ).rows

describe('the purge of values', () => {
  it('[K5] deletes those past their server’s time, by whole days, and is on record once with how many', async () => {
    const tenant = await seedTenant(pool, {})
    await pool.query('UPDATE server SET value_days = 7 WHERE id = $1', [tenant.serverId])
    await values(tenant, 8, 5)
    await values(tenant, 9, 2)
    await values(tenant, 3)
    expect(await purge(pool, never)).toMatchObject({ purged: { call_values: 7 }, isDone: true })
    expect(await count(tenant)).toBe(1)
    await purge(pool, never)
    const [event, ...more] = await events(tenant)
    expect(more).toEqual([])
    expect(event).toEqual({
      action: 'server.values_purged',
      actor_kind: 'system',
      actor_id: null,
      target: tenant.serverId,
      detail: { before: expect.stringMatching(/^\d{4}-\d\d-\d\dT00:00:00Z$/), days: 7, values: 7 },
    })
  })

  it('goes by the time that calls are kept, where that is shorter', async () => {
    const tenant = await seedTenant(pool, {})
    await values(tenant, 10)
    await purge(pool, never)
    expect(await count(tenant)).toBe(1)
    await pool.query('UPDATE organisation SET retention_days = 5 WHERE id = $1', [tenant.organisationId])
    await purge(pool, never)
    expect(await count(tenant)).toBe(0)
    expect(await events(tenant)).toMatchObject([{ detail: { days: 5, values: 1 } }])
  })

  it('takes what an admin erased, new values among them not, and adds no event to theirs', async () => {
    const tenant = await seedTenant(pool, {})
    await values(tenant, 0, 3)
    await pool.query(`UPDATE server SET values_erased_at = now() - interval '30 seconds' WHERE id = $1`, [
      tenant.serverId,
    ])
    await pool.query(
      `INSERT INTO call_values (organisation_id, call_id, at, server_id, sealed) VALUES ($1, 'new', now(), $2, 'x')`,
      [tenant.organisationId, tenant.serverId],
    )
    await purge(pool, never)
    expect(await count(tenant)).toBe(1)
    expect(await events(tenant)).toEqual([])
  })

  it('takes those of a server that is gone, and of no other', async () => {
    const [gone, stays] = [await seedTenant(pool, {}), await seedTenant(pool, {})]
    for (const tenant of [gone, stays]) await values(tenant, 1, 2)
    await pool.query('DELETE FROM grant_server WHERE server_id = $1', [gone.serverId])
    await pool.query('DELETE FROM server WHERE id = $1', [gone.serverId])
    await purge(pool, never)
    expect([await count(gone), await count(stays)]).toEqual([0, 2])
  })

  it('goes on where a batch was not enough', async () => {
    const tenant = await seedTenant(pool, {})
    await values(tenant, 40, 4500)
    expect(await purge(pool, never)).toMatchObject({ purged: { call_values: 4500 }, isDone: true })
    expect(await events(tenant)).toMatchObject([{ detail: { values: 4500 } }])
  })
})
