// The end of organisations and accounts, on a real Postgres: what goes, what stays, and who may take it back.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createApiKey, findMemberByKey } from '#lib/accounts/index.ts'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { askFor } from '#lib/approvals/testing/ask.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import { createPool, type Pool, purge } from '#lib/data/admission/index.ts'
import type { Member } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { addPasskey, passkeyCreation } from '#lib/factors/index.ts'
import { newDevice } from '#lib/factors/testing/device.ts'
import { listHoldingStops, setStop } from '#lib/stops/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import {
  askOrganisationDeletion,
  deleteAccount,
  getOrganisationDeletion,
  takeBackOrganisationDeletion,
  whatGoesAlong,
} from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let pool: Pool

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'), { EMBEDDED_POSTGRES: 'true' })
  upstream = await startUpstream([{ name: 'read_stream' }])
  pool = createPool(env().databaseUrl, { max: 2 })
})
afterAll(async () => {
  await pool.end()
  await upstream.close()
  await instance.close()
})

const DAY_MS = 86_400_000
const fall = (organisationId: string) =>
  instance.sql(`UPDATE organisation_deletion SET due_at = now() WHERE organisation_id = $1`, [organisationId])
const mailTo = (address: string) =>
  instance.sql('SELECT kind, subject FROM mail WHERE recipient = $1', [address])

/** Rows of an organisation by table, in every table that has any; partitions are counted in their tables. */
async function rowsOf(organisationId: string): Promise<Record<string, number>> {
  const tables = await instance.sql(
    `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND a.attname = 'organisation_id' AND NOT a.attisdropped ORDER BY 1`,
  )
  const counted: Record<string, number> = {}
  for (const { relname } of tables) {
    const [row] = await instance.sql(
      `SELECT count(*)::int AS n FROM "${relname}" WHERE organisation_id = $1`,
      [organisationId],
    )
    if (row?.n) counted[String(relname)] = Number(row.n)
  }
  return counted
}

/** A world with more in it: what people are asked, limits, sums, notices. */
async function fullWorld(): Promise<World> {
  const world = await newWorld(instance, upstream.url)
  const id = world.owner.organisation.id
  await askFor(instance, world)
  await createApiKey(world.owner, 'key')
  await instance.sql(
    `INSERT INTO counter (organisation_id, key, window_start, label, used, expires_at)
     SELECT $1, 'k' || n, now(), '', 1, now() + interval '1 day' FROM generate_series(1, 30) n`,
    [id],
  )
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     SELECT $1, 'call_' || n, now() - make_interval(days => n), $2, $3, 'tools/call', 't', 'deny', '', '', '', '{}', '{}', 'refused'
       FROM generate_series(1, 40) n`,
    [id, world.server.id, world.grant.id],
  )
  await instance.sql(`SELECT note_event($1, 'server.unreachable', $2, '{}')`, [id, world.server.id])
  return world
}

describe('deleting an organisation', () => {
  it('takes its owner and its name', async () => {
    const owner = await newOwner()
    const admin = await newColleague(instance, owner, 'admin')
    await expect(askOrganisationDeletion(admin, owner.organisation.name)).rejects.toMatchObject({
      code: 'forbidden',
    })
    for (const name of ['', 'Other', owner.organisation.name.toUpperCase()])
      await expect(askOrganisationDeletion(owner, name)).rejects.toMatchObject({
        code: 'invalid-input',
        data: { field: 'name' },
      })
    expect(await getOrganisationDeletion(admin)).toBeNull()
    expect(await listHoldingStops(admin)).toEqual([])
  })

  it('stops every call at once, tells every owner, and waits a week', async () => {
    const owner = await newOwner()
    const second = await newColleague(instance, owner, 'owner')
    const viewer = await newColleague(instance, owner, 'viewer')
    const { dueAt } = await askOrganisationDeletion(owner, ` ${owner.organisation.name} `)
    const days = (dueAt.getTime() - Date.now()) / DAY_MS
    expect(days).toBeGreaterThan(6.9)
    expect(days).toBeLessThan(7.1)
    expect(await askOrganisationDeletion(second, owner.organisation.name)).toEqual({ dueAt })
    expect(await getOrganisationDeletion(viewer)).toMatchObject({ dueAt, askedBy: owner.email })
    expect(await listHoldingStops(viewer)).toMatchObject([{ scope: 'organisation', endsAt: null }])
    for (const each of [owner, second]) expect(await mailTo(each.email)).toHaveLength(1)
    expect(await mailTo(viewer.email)).toEqual([])
    await purge(pool, () => false)
    expect(await getOrganisationDeletion(viewer)).not.toBeNull()
  })

  it('is taken back by an owner, and what was stopped stays so until it is lifted', async () => {
    const owner = await newOwner()
    const admin = await newColleague(instance, owner, 'admin')
    await askOrganisationDeletion(owner, owner.organisation.name)
    await expect(takeBackOrganisationDeletion(admin)).rejects.toMatchObject({ code: 'forbidden' })
    await takeBackOrganisationDeletion(owner)
    expect(await getOrganisationDeletion(owner)).toBeNull()
    expect(await listHoldingStops(owner)).toHaveLength(1)
    await expect(takeBackOrganisationDeletion(owner)).rejects.toMatchObject({ code: 'not-found' })
    const taken = (await listAuditEvents(owner, {})).items.map(({ action }) => action)
    expect(taken.slice(0, 2)).toEqual(['organisation.deletion_taken_back', 'organisation.deletion_asked'])
  })

  it('leaves a stop that held before as it is', async () => {
    const owner = await newOwner()
    const held = await setStop(owner, { scope: 'organisation' }, { reason: 'Stolen.', endsAt: null })
    await askOrganisationDeletion(owner, owner.organisation.name)
    expect((await listHoldingStops(owner)).map(({ id }) => id)).toEqual([held.id])
  })

  it('is not taken back once its time is over', async () => {
    const owner = await newOwner()
    await askOrganisationDeletion(owner, owner.organisation.name)
    await fall(owner.organisation.id)
    await expect(takeBackOrganisationDeletion(owner)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('leaves nothing of it in any table but the sealed record, and everything of others', async () => {
    const [going, staying] = [await fullWorld(), await fullWorld()]
    const [id, other] = [going.owner.organisation.id, staying.owner.organisation.id]
    await askOrganisationDeletion(going.owner, going.owner.organisation.name)
    const before = await rowsOf(other)
    for (const table of ['call', 'counter', 'approval', 'server', 'policy_version', 'grant', 'event'])
      expect(before[table], table).toBeGreaterThan(0)
    await fall(id)
    await purge(pool, () => false)
    const left = Object.keys(await rowsOf(id))
    expect(left).toContain('audit_event')
    expect(left.filter((table) => !table.startsWith('audit_'))).toEqual([])
    expect(await instance.sql('SELECT 1 FROM organisation WHERE id = $1', [id])).toEqual([])
    const [last] = await instance.sql(
      'SELECT action, actor_kind FROM audit_event WHERE organisation_id = $1 ORDER BY at DESC, id DESC LIMIT 1',
      [id],
    )
    expect(last).toEqual({ action: 'organisation.deleted', actor_kind: 'chore' })
    expect(await rowsOf(other)).toEqual(before)
  })

  it('takes many small steps where there is much, each about as large as it may be', async () => {
    const { owner } = await fullWorld()
    await askOrganisationDeletion(owner, owner.organisation.name)
    await fall(owner.organisation.id)
    const steps: number[] = []
    for (let step = 0; step < 200; step++) {
      const [row] = await instance.sql('SELECT purge_organisations(7)::int AS gone')
      steps.push(Number(row?.gone))
      if (Number(row?.gone) < 7) break
    }
    expect(steps.length).toBeGreaterThan(10)
    expect(await instance.sql('SELECT 1 FROM organisation WHERE id = $1', [owner.organisation.id])).toEqual(
      [],
    )
  })
})

describe('deleting an account', () => {
  const exists = async ({ userId }: Member) =>
    (await instance.sql('SELECT 1 FROM "user" WHERE id = $1', [userId])).length > 0

  it('takes its address', async () => {
    const owner = await newOwner()
    await expect(deleteAccount(owner, 'other@example.com')).rejects.toMatchObject({
      data: { field: 'email' },
    })
    expect(await exists(owner)).toBe(true)
  })

  it('takes along the organisation that nobody else is in, and everything of the person', async () => {
    const { owner, grant } = await fullWorld()
    const device = newDevice()
    await addPasskey(owner, { name: 'Laptop', response: device.create(await passkeyCreation(owner)) })
    const { key } = await createApiKey(owner, 'key')
    const { organisation, userId, email } = owner
    expect(await whatGoesAlong(owner)).toEqual([
      { id: organisation.id, name: organisation.name, fate: 'goes', grants: 1 },
    ])
    await deleteAccount(owner, ` ${email.toUpperCase()} `)
    expect(await exists(owner)).toBe(false)
    expect(await findMemberByKey(key)).toBeNull()
    for (const table of ['session', 'member', 'passkey', 'recovery_code', 'challenge', 'policy_draft'])
      expect(await instance.sql(`SELECT 1 FROM ${table} WHERE user_id = $1`, [userId]), table).toEqual([])
    expect((await mailTo(email)).map(({ kind }) => kind)).toContain('account-deleted')
    await purge(pool, () => false)
    expect(Object.keys(await rowsOf(organisation.id)).filter((table) => !table.startsWith('audit_'))).toEqual(
      [],
    )
    expect(grant.id).toContain(organisation.id)
  })

  it('leaves what others share, on their record, with the grants of the person stopped', async () => {
    const { owner, server } = await newWorld(instance, upstream.url)
    const admin = await newColleague(instance, owner, 'admin')
    await instance.sql('UPDATE "grant" SET created_by_id = $1 WHERE organisation_id = $2', [
      admin.userId,
      owner.organisation.id,
    ])
    const own = await createApiKey(owner, 'stays')
    expect(await whatGoesAlong(admin)).toMatchObject([{ fate: 'stays', grants: 1 }])
    await deleteAccount(admin, admin.email)
    expect(await getOrganisationDeletion(owner)).toBeNull()
    expect(await findMemberByKey(own.key)).not.toBeNull()
    expect(await instance.sql('SELECT 1 FROM server WHERE id = $1', [server.id])).toHaveLength(1)
    const deeds = (await listAuditEvents(owner, {})).items.map(({ action, target }) => [action, target])
    expect(deeds).toContainEqual(['account.deleted', admin.userId])
  })

  it('(security L12) leaves no organisation without an owner while others are in it', async () => {
    const owner = await newOwner()
    await newColleague(instance, owner, 'admin')
    expect(await whatGoesAlong(owner)).toMatchObject([{ fate: 'needs-owner' }])
    await expect(deleteAccount(owner, owner.email)).rejects.toMatchObject({
      code: 'last-owner',
      data: { organisations: [owner.organisation.name] },
    })
    expect(await exists(owner)).toBe(true)
    expect(await getOrganisationDeletion(owner)).toBeNull()
  })

  it('(security L12) lets one of two owners go who go at once', async () => {
    const owner = await newOwner()
    const second = await newColleague(instance, owner, 'owner')
    await newColleague(instance, owner, 'viewer')
    const tries = await Promise.allSettled([owner, second].map((each) => deleteAccount(each, each.email)))
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(
      await instance.sql(`SELECT 1 FROM member WHERE organisation_id = $1 AND role = 'owner'`, [
        owner.organisation.id,
      ]),
    ).toHaveLength(1)
  })
})
