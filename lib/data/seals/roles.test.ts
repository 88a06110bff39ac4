// [K2] Three roles on a real Postgres: the application's can add to the record and nothing else, the maintenance role can
// purge it and nothing else, and the owner's is in neither of them.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newId, newOrganisationId } from '#lib/id.ts'
import { newDatabase } from '#testing/postgres.ts'
import { isAuditExposed as saysExposed } from '../../../scripts/start/database.mjs'
import { dropPartitions, makePartitions, purge } from '../admission/index.ts'
import { seedTenant } from '../admission/testing/tenant.ts'
import { isAuditExposed, makeAuditPartitions, purgeAudit, sealAudit, verifyAudit } from './index.ts'

const word = randomBytes(4).toString('hex')
const [app, maintenance] = [`app_${word}`, `maintenance_${word}`]
let owner: pg.Pool
let asApp: pg.Pool
let asMaintenance: pg.Pool
let drop: () => Promise<void>
let appUrl: string
let ownerUrl: string
const organisation = newOrganisationId()

beforeAll(async () => {
  const database = await newDatabase(inject('postgresUrl'))
  owner = new pg.Pool({ connectionString: database.directUrl, max: 2 })
  for (const role of [app, maintenance]) await owner.query(`CREATE ROLE ${role} LOGIN PASSWORD '${word}'`)
  await owner.query('SELECT separate_roles($1, $2)', [app, maintenance])
  const as = (role: string) => {
    const url = new URL(database.directUrl)
    url.username = role
    url.password = word
    return url.toString()
  }
  ownerUrl = database.directUrl
  appUrl = as(app)
  asApp = new pg.Pool({ connectionString: appUrl, max: 3 })
  asMaintenance = new pg.Pool({ connectionString: as(maintenance), max: 3 })
  drop = async () => {
    await Promise.all([asApp.end(), asMaintenance.end()])
    await owner.query(`ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM ${app}`)
    for (const role of [app, maintenance]) await owner.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
    await owner.end()
    await database.drop()
  }
  await asApp.query(`INSERT INTO organisation (id, name) VALUES ($1, 'Acme')`, [organisation])
})
afterAll(() => drop())

const write = (by: pg.Pool, ago: string) =>
  by.query(
    `INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
     VALUES ($1, $2, now() - $3::interval, 'user', 'x', 't', '{}')`,
    [organisation, newId('evt', organisation), ago],
  )

describe('the application’s role', () => {
  it('adds entries, seals and verifies them', async () => {
    await write(asApp, '0 seconds')
    await sealAudit(asApp)
    expect(await verifyAudit(asApp, organisation)).toMatchObject({ problem: null, waiting: 0 })
    expect(await isAuditExposed(asApp)).toBe(false)
    expect(await isAuditExposed(owner)).toBe(true)
    // What the start-up says.
    expect(await saysExposed(appUrl)).toBe(false)
    expect(await saysExposed(ownerUrl)).toBe(true)
  })

  it('is denied everything that would alter or hide one', async () => {
    await makeAuditPartitions(asApp)
    const { rows } = await owner.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit_event'::regclass`,
    )
    expect(rows.length).toBeGreaterThan(12)
    for (const table of ['audit_event', 'audit_seal', 'audit_tombstone', ...rows.map(({ name }) => name)]) {
      for (const statement of [
        `UPDATE ${table} SET organisation_id = 'x'`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
        `DROP TABLE ${table}`,
        `ALTER TABLE ${table} DISABLE TRIGGER USER`,
      ])
        expect([statement, await refused(asApp, statement)]).toEqual([statement, '42501'])
    }
    for (const statement of [
      'SELECT purge_audit(now())',
      'CREATE TABLE mine (a int)',
      'SET session_replication_role = replica',
      'DROP TRIGGER audit_event_immutable ON audit_event',
      'CREATE OR REPLACE FUNCTION refuse_update() RETURNS trigger LANGUAGE sql AS $$ SELECT 1 $$',
      `DELETE FROM _prisma_migrations`,
      `INSERT INTO audit_tombstone VALUES ('x', 1, 1, '', now())`,
    ])
      expect([statement, await refused(asApp, statement)]).toEqual([statement, '42501'])
  })

  it('has no rights on a partition that is made after the roles were', async () => {
    const future = `make_audit_partition(now() + interval '30 months')`
    expect((await asApp.query(`SELECT ${future} AS made`)).rows[0]?.made).toBe('made')
    const [{ name }] = (
      await owner.query(`SELECT 'audit_event_' || to_char(now() + interval '30 months', 'YYYYMM') AS name`)
    ).rows
    for (const right of ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'])
      expect(
        (await owner.query('SELECT has_table_privilege($1, $2, $3) AS has', [app, name, right])).rows[0]?.has,
      ).toBe(false)
  })

  it('does the rest of its work: partitions of the calls, purges, other tables', async () => {
    const tenant = await seedTenant(asApp, {})
    await owner.query(`SELECT make_call_partition(now() - interval '900 days')`)
    await owner.query(
      `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
         argument_names, detail, outcome)
       VALUES ($1, 'call_x', now() - interval '900 days', 's', 'g', 'm', 't', 'allow', '', '', '', '{}', '{}', 'ok')`,
      [tenant.organisationId],
    )
    expect((await makePartitions(asApp)).occupied).toBe(0)
    expect(await dropPartitions(asApp)).toHaveLength(1)
    expect((await purge(asApp, () => false)).isDone).toBe(true)
    const { rows } = await asApp.query(`SELECT action FROM audit_event WHERE organisation_id = $1`, [
      tenant.organisationId,
    ])
    expect(rows).toEqual([{ action: 'calls.purged' }])
    // A week that is kept is nobody's to drop through it.
    const { rows: weeks } = await owner.query(
      `SELECT max(inhrelid::regclass::text) AS name FROM pg_inherits WHERE inhparent = 'call'::regclass AND inhrelid::regclass::text ~ '[0-9]$'`,
    )
    await expect(asApp.query(`SELECT retire_call_partition($1, 'drop')`, [weeks[0]?.name])).rejects.toThrow(
      'are kept',
    )
  })
})

describe('the maintenance role', () => {
  it('purges what is over, verifies, and can do nothing else', async () => {
    await owner.query(`SELECT make_audit_partition(now() - interval '100 days')`)
    await write(asApp, '100 days')
    await write(asApp, '0 seconds')
    await sealAudit(asApp)
    for (const statement of [
      `UPDATE audit_event SET action = 'y'`,
      'DELETE FROM audit_event',
      'SELECT * FROM "user"',
    ])
      expect(await refused(asMaintenance, statement)).toBe('42501')
    // One batch holds both months: nothing of it goes.
    expect(await purgeAudit(asMaintenance, new Date(Date.now() - 60 * 86_400_000))).toBe(0)
    expect(await verifyAudit(asMaintenance, organisation)).toMatchObject({ problem: null })
  })

  it('drops whole months and leaves a tombstone', async () => {
    const other = newOrganisationId()
    await owner.query(`INSERT INTO organisation (id, name) VALUES ($1, 'Other')`, [other])
    await owner.query(`SELECT make_audit_partition(now() - interval '400 days')`)
    await owner.query(
      `INSERT INTO audit_event (organisation_id, id, at, actor_kind, action, target, detail)
       VALUES ($1, 'evt_old', now() - interval '400 days', 'user', 'x', 't', '{}')`,
      [other],
    )
    await sealAudit(asApp)
    expect(await purgeAudit(asMaintenance, new Date(Date.now() - 200 * 86_400_000))).toBe(1)
    await sealAudit(asApp)
    expect(await verifyAudit(asMaintenance, other)).toMatchObject({
      entries: 1,
      throughSequence: 2,
      problem: null,
    })
  })
})

async function refused(pool: pg.Pool, statement: string): Promise<string> {
  return pool.query(statement).then(
    () => 'nothing stopped it',
    (error) => String(error.code),
  )
}
