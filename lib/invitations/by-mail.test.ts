// An invitation by mail, over a real mail server: the link is in the letter, and nowhere else.
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type Instance, newOwner } from '#testing/instance.ts'
import { type Mailing, startMailing } from '#testing/mailing.ts'
import { linkIn, type MailServer } from '#testing/smtp.ts'
import { findInvitation, inviteMember, joinAsNewcomer, resendInvitation, revokeInvitation } from './index.ts'

const APP = 'http://localhost:3000'
const FROM = { requestId: 'req_1', address: '10.9.0.1' }
let mailing: Mailing
let instance: Instance
let server: MailServer

beforeAll(async () => {
  mailing = await startMailing(inject('postgresUrl'), { SIGN_UP: 'invite' })
  ;({ instance, server } = mailing)
  mailing.sender.start()
})
afterAll(() => mailing.close())

const tokenIn = (text: string) => linkIn(text, `${APP}/join/`).slice(`${APP}/join/`.length)

it('says who invites, to what, as what and until when, and its link opens the organisation', async () => {
  const person = await newOwner()
  const owner = { ...person, organisation: { ...person.organisation, name: 'Analytical <b>Engines</b>' } }
  const { link } = await inviteMember(owner, { email: 'guest@example.com', role: 'approver' })
  // Who invites cannot open an account in the other's place.
  expect(link).toBeNull()
  const letter = await server.next('guest@example.com', 'invites you')
  expect(letter.to).toEqual(['guest@example.com'])
  expect(letter.header('From')).toContain('gate@example.org')
  expect(letter.decoded).toContain(owner.email)
  expect(letter.decoded).toContain('as an approver')
  expect(letter.decoded).toContain('&lt;b&gt;Engines&lt;/b&gt;')
  const token = tokenIn(letter.decoded)
  expect(await findInvitation(token)).toMatchObject({ email: 'guest@example.com', role: 'approver' })
  expect(await joinAsNewcomer(token, 'four words of mine', FROM)).toMatchObject({
    email: 'guest@example.com',
    role: 'approver',
    organisation: { id: owner.organisation.id },
  })
  expect(mailing.logged.join('')).not.toContain(token)
  const rows = await instance.sql(
    `SELECT encode(coalesce(sealed, ''), 'escape') AS sealed, subject, error FROM mail`,
  )
  expect(JSON.stringify(rows)).not.toContain(token)
})

it('sent again has a new link, and the one before opens nothing (security L9)', async () => {
  const owner = await newOwner()
  const { id } = await inviteMember(owner, { email: 'twice@example.com', role: 'viewer' })
  const first = tokenIn((await server.next('twice@example.com')).decoded)
  await resendInvitation(owner, id)
  const second = tokenIn((await server.next('twice@example.com')).decoded)
  expect(second).not.toBe(first)
  await expect(findInvitation(first)).resolves.toBeNull()
  expect(await findInvitation(second)).toMatchObject({ email: 'twice@example.com' })
  await revokeInvitation(owner, id)
  await expect(findInvitation(second)).resolves.toBeNull()
})

it('that the mail server takes later is sent later, with the same link', async () => {
  const owner = await newOwner()
  server.refuseWith(451)
  await inviteMember(owner, { email: 'later@example.com', role: 'viewer' })
  await expect
    .poll(
      async () =>
        (await instance.sql(`SELECT attempts FROM mail WHERE recipient = 'later@example.com'`))[0]?.attempts,
      { timeout: 30_000 },
    )
    .toBe(1)
  server.refuseWith(null)
  await instance.sql(`UPDATE mail SET next_at = now() WHERE recipient = 'later@example.com'`)
  const letter = await server.next('later@example.com')
  expect(await findInvitation(tokenIn(letter.decoded))).toMatchObject({ email: 'later@example.com' })
})
