import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import type { Member } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { revokeGrant } from '#lib/grants/index.ts'
import { newId } from '#lib/id.ts'
import { openChannel } from '#lib/webhooks/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import {
  createChannel,
  deleteChannel,
  listChannels,
  listDeliveries,
  listEvents,
  replayDelivery,
  rotateChannelSecret,
  testChannel,
  updateChannel,
} from './index.ts'

let instance: Instance
let owner: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'), { ALLOW_PRIVATE_UPSTREAMS: 'false' })
})
beforeEach(async () => {
  owner = await newOwner()
})
afterAll(() => instance.close())

const HOOK = {
  name: 'Ops',
  kind: 'webhook',
  to: 'https://hooks.example.com/services/T0/very-secret',
} as const
const hook = async () => createChannel(owner, HOOK)
const secretOf = async (channelId: string) => {
  const [row] = await instance.sql('SELECT sealed FROM channel WHERE id = $1', [channelId])
  const place = { organisationId: owner.organisation.id, channelId }
  return openChannel(env().secretKey, place, row?.sealed as Buffer)
}

describe('a channel', () => {
  it('shows the host of its URL and its secret once; both are sealed at rest and absent from the record', async () => {
    const { channel, secret } = await hook()
    expect(channel).toMatchObject({
      kind: 'webhook',
      target: 'hooks.example.com',
      isOn: true,
      least: 'warning',
      kinds: [],
    })
    expect(secret).toMatch(/^whsec_/)
    expect(await secretOf(channel.id)).toEqual({ url: HOOK.to, secret })
    const rows = await instance.sql('SELECT row_to_json(c)::text AS row FROM channel c WHERE id = $1', [
      channel.id,
    ])
    const seen = JSON.stringify([rows, await listChannels(owner), (await listAuditEvents(owner, {})).items])
    expect(seen).not.toContain('very-secret')
    expect(seen).not.toContain(secret)
  })

  it('goes nowhere that a server could not be', async () => {
    const refused = {
      'http://hooks.example.com/': 'url-refused',
      'https://user:pw@hooks.example.com/': 'url-refused',
      'https://127.0.0.1/': 'address-refused',
      'https://169.254.169.254/latest': 'address-refused',
      'https://localhost/': 'address-refused',
      'https://metadata.google.internal/': 'address-refused',
      'file:///etc/passwd': 'url-refused',
      nonsense: 'url-refused',
      [`${env().appUrl}/`]: 'address-refused',
    }
    for (const [to, code] of Object.entries(refused))
      for (const kind of ['webhook', 'slack'])
        await expect(createChannel(owner, { ...HOOK, kind, to }), to).rejects.toMatchObject({ code })
  })

  it('of e-mail is for members alone', async () => {
    const viewer = await newColleague(instance, owner, 'viewer')
    const stranger = await newOwner()
    const mail = { name: 'Mail', kind: 'email' }
    const { channel, secret } = await createChannel(owner, { ...mail, to: ` ${viewer.email.toUpperCase()} ` })
    expect([channel.target, secret]).toEqual([viewer.email, null])
    for (const to of [
      stranger.email,
      'x@example.com',
      `${viewer.email}\r\nBcc: x@example.com`,
      `${viewer.email},x@y.z`,
    ])
      await expect(createChannel(owner, { ...mail, to })).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('is for admins', async () => {
    const { channel } = await hook()
    const { deliveryId } = await testChannel(owner, channel.id)
    const manager = await newColleague(instance, owner, 'policy_manager')
    const tries = [
      () => listChannels(manager),
      () => createChannel(manager, HOOK),
      () => updateChannel(manager, channel.id, { isOn: false }),
      () => deleteChannel(manager, channel.id),
      () => rotateChannelSecret(manager, channel.id),
      () => testChannel(manager, channel.id),
      () => listDeliveries(manager),
      () => replayDelivery(manager, deliveryId),
    ]
    for (const tried of tries) await expect(tried()).rejects.toMatchObject({ code: 'forbidden' })
    await expect(listEvents(manager)).resolves.toMatchObject({ items: [{ kind: 'channel.test' }] })
  })

  it('refuses names, events and severities that are none', async () => {
    const wrong = [
      { name: ' ' },
      { name: 'a\nb' },
      { kind: 'pager' },
      { kinds: ['tool.changed', 'toString'] },
      { least: 'fatal' },
    ]
    for (const each of wrong)
      await expect(createChannel(owner, { ...HOOK, ...each })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    const { channel } = await hook()
    await expect(updateChannel(owner, channel.id, {})).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('rotates its secret: the old one signs for a day more', async () => {
    const { channel, secret: first } = await hook()
    const { secret } = await rotateChannelSecret(owner, channel.id)
    const kept = await secretOf(channel.id)
    expect(kept).toMatchObject({ url: HOOK.to, secret, before: { secret: first } })
    const hours = ((kept.before?.until ?? 0) - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(23)
    expect(hours).toBeLessThanOrEqual(24)
    const { channel: chat } = await createChannel(owner, { ...HOOK, kind: 'slack' })
    await expect(rotateChannelSecret(owner, chat.id)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('that is turned off gives up what waits, and turned on forgets why it was off', async () => {
    const { channel } = await hook()
    await testChannel(owner, channel.id)
    await updateChannel(owner, channel.id, { isOn: false })
    const [delivery] = (await listDeliveries(owner)).items
    expect(delivery).toMatchObject({ status: 'failed', nextAt: null })
    await expect(testChannel(owner, channel.id)).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(replayDelivery(owner, delivery?.id ?? '')).rejects.toMatchObject({ code: 'invalid-input' })
    await instance.sql(`UPDATE channel SET off_reason = 'Turned off: 410', failing_since = now()`)
    expect(await updateChannel(owner, channel.id, { isOn: true })).toMatchObject({
      isOn: true,
      offReason: '',
      failingSince: null,
    })
  })

  it('is not tested without end', async () => {
    const { channel } = await hook()
    for (let i = 0; i < 20; i++) await testChannel(owner, channel.id)
    await expect(testChannel(owner, channel.id)).rejects.toMatchObject({ code: 'too-many-attempts' })
  })

  it('is one of fifty', async () => {
    for (let i = 0; i < 50; i++) await hook()
    await expect(hook()).rejects.toMatchObject({ code: 'limit-reached' })
  })
})

describe('a revoked grant', () => {
  it('is told of once, by whom', async () => {
    const id = newId('grt', owner.organisation.id)
    await instance.sql(
      `INSERT INTO "grant" (organisation_id, id, label, token_digest, token_end, created_by_id) VALUES ($1, $2, 'agent', 'x', 'y', $3)`,
      [owner.organisation.id, id, owner.userId],
    )
    await revokeGrant(owner, id)
    await revokeGrant(owner, id)
    expect((await listEvents(owner)).items).toMatchObject([
      { kind: 'grant.revoked', severity: 'info', subject: id, detail: { grant: 'agent', by: owner.email } },
    ])
  })
})

describe('the log', () => {
  it('is read page by page, newest first, and one of it can be sent again under its id', async () => {
    const { channel } = await hook()
    await instance.sql(
      `SELECT note_event($1, 'tool.changed', 'srv', jsonb_build_object('n', n)) FROM generate_series(1, 60) n`,
      [owner.organisation.id],
    )
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await listDeliveries(owner, { channelId: channel.id, ...(cursor && { cursor }) })
      seen.push(...page.items.map((each) => each.id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toHaveLength(60)
    expect(seen).toEqual([...seen].sort().reverse())
    await expect(listDeliveries(owner, { cursor: 'x' })).rejects.toMatchObject({ code: 'invalid-input' })
    const [id = ''] = seen
    await instance.sql(
      `UPDATE delivery SET status = 'failed', attempts = 8, next_at = NULL, error = 'x', response_status = 500`,
    )
    await replayDelivery(owner, id)
    const rows = await instance.sql(
      `SELECT id, attempts, error, response_status FROM delivery WHERE status = 'waiting'`,
    )
    expect(rows).toEqual([{ id, attempts: 0, error: '', response_status: null }])
  })
})
