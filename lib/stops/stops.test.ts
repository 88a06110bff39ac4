// Who stops what, who lifts it, and what is kept of it; on a real Postgres.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Member } from '#lib/data/model.ts'
import { revokeGrant } from '#lib/grants/index.ts'
import { type Instance, newColleague, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { liftStop, listHoldingStops, listStops, type StopTarget, setStop } from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let world: World
let owner: Member
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  world = await newWorld(instance, upstream.url)
  owner = world.owner
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

const because = { reason: 'The agent was taken over.', endsAt: null }
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)
const targets = (): readonly StopTarget[] => [
  { scope: 'grant', id: world.grant.id },
  { scope: 'server', id: world.server.id },
  { scope: 'organisation' },
]
const revisions = async () =>
  (
    await instance.sql(
      `SELECT g.revision AS "grant", s.revision AS server FROM "grant" g, server s
        WHERE g.organisation_id = $1 AND g.id = $2 AND s.organisation_id = $1 AND s.id = $3`,
      [owner.organisation.id, world.grant.id, world.server.id],
    )
  )[0]

describe('an emergency stop', () => {
  it('raises the revision that admission compares, of the grant or of the servers', async () => {
    const steps: unknown[] = []
    for (const target of targets()) {
      const before = await revisions()
      const { id } = await setStop(owner, target, because)
      const after = await revisions()
      await liftStop(owner, id)
      steps.push([
        Number(after?.grant) - Number(before?.grant),
        Number(after?.server) - Number(before?.server),
      ])
    }
    expect(steps).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
    ])
  })

  it('is set by whoever may decide about calls, and lifted by those who write the rules', async () => {
    const [viewer, approver, manager, admin] = await Promise.all(
      (['viewer', 'approver', 'policy_manager', 'admin'] as const).map((role) =>
        newColleague(instance, owner, role),
      ),
    )
    if (!viewer || !approver || !manager || !admin) throw new Error('nobody came')
    for (const target of targets()) {
      await expect(setStop(viewer, target, because)).rejects.toMatchObject({ code: 'forbidden' })
      const { id } = await setStop(approver, target, because)
      await expect(liftStop(approver, id)).rejects.toMatchObject({ code: 'forbidden' })
      if (target.scope === 'organisation')
        await expect(liftStop(manager, id)).rejects.toMatchObject({ code: 'forbidden' })
      expect(await liftStop(target.scope === 'organisation' ? admin : manager, id)).toMatchObject({
        state: 'lifted',
        liftedBy: target.scope === 'organisation' ? admin.email : manager.email,
      })
    }
    expect(await listHoldingStops(viewer)).toEqual([])
  })

  it('says who, why and until when to everybody, and stays in the history', async () => {
    const endsAt = inMinutes(5)
    const set = await setStop(owner, { scope: 'server', id: world.server.id }, { reason: ' Why. ', endsAt })
    const viewer = await newColleague(instance, owner, 'viewer')
    expect(await listHoldingStops(viewer)).toEqual([set])
    expect(set).toMatchObject({
      scope: 'server',
      subjectId: world.server.id,
      subjectName: world.server.name,
      reason: 'Why.',
      setBy: owner.email,
      endsAt,
      state: 'holding',
    })
    await liftStop(owner, set.id)
    const again = await liftStop(owner, set.id)
    expect((await listStops(viewer)).items[0]).toEqual(again)
    const actions = (await listAuditEvents(owner, {})).items.map(({ action, target }) => [action, target])
    expect(actions.slice(0, 2)).toEqual([
      ['server.stop_lifted', world.server.id],
      ['server.stopped', world.server.id],
    ])
  })

  it('ends by itself, by the database’s clock', async () => {
    const target = { scope: 'grant', id: world.grant.id } as const
    const { id } = await setStop(owner, target, { reason: 'Short.', endsAt: inMinutes(1) })
    await expect(
      instance.sql(`UPDATE emergency_stop SET ends_at = clock_timestamp() WHERE id = $1`, [id]),
    ).rejects.toThrow('never changed')
    await instance.sql('ALTER TABLE emergency_stop DISABLE TRIGGER emergency_stop_kept')
    await instance.sql(`UPDATE emergency_stop SET ends_at = clock_timestamp() WHERE id = $1`, [id])
    await instance.sql('ALTER TABLE emergency_stop ENABLE TRIGGER emergency_stop_kept')
    expect(await listHoldingStops(owner)).toEqual([])
    expect(await liftStop(owner, id)).toMatchObject({ state: 'ended', liftedAt: null })
  })

  it('is made longer by another, and never shorter but by those who may lift it', async () => {
    const target = { scope: 'grant', id: world.grant.id } as const
    const first = await setStop(owner, target, { reason: 'An hour.', endsAt: inMinutes(60) })
    const shorter = setStop(owner, target, { reason: 'A minute.', endsAt: inMinutes(1) })
    await expect(shorter).rejects.toMatchObject({ code: 'stop-holds' })
    const second = await setStop(owner, target, { reason: 'For good.', endsAt: null })
    expect((await listHoldingStops(owner)).map(({ id }) => id)).toEqual([second.id])
    await expect(
      setStop(owner, target, { reason: 'A year.', endsAt: inMinutes(500_000) }),
    ).rejects.toMatchObject({ code: 'stop-holds' })
    expect((await listStops(owner)).items.find(({ id }) => id === first.id)?.state).toBe('lifted')
    await liftStop(owner, second.id)
  })

  it('tells the channels that want to know, of the stop and of its end', async () => {
    const { id } = await setStop(owner, { scope: 'organisation' }, because)
    await liftStop(owner, id)
    const told = await instance.sql(
      `SELECT kind, severity, detail FROM event WHERE organisation_id = $1 AND kind LIKE 'stop.%' ORDER BY id DESC LIMIT 2`,
      [owner.organisation.id],
    )
    expect(told).toMatchObject([
      { kind: 'stop.lifted', severity: 'critical', detail: { by: owner.email } },
      { kind: 'stop.set', severity: 'critical', detail: { reason: because.reason, scope: 'organisation' } },
    ])
  })

  it('has a reason that can be read and an end that is to come', async () => {
    const target = { scope: 'organisation' } as const
    for (const reason of ['', '  ', 'two\nlines', 'x'.repeat(301)])
      await expect(setStop(owner, target, { reason, endsAt: null })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    for (const endsAt of [new Date(Number.NaN), inMinutes(-1), new Date('+012000-01-01T00:00:00Z')])
      await expect(setStop(owner, target, { reason: 'Why.', endsAt })).rejects.toMatchObject({
        code: 'invalid-input',
      })
  })

  it('of a grant that is revoked meanwhile holds nothing any more', async () => {
    const own = await newWorld(instance, upstream.url)
    await setStop(own.owner, { scope: 'grant', id: own.grant.id }, because)
    await revokeGrant(own.owner, own.grant.id)
    expect(await listHoldingStops(own.owner)).toEqual([])
    await expect(setStop(own.owner, { scope: 'grant', id: own.grant.id }, because)).rejects.toMatchObject({
      code: 'invalid-input',
    })
  })
})
