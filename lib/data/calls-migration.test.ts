// What was recorded before the table had partitions is there afterwards, to the last column.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { migrate } from '../../scripts/migrate.mjs'

const MIGRATIONS = 'prisma/migrations'
const PARTITIONED = '0008_calls_by_time'
const name = `t_migration_${process.pid}`
const folder = mkdtempSync(join(tmpdir(), 'portcullis-migrations-'))
const server = new pg.Client({ connectionString: inject('postgresUrl') })
const url = new URL(inject('postgresUrl'))
url.pathname = `/${name}`
let database: pg.Client

beforeAll(async () => {
  await server.connect()
  await server.query(`CREATE DATABASE ${name}`)
  for (const each of readdirSync(MIGRATIONS))
    if (each < PARTITIONED) cpSync(join(MIGRATIONS, each), join(folder, each), { recursive: true })
  await migrate(url.toString(), folder)
  database = new pg.Client({ connectionString: url.toString() })
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await server.query(`DROP DATABASE ${name}`)
  await server.end()
  rmSync(folder, { recursive: true })
})

it('the migration keeps every call, in the partition of its week, and deletes nothing that was kept so far', async () => {
  await database.query(`INSERT INTO organisation (id, name) VALUES ('o', 'O')`)
  await database.query(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome, latency_ms, repeats)
     SELECT 'o', 'call_' || n, now() - n * interval '3 days', 's', 'g', 'tools/call', 't', 'allow', '', 'allowed', '',
            '{a,b}', jsonb_build_object('n', n), 'ok', n / 3.0, n
       FROM generate_series(0, 99) n`,
  )
  // What later releases add is empty in it.
  const rows = () =>
    database
      .query(`SELECT to_jsonb(call) - 'gateway_ms' AS row FROM call ORDER BY at`)
      .then((all) => all.rows)
  const before = await rows()
  expect(await migrate(url.toString())).toContain(PARTITIONED)
  expect(await rows()).toEqual(before)
  const places = await database.query('SELECT DISTINCT tableoid::regclass::text AS name FROM call')
  expect(places.rows.length).toBeGreaterThan(40)
  expect(places.rows.map((row) => row.name)).not.toContain('call_default')
  const kept = await database.query('SELECT retention_days FROM organisation')
  expect(kept.rows).toEqual([{ retention_days: 1095 }])
  await database.query(`INSERT INTO organisation (id, name) VALUES ('p', 'P')`)
  expect((await database.query(`SELECT retention_days FROM organisation WHERE id = 'p'`)).rows).toEqual([
    { retention_days: 90 },
  ])
})
