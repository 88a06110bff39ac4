// A person's own account at a server that has ended: they are written to, once each time, on a real mail server.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type MailServer, startMailServer } from '#testing/smtp.ts'
import { APP_URL, type SenderWorld, senderWorld } from './testing/world.ts'

let world: SenderWorld
let server: MailServer
beforeAll(async () => {
  server = await startMailServer()
  world = await senderWorld()
  const { organisationId, serverId, userId } = world.tenant
  await world.pool.query(
    `INSERT INTO upstream_sign_in (organisation_id, server_id, issuer, resource, token_endpoint, scope, sealed_client, client_kind, reader_id)
     VALUES ($1, $2, 'https://id.example', 'https://x.example', 'https://id.example/token', '', '\\x00', 'registered', $3)`,
    [organisationId, serverId, userId],
  )
})
afterAll(async () => {
  await world.close()
  await server.close()
})
beforeEach(async () => {
  const { organisationId, serverId, userId } = world.tenant
  await world.pool.query('DELETE FROM upstream_connection')
  for (const owner of [userId, null])
    await world.pool.query(
      `INSERT INTO upstream_connection (organisation_id, server_id, owner, user_id, connected_by_id, sealed_tokens, scope)
       VALUES ($1, $2, $3, $4, $5, '\\x00', '')`,
      [organisationId, serverId, owner ?? '', owner, userId],
    )
})

const set = (state: 'broken' | 'connected') =>
  world.pool.query(`UPDATE upstream_connection SET state = $1, message = $2`, [
    state,
    state === 'broken' ? 'id.example does not renew the access to this server. Connect it again.' : '',
  ])
const sender = () => world.sender({ smtpUrl: server.url })
const letters = () => server.received.filter(({ to }) => to.includes(world.tenant.email))

describe('an account of one’s own that has ended', () => {
  it('is told to its owner with why, and where to connect it again', async () => {
    const one = sender()
    await one.lookAtBroken()
    await one.lookAtLetters()
    expect(letters()).toEqual([])
    await set('broken')
    await one.lookAtBroken()
    await one.lookAtLetters()
    const letter = await server.next(world.tenant.email, 'Connect your account')
    expect(letter.decoded).toContain(`${APP_URL}/servers/${world.tenant.serverId}/account`)
    expect(letter.decoded).toContain('does not renew the access')
    // What serves everybody is told of as the server's trouble: it is nobody's own.
    expect(letters()).toHaveLength(1)
  })

  it('is told once however many gateways look, and again where it ends again', async () => {
    const before = letters().length
    const replicas = [sender(), sender(), sender()]
    await set('broken')
    await Promise.all(replicas.map((each) => each.lookAtBroken()))
    await Promise.all(replicas.map((each) => each.lookAtBroken()))
    await sender().lookAtLetters()
    expect(letters()).toHaveLength(before + 1)
    await set('connected')
    await replicas[0]?.lookAtBroken()
    await set('broken')
    await replicas[1]?.lookAtBroken()
    await sender().lookAtLetters()
    expect(letters()).toHaveLength(before + 2)
  })

  it('is not said to be told where the letter could not be written', async () => {
    await set('broken')
    await world.pool.query('ALTER TABLE mail RENAME TO mail_away')
    await expect(sender().lookAtBroken()).rejects.toMatchObject({ code: 'store-unavailable' })
    await world.pool.query('ALTER TABLE mail_away RENAME TO mail')
    const before = letters().length
    await sender().lookAtBroken()
    await sender().lookAtLetters()
    expect(letters()).toHaveLength(before + 1)
  })
})
