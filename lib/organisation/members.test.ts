import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createApiKey, findMemberByKey } from '#lib/accounts/index.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Member } from '#lib/data/model.ts'
import { createChannel, listChannels } from '#lib/notices/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { changeRole, leaveOrganisation, listMembers, removeMember } from './index.ts'

let instance: Instance

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

const rolesIn = async (member: Member) =>
  Object.fromEntries((await listMembers(member)).map(({ email, role }) => [email, role]))

describe('another role', () => {
  it('is given by an admin, up to their own, and is on record with who did it', async () => {
    const owner = await newOwner()
    const admin = await newColleague(instance, owner, 'admin')
    const viewer = await newColleague(instance, owner, 'viewer')
    await changeRole(admin, viewer.userId, 'approver')
    await changeRole(admin, viewer.userId, 'approver')
    expect(await rolesIn(owner)).toMatchObject({ [viewer.email]: 'approver' })
    const events = (await listAuditEvents(owner, {})).items.filter(
      ({ action }) => action === 'member.role_changed',
    )
    expect(events).toMatchObject([
      {
        actor: admin.email,
        actorKind: 'user',
        target: viewer.userId,
        detail: { email: viewer.email, before: { role: 'viewer' }, after: { role: 'approver' } },
      },
    ])
  })

  it('[fail closed] is not given by those below an admin, nor is an owner’s by an admin', async () => {
    const owner = await newOwner()
    const [admin, manager, viewer] = [
      await newColleague(instance, owner, 'admin'),
      await newColleague(instance, owner, 'policy_manager'),
      await newColleague(instance, owner, 'viewer'),
    ]
    for (const attempt of [
      () => changeRole(manager, viewer.userId, 'approver'),
      () => changeRole(viewer, viewer.userId, 'admin'),
      () => changeRole(admin, viewer.userId, 'owner'),
      () => changeRole(admin, admin.userId, 'owner'),
      () => changeRole(admin, owner.userId, 'viewer'),
      () => removeMember(admin, owner.userId),
      () => removeMember(manager, viewer.userId),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
    expect(await rolesIn(owner)).toMatchObject({ [viewer.email]: 'viewer', [owner.email]: 'owner' })
  })

  it('is not given by who was demoted a moment ago, whatever their request still says', async () => {
    const owner = await newOwner()
    const admin = await newColleague(instance, owner, 'admin')
    const viewer = await newColleague(instance, owner, 'viewer')
    await changeRole(owner, admin.userId, 'viewer')
    await expect(changeRole(admin, viewer.userId, 'admin')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(removeMember(admin, viewer.userId)).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('[security] the last owner', () => {
  it('stays: neither demoted, nor removed, nor let go (L12)', async () => {
    const owner = await newOwner()
    for (const attempt of [
      () => changeRole(owner, owner.userId, 'admin'),
      () => removeMember(owner, owner.userId),
      () => leaveOrganisation(owner),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'last-owner' })
    const second = await newColleague(instance, owner, 'owner')
    await leaveOrganisation(owner)
    expect(await rolesIn(second)).toEqual({ [second.email]: 'owner' })
  })

  it('stays where two demote one another at once, however often (L12)', async () => {
    for (let round = 0; round < 10; round++) {
      const one = await newOwner()
      const other = await newColleague(instance, one, 'owner')
      const results = await Promise.allSettled([
        changeRole(one, other.userId, 'viewer'),
        changeRole(other, one.userId, 'viewer'),
      ])
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const owners = Object.values(await rolesIn(one)).filter((role) => role === 'owner')
      expect(owners).toHaveLength(1)
    }
  }, 60_000)

  it('is kept by the database itself, against SQL and against two transactions that cannot see one another', async () => {
    const owner = await newOwner()
    const { id } = owner.organisation
    const noOwner = { constraint: 'organisation_has_an_owner' }
    await expect(
      instance.sql(`UPDATE member SET role = 'admin' WHERE organisation_id = $1`, [id]),
    ).rejects.toMatchObject(noOwner)
    await expect(instance.sql('DELETE FROM member WHERE organisation_id = $1', [id])).rejects.toMatchObject(
      noOwner,
    )
    const other = await newColleague(instance, owner, 'owner')
    const [first, second] = [await instance.connect(), await instance.connect()]
    const demote = `UPDATE member SET role = 'viewer' WHERE organisation_id = $1 AND user_id = $2`
    await first.query('BEGIN')
    await second.query('BEGIN')
    await first.query(demote, [id, owner.userId])
    const waiting = second.query(demote, [id, other.userId]).then(
      () => 'done',
      (error) => error.constraint,
    )
    await first.query('COMMIT')
    expect(await waiting).toBe('organisation_has_an_owner')
    await second.query('ROLLBACK')
    await Promise.all([first.end(), second.end()])
  })

  it('goes with the organisation', async () => {
    const owner = await newOwner()
    await instance.sql('DELETE FROM organisation WHERE id = $1', [owner.organisation.id])
    expect(await instance.sql('SELECT 1 FROM member WHERE user_id = $1', [owner.userId])).toEqual([])
  })
})

describe('who was removed', () => {
  it('leaves no key that works, not even on coming back, and is mailed nothing more', async () => {
    const owner = await newOwner()
    const leaver = await newColleague(instance, owner, 'admin')
    const { key } = await createApiKey(leaver, 'theirs')
    await createChannel(owner, { name: 'Theirs', kind: 'email', to: leaver.email })
    await createChannel(owner, { name: 'Mine', kind: 'email', to: owner.email })
    await removeMember(owner, leaver.userId)
    expect(await findMemberByKey(key)).toBeNull()
    expect((await listChannels(owner)).map(({ name }) => name)).toEqual(['Mine'])
    await instance.sql(`INSERT INTO member (organisation_id, user_id, role) VALUES ($1, $2, 'viewer')`, [
      owner.organisation.id,
      leaver.userId,
    ])
    expect(await findMemberByKey(key)).toBeNull()
    const actions = (await listAuditEvents(owner, {})).items.map(({ action, actor }) => [action, actor])
    expect(actions).toEqual(
      expect.arrayContaining([
        ['member.removed', owner.email],
        ['api_key.revoked', owner.email],
        ['channel.deleted', owner.email],
      ]),
    )
  })

  it('is of this organisation: another’s people are not found', async () => {
    const owner = await newOwner()
    const stranger = await newOwner()
    for (const id of [stranger.userId, 'usr_0', '']) {
      await expect(removeMember(owner, id)).rejects.toMatchObject({ code: 'not-found' })
      await expect(changeRole(owner, id, 'viewer')).rejects.toMatchObject({ code: 'not-found' })
    }
    expect(await rolesIn(stranger)).toEqual({ [stranger.email]: 'owner' })
  })
})
