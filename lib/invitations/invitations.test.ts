import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openAccount, signInAccount } from '#lib/accounts/index.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Member, Role } from '#lib/data/model.ts'
import { changeRole, leaveOrganisation, listMembers, removeMember } from '#lib/organisation/index.ts'
import { newToken } from '#lib/token.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import {
  acceptInvitation,
  findInvitation,
  inviteMember,
  joinAsNewcomer,
  joinWithPassword,
  listInvitations,
  resendInvitation,
  revokeInvitation,
} from './index.ts'

const PASSWORD = 'four words of mine'
const FROM = { requestId: 'req_1', address: '10.9.0.1' }
let instance: Instance

beforeAll(async () => {
  // No mail here: the link comes back to who invites.
  instance = await startInstance(inject('postgresUrl'), { SIGN_UP: 'invite' })
})
afterAll(() => instance.close())

const newAddress = () => `guest-${randomBytes(4).toString('hex')}@example.com`
const tokenIn = (link: string | null) => link?.split('/join/')[1] ?? ''

async function invited(owner: Member, email = newAddress(), role: Role = 'approver') {
  const { id, link } = await inviteMember(owner, { email, role })
  return { id, email, token: tokenIn(link) }
}

async function personAt(email: string): Promise<Member> {
  return openAccount({ email, password: PASSWORD }, 'user')
}

describe('an invitation', () => {
  it('opens an account and the organisation to somebody new, with its role, though sign-up is closed', async () => {
    const owner = await newOwner()
    const { email, token } = await invited(owner, ' New.Person@Example.com ')
    expect(email).toBe(' New.Person@Example.com ')
    expect(await findInvitation(token)).toEqual({
      organisation: { id: owner.organisation.id, name: owner.organisation.name },
      email: 'new.person@example.com',
      role: 'approver',
      invitedBy: owner.email,
      account: 'none',
    })
    const joined = await joinAsNewcomer(token, PASSWORD, FROM)
    expect(joined).toMatchObject({ role: 'approver', organisation: { id: owner.organisation.id } })
    expect(
      await signInAccount({ email: 'new.person@example.com', password: PASSWORD }, '10.9.0.2'),
    ).toMatchObject({
      userId: joined.userId,
      organisation: { id: owner.organisation.id },
    })
    expect((await listAuditEvents(owner, {})).items).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ action: 'member.joined', actor: 'new.person@example.com' }),
        expect.objectContaining({ action: 'member.invited', actor: owner.email }),
      ]),
    )
  }, 60_000)

  it('lets an account that is there in beside its own organisations, and is current from then on', async () => {
    const owner = await newOwner()
    const guest = await newOwner()
    const { token } = await invited(owner, guest.email, 'viewer')
    expect(await findInvitation(token)).toMatchObject({ account: 'member' })
    expect(await acceptInvitation(guest, token)).toMatchObject({
      userId: guest.userId,
      role: 'viewer',
      organisation: { id: owner.organisation.id },
    })
    expect((await listMembers(guest)).map(({ email }) => email)).toEqual([guest.email])
  })

  it('[security] works once, for its own address alone, and not for another account (L9, L12)', async () => {
    const owner = await newOwner()
    const guest = await newOwner()
    const thief = await newOwner()
    const { token } = await invited(owner, guest.email)
    await expect(acceptInvitation(thief, token)).rejects.toMatchObject({ code: 'forbidden' })
    const tries = await Promise.allSettled([acceptInvitation(guest, token), acceptInvitation(guest, token)])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(acceptInvitation(guest, token)).rejects.toMatchObject({ code: 'not-found' })
    expect(await findInvitation(token)).toBeNull()
  })

  it('[security] makes one account where two come at once (L12)', async () => {
    const owner = await newOwner()
    const { token, email } = await invited(owner)
    const tries = await Promise.allSettled([
      joinAsNewcomer(token, PASSWORD, FROM),
      joinAsNewcomer(token, `${PASSWORD} too`, FROM),
    ])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await instance.sql('SELECT 1 FROM "user" WHERE email = $1', [email])).toHaveLength(1)
  }, 60_000)

  it('[security] is open for an address once, however the address is written (L12)', async () => {
    const owner = await newOwner()
    const email = newAddress()
    const tries = await Promise.allSettled([
      inviteMember(owner, { email, role: 'viewer' }),
      inviteMember(owner, { email: ` ${email.toUpperCase()}`, role: 'admin' }),
    ])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(
      inviteMember(owner, { email: owner.email.toUpperCase(), role: 'viewer' }),
    ).rejects.toMatchObject({
      code: 'in-use',
    })
  })

  it('[security] opens nothing after a week, revoked, or sent again: the link before is dead (L9)', async () => {
    const owner = await newOwner()
    const revoked = await invited(owner)
    await revokeInvitation(owner, revoked.id)
    expect(await findInvitation(revoked.token)).toBeNull()
    await expect(revokeInvitation(owner, revoked.id)).rejects.toMatchObject({ code: 'not-found' })

    const again = await invited(owner)
    const second = tokenIn((await resendInvitation(owner, again.id)).link)
    expect(await findInvitation(again.token)).toBeNull()
    expect(await findInvitation(second)).toMatchObject({ email: again.email })

    const old = await invited(owner)
    await instance.sql(`UPDATE invitation SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      old.id,
    ])
    expect(await findInvitation(old.token)).toBeNull()
    await expect(joinAsNewcomer(old.token, PASSWORD, FROM)).rejects.toMatchObject({ code: 'not-found' })
    expect((await listInvitations(owner)).find(({ id }) => id === old.id)).toMatchObject({ state: 'expired' })
    const [row] = await instance.sql('SELECT expires_at, sent_at FROM invitation WHERE id = $1', [again.id])
    expect(Number(row?.expires_at) - Number(row?.sent_at)).toBeLessThanOrEqual(7 * 86_400_000 + 60_000)
  }, 60_000)

  it('[security] opens nothing once who invited may no longer invite: demoted, or gone (L12)', async () => {
    const owner = await newOwner()
    const demoted = await newColleague(instance, owner, 'admin')
    const removed = await newColleague(instance, owner, 'admin')
    const [first, second] = [await invited(demoted), await invited(removed)]
    await changeRole(owner, demoted.userId, 'viewer')
    await removeMember(owner, removed.userId)
    for (const { token } of [first, second]) {
      expect(await findInvitation(token)).toBeNull()
      await expect(joinAsNewcomer(token, PASSWORD, FROM)).rejects.toMatchObject({ code: 'not-found' })
    }
    expect((await listInvitations(owner)).map(({ state }) => state)).toEqual(['void', 'void'])
    const link = tokenIn((await resendInvitation(owner, first.id)).link)
    expect(await findInvitation(link)).toMatchObject({ invitedBy: owner.email })
  }, 60_000)

  it('[security] is in the database as a digest only, and no text that was never a link opens anything', async () => {
    const owner = await newOwner()
    const { token } = await invited(owner)
    expect(JSON.stringify(await instance.sql('SELECT * FROM invitation'))).not.toContain(token)
    const texts = ['', 'x', token.toUpperCase(), `${token}x`, newToken('pci', owner.organisation.id).text]
    for (const text of [...texts, newToken('pck', owner.organisation.id).text, token.replace('pci', 'pck')])
      expect([text, await findInvitation(text)]).toEqual([text, null])
  })
})

describe('inviting', () => {
  it('[fail closed] takes an admin, and an owner for owners', async () => {
    const owner = await newOwner()
    const admin = await newColleague(instance, owner, 'admin')
    const manager = await newColleague(instance, owner, 'policy_manager')
    const { id } = await invited(admin)
    const ask = { email: newAddress(), role: 'viewer' } as const
    for (const attempt of [
      () => inviteMember(manager, ask),
      () => listInvitations(manager),
      () => resendInvitation(manager, id),
      () => revokeInvitation(manager, id),
      () => inviteMember(admin, { ...ask, role: 'owner' }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
    await expect(inviteMember(owner, { ...ask, role: 'owner' })).resolves.toMatchObject({
      link: expect.any(String),
    })
  })

  it('is of one organisation: another’s invitation is not found', async () => {
    const owner = await newOwner()
    const { id } = await invited(await newOwner())
    for (const attempt of [resendInvitation, revokeInvitation])
      await expect(attempt(owner, id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await listInvitations(owner)).toEqual([])
  })

  it('does not tell by its answer whether an address has an account (L8)', async () => {
    const owner = await newOwner()
    const known = await newOwner()
    const answers = []
    for (const email of [known.email, newAddress()]) {
      const answer = await inviteMember(owner, { email, role: 'viewer' })
      answers.push(Object.keys(answer))
    }
    expect(answers[0]).toEqual(answers[1])
  })
})

describe('an account that is in no organisation', () => {
  it('cannot sign in, and comes back by an invitation and its password', async () => {
    const owner = await newOwner()
    const guest = await personAt(newAddress())
    const { token: first } = await invited(guest, owner.email, 'owner')
    await acceptInvitation(owner, first)
    await leaveOrganisation(guest)
    const credentials = { email: guest.email, password: PASSWORD }
    await expect(signInAccount(credentials, '10.9.0.3')).rejects.toMatchObject({ code: 'wrong-credentials' })
    const { token } = await invited(owner, guest.email, 'viewer')
    expect(await findInvitation(token)).toMatchObject({ account: 'alone' })
    await expect(joinWithPassword(token, 'something else', FROM)).rejects.toMatchObject({
      code: 'wrong-credentials',
    })
    expect(await joinWithPassword(token, PASSWORD, FROM)).toMatchObject({
      role: 'viewer',
      userId: guest.userId,
    })
    expect(await signInAccount(credentials, '10.9.0.3')).toMatchObject({
      organisation: { id: owner.organisation.id },
    })
  }, 60_000)
})
