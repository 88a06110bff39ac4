import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { transaction } from '#lib/data/client.ts'
import type { Member } from '#lib/data/model.ts'
import { newId, organisationOf } from '#lib/id.ts'
import { EVENT_KINDS, type EventKind } from '#lib/messages/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { note } from './index.ts'

let instance: Instance
let owner: Member
let organisationId: string

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
beforeEach(async () => {
  owner = await newOwner()
  organisationId = owner.organisation.id
})
afterAll(() => instance.close())

async function channel(settings: { least?: string; kinds?: string[]; isOn?: boolean } = {}): Promise<string> {
  const id = newId('chn', organisationId)
  await instance.sql(
    `INSERT INTO channel (organisation_id, id, name, kind, target, kinds, least, is_on)
     VALUES ($1, $2, 'c', 'email', 'a@example.com', $3, $4, $5)`,
    [organisationId, id, settings.kinds ?? [], settings.least ?? 'info', settings.isOn ?? true],
  )
  return id
}
async function events(): Promise<Record<string, unknown>[]> {
  return instance.sql('SELECT * FROM event WHERE organisation_id = $1 ORDER BY id', [organisationId])
}
async function toldChannels(): Promise<unknown[]> {
  const text = 'SELECT channel_id FROM delivery WHERE organisation_id = $1 ORDER BY id'
  return (await instance.sql(text, [organisationId])).map((row) => row.channel_id)
}
const revoked = (detail = {}) => ({ organisationId, kind: 'grant.revoked', subject: 'g', detail }) as const

describe('an event', () => {
  it('is committed with what happened, or not at all', async () => {
    await channel()
    await expect(
      transaction(async (tx) => {
        await note(tx, revoked())
        throw new Error('the change failed')
      }),
    ).rejects.toThrow('the change failed')
    expect([await events(), await toldChannels()]).toEqual([[], []])
    await transaction((tx) => note(tx, revoked()))
    expect([(await events()).length, (await toldChannels()).length]).toEqual([1, 1])
  })

  it('goes to the channels that are on, want its kind and weigh it enough, and to no other tenant’s', async () => {
    const stranger = organisationId
    await channel()
    owner = await newOwner()
    organisationId = owner.organisation.id
    const wanted = [await channel(), await channel({ kinds: ['tool.changed', 'grant.revoked'] })]
    await channel({ least: 'warning' })
    await channel({ kinds: ['tool.changed'] })
    await channel({ isOn: false })
    await transaction((tx) => note(tx, revoked()))
    expect((await toldChannels()).sort()).toEqual(wanted.sort())
    expect(await instance.sql('SELECT FROM delivery WHERE organisation_id = $1', [stranger])).toEqual([])
  })

  it('weighs what its kind weighs, unless its author knows better', async () => {
    for (const kind of Object.keys(EVENT_KINDS) as EventKind[])
      await transaction((tx) => note(tx, { ...revoked(), kind }))
    const weights = (await events()).map((row) => [row.kind, row.severity])
    expect(Object.fromEntries(weights)).toEqual(EVENT_KINDS)
    await transaction((tx) => note(tx, { ...revoked(), severity: 'critical' }))
    expect((await events()).at(-1)?.severity).toBe('critical')
  })

  it('has an id of its organisation that sorts by time', async () => {
    for (let i = 0; i < 3; i++) {
      await transaction((tx) => note(tx, revoked({ i })))
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
    const rows = await events()
    expect(rows.map((row) => (row.detail as { i: number }).i)).toEqual([0, 1, 2])
    for (const row of rows) expect(organisationOf('ntc', String(row.id))).toBe(organisationId)
  })

  it('does not fail what happened by what it says of it', async () => {
    await transaction((tx) => note(tx, revoked({ name: 'a\0b\uD800' })))
    await transaction((tx) => note(tx, revoked({ name: 'x'.repeat(100_000) })))
    expect((await events()).map((row) => row.detail)).toEqual([
      { name: 'a\uFFFDb\uFFFD' },
      { omitted: 'too large' },
    ])
  })
})
