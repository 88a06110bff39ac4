// Partitions of the record: made ahead, missed without harm, dropped when nobody keeps anything of them.
import type pg from 'pg'
import { afterAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { newDatabase } from '#testing/postgres.ts'
import {
  createAdmission,
  createOutcomes,
  createPool,
  dropPartitions,
  findFacts,
  makePartitions,
  purge,
} from './index.ts'
import { allow, callOf, drawOf } from './testing/call.ts'
import { seedTenant, type Tenant } from './testing/tenant.ts'

let pool: pg.Pool
const closing: (() => Promise<void>)[] = []
// A database each: the partitions are everybody's.
beforeEach(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  pool = createPool(database.url)
  const own = pool
  closing.push(async () => {
    await own.end()
    await database.drop()
  })
})
afterAll(async () => {
  for (const close of closing) await close()
})

const partitions = async () =>
  (
    await pool.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'call'::regclass ORDER BY 1`,
    )
  ).rows.map(({ name }) => name)
const recordAt = async (tenant: Tenant, ago: string, id = `call_${Math.random()}`) => {
  await pool.query(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     VALUES ($1, $2, now() - $3::interval, 's', 'g', 'tools/call', 't', 'allow', '', 'allowed', '', '{}', '{}', 'ok')`,
    [tenant.organisationId, id, ago],
  )
  return id
}
const idsOf = async (tenant: Tenant) =>
  (
    await pool.query('SELECT id FROM call WHERE organisation_id = $1 ORDER BY at DESC', [
      tenant.organisationId,
    ])
  ).rows.map(({ id }) => id)
const keep = (tenant: Tenant, days: number) =>
  pool.query('UPDATE organisation SET retention_days = $2 WHERE id = $1', [tenant.organisationId, days])
const makePast = async (weeks: number) => {
  for (let week = 1; week <= weeks; week++)
    await pool.query('SELECT make_call_partition(now() - make_interval(weeks => $1))', [week])
}
const purgeAll = async () => (await purge(pool, () => false)).purged

describe('the partitions of the record', () => {
  it('are there for this week and four ahead, made once by whoever comes first', async () => {
    const before = await partitions()
    expect(before).toHaveLength(6)
    expect(before).toContain('call_default')
    // Two weeks were missed, and three replicas start at the same time.
    for (const name of before.filter((each) => each !== 'call_default').slice(-2))
      await pool.query(`DROP TABLE ${name}`)
    const made = await Promise.all([makePartitions(pool), makePartitions(pool), makePartitions(pool)])
    expect(made.map((each) => each.made).reduce((a, b) => a + b)).toBe(2)
    expect(await partitions()).toEqual(before)
    expect(await makePartitions(pool)).toEqual({ made: 0, occupied: 0 })
  })

  it('are not analysed for what no plan asks about, old ones and new ones', async () => {
    const last = (await partitions()).filter((each) => each !== 'call_default').at(-1)
    await pool.query(`DROP TABLE ${last}`)
    await makePartitions(pool)
    const { rows } = await pool.query<{ name: string; uncounted: string[] }>(
      `SELECT i.inhrelid::regclass::text AS name, array_agg(a.attname::text ORDER BY 1) AS uncounted
         FROM pg_inherits i JOIN pg_attribute a ON a.attrelid = i.inhrelid AND a.attnum > 0 AND a.attstattarget = 0
        WHERE i.inhparent = 'call'::regclass GROUP BY 1`,
    )
    expect(rows.map(({ name }) => name).sort()).toEqual(await partitions())
    for (const { uncounted } of rows) {
      expect(uncounted).toContain('detail')
      for (const asked of ['organisation_id', 'at', 'server_id', 'grant_id', 'tool', 'decision'])
        expect(uncounted).not.toContain(asked)
    }
  })

  it('that are missing refuse no call: it goes to the default one, is closed there, and stays there', async () => {
    for (const name of await partitions()) if (name !== 'call_default') await pool.query(`DROP TABLE ${name}`)
    const tenant = await seedTenant(pool, { tools: [{ name: 'echo' }] })
    const facts = await findFacts(
      pool,
      { organisationId: tenant.organisationId, digest: tenant.tokenDigest },
      tenant.serverId,
      'echo',
    )
    if (!facts) throw new Error('no facts')
    const call = callOf(facts, allow(drawOf()))
    const verdict = await createAdmission(pool, () => {}).admit(call)
    if (verdict.status !== 'admitted') throw new Error(verdict.status)
    const outcomes = createOutcomes(pool)
    outcomes.close(
      { organisationId: tenant.organisationId, id: call.id, at: verdict.at },
      { outcome: 'ok', upstreamStatus: 200, latencyMs: 1, gatewayMs: 0.5, responseBytes: 1 },
    )
    expect(await outcomes.drain()).toBe(0)
    // This week stays with the default partition; the others are made beside it.
    expect(await makePartitions(pool)).toEqual({ made: 4, occupied: 1 })
    const text = `SELECT tableoid::regclass::text AS place, outcome FROM call WHERE id = $1`
    expect((await pool.query(text, [call.id])).rows).toEqual([{ place: 'call_default', outcome: 'ok' }])
  })

  it('are dropped whole when every organisation’s time has passed, and not before', async () => {
    await makePast(8)
    const [a, b] = [await seedTenant(pool), await seedTenant(pool)]
    await keep(a, 7)
    await keep(b, 30)
    const old = [await recordAt(b, '24 days'), await recordAt(b, '50 days')]
    const before = await partitions()
    const dropped = await dropPartitions(pool)
    expect(dropped.length).toBeGreaterThanOrEqual(2)
    expect(await partitions()).toEqual(before.filter((name) => !dropped.includes(name)))
    expect(await idsOf(b)).toEqual(old.slice(0, 1))
    expect(await dropPartitions(pool)).toEqual([])
  })

  it('that somebody reads are left for the next time, and no admission waits for that', async () => {
    await makePast(8)
    const tenant = await seedTenant(pool)
    await keep(tenant, 1)
    const reader = await pool.connect()
    try {
      await reader.query('BEGIN; SELECT count(*) FROM call')
      expect(await dropPartitions(pool)).toEqual([])
      await recordAt(tenant, '0 seconds')
      await reader.query('COMMIT')
    } finally {
      reader.release()
    }
    expect((await dropPartitions(pool)).length).toBeGreaterThanOrEqual(6)
  })
})

describe('the purge', () => {
  it('deletes by rows what its organisation does not keep while others keep theirs', async () => {
    await makePast(5)
    const [short, long] = [await seedTenant(pool), await seedTenant(pool)]
    await keep(short, 7)
    await keep(long, 90)
    const kept = await recordAt(short, '6 days')
    for (let n = 0; n < 3; n++) await recordAt(short, '8 days')
    const theirs = await recordAt(long, '8 days')
    // Beyond its time, but soon to go with the whole partition.
    const soon = await recordAt(long, '91 days')
    expect(await purgeAll()).toEqual({ call: 3 })
    expect(await idsOf(short)).toEqual([kept])
    expect(await idsOf(long)).toEqual([theirs, soon])
    // In the default partition nothing goes whole: a week later it goes by rows.
    const late = await recordAt(long, '99 days')
    expect(await purgeAll()).toEqual({ call: 1 })
    expect(await idsOf(long)).not.toContain(late)
  })

  it('goes on batch after batch until it is stopped, and says whether anything is left', async () => {
    const tenant = await seedTenant(pool)
    await keep(tenant, 1)
    await pool.query(
      `INSERT INTO counter (organisation_id, key, window_start, label, used, expires_at)
       SELECT $1, n::text, now() - interval '3 hours', '', 1, now() - interval '2 hours' FROM generate_series(1, 4500) n`,
      [tenant.organisationId],
    )
    let asked = 0
    expect(await purge(pool, () => ++asked > 3)).toEqual({ purged: { counter: 4000 }, isDone: false })
    expect(await purge(pool, () => false)).toEqual({ purged: { counter: 500 }, isDone: true })
  })

  it('deletes windows that are over, and nothing that still counts', async () => {
    const { organisationId } = await seedTenant(pool)
    const counter = (key: string, start: string, expires: string) =>
      pool.query(
        `INSERT INTO counter (organisation_id, key, window_start, label, used, expires_at)
         VALUES ($1, $2, $3::timestamptz, '', 1, now() + $4::interval)`,
        [organisationId, key, start, expires],
      )
    const event = (key: string, ago: string) =>
      pool.query(
        `INSERT INTO counter_event (organisation_id, key, at, call_id, amount) VALUES ($1, $2, now() - $3::interval, 'c', 1)`,
        [organisationId, key, ago],
      )
    await counter('over', '2020-01-01', '-2 hours')
    await counter('just over', '2020-01-01', '-1 minute')
    await counter('running', '2020-01-01', '1 hour')
    await counter('sliding, asleep', 'epoch', '-2 hours')
    await event('sliding, asleep', '3 hours')
    await event('sliding, asleep', '4 hours')
    await counter('sliding, in use', 'epoch', '1 hour')
    await event('sliding, in use', '3 hours')
    // Somebody took from it again after its time, and has not put that off yet.
    await counter('sliding, woken', 'epoch', '-2 hours')
    await event('sliding, woken', '1 minute')
    expect(await purgeAll()).toEqual({ counter: 1, counter_event: 2, sliding_counter: 1 })
    const left = await pool.query('SELECT key FROM counter WHERE organisation_id = $1 ORDER BY key', [
      organisationId,
    ])
    expect(left.rows.map(({ key }) => key)).toEqual([
      'just over',
      'running',
      'sliding, in use',
      'sliding, woken',
    ])
    expect((await pool.query('SELECT key FROM counter_event ORDER BY key')).rows).toEqual([
      { key: 'sliding, in use' },
      { key: 'sliding, woken' },
    ])
  })

  it('waits for nobody, and leaves what another holds', async () => {
    const { organisationId } = await seedTenant(pool)
    for (const key of ['held', 'free'])
      await pool.query(
        `INSERT INTO counter (organisation_id, key, window_start, label, used, expires_at)
         VALUES ($1, $2, '2020-01-01', '', 1, now() - interval '1 day')`,
        [organisationId, key],
      )
    const holder = await pool.connect()
    try {
      await holder.query(`BEGIN; SELECT FROM counter WHERE key = 'held' FOR UPDATE`)
      expect(await purgeAll()).toEqual({ counter: 1 })
      await holder.query('COMMIT')
    } finally {
      holder.release()
    }
    expect(await purgeAll()).toEqual({ counter: 1 })
  })

  it('takes claims, tasks, leases, sessions, tokens and throttles whose time is over', async () => {
    const tenant = await seedTenant(pool)
    const { organisationId, grantId, serverId, userId } = tenant
    for (const [name, ago] of [
      ['old', '31 days'],
      ['new', '1 hour'],
    ]) {
      const values = [organisationId, name, ago]
      const at = 'now() - $3::interval'
      await pool.query(`INSERT INTO claim VALUES ($1, $2, 'x', ${at})`, values)
      await pool.query(
        `INSERT INTO task (organisation_id, grant_id, server_id, task_id, tool, seen_at)
         VALUES ($1, $4, $5, $2, 't', ${at})`,
        [...values, grantId, serverId],
      )
      await pool.query(`INSERT INTO lease VALUES ($1, 'k', $2, 'h', 'a', ${at})`, values)
      await pool.query(
        `INSERT INTO session (session_token, user_id, expires) VALUES ($1, $2, now() - $3::interval)`,
        [name, userId, ago],
      )
      await pool.query(`INSERT INTO verification_token VALUES ($1, 't', now() - $2::interval)`, [name, ago])
      await pool.query(
        `INSERT INTO throttle VALUES ($1, 1, extract(epoch FROM now() - $2::interval) * 1000)`,
        [name, ago],
      )
    }
    expect(await purgeAll()).toEqual({
      claim: 1,
      task: 1,
      lease: 1,
      session: 1,
      verification_token: 1,
      throttle: 1,
    })
    expect(await purgeAll()).toEqual({})
  })
})
