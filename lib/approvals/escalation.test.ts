// What nobody decides is told to a second approver, once, in the words and to the channels of what is critical; and what
// is over is kept no longer than the calls of its time.
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { purge } from '#lib/data/admission/index.ts'
import { pool } from '#lib/data/client.ts'
import type { Member } from '#lib/data/model.ts'
import { escalateApprovals } from '#lib/data/notices/index.ts'
import { wordsOf } from '#lib/messages/index.ts'
import { createChannel, listDeliveries, listEvents } from '#lib/notices/index.ts'
import { type Instance, newColleague, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import {
  allowSameShape,
  approveCall,
  denyCall,
  getApproval,
  getEscalation,
  listApprovals,
  setEscalation,
  setSeparation,
} from './index.ts'
import { askFor } from './testing/ask.ts'

let instance: Instance
let upstream: ChangeableUpstream
let world: World
let second: Member

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
})
beforeEach(async () => {
  world = await newWorld(instance, upstream.url)
  second = await newColleague(instance, world.owner, 'approver')
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

/** Lets an approval have waited. */
const waited = (id: string, minutes: number) =>
  instance.sql(`UPDATE approval SET asked_at = asked_at - make_interval(mins => $2::int) WHERE id = $1`, [
    id,
    minutes,
  ])
const escalations = async () =>
  (await listEvents(world.owner, {})).items.filter(({ kind }) => kind === 'approval.escalated')

describe('escalation', () => {
  it('tells the second approver of what has waited, once, whoever looks', async () => {
    await setEscalation(world.owner, { afterMinutes: 5, toId: second.userId })
    const late = await askFor(instance, world, { args: { n: 1 } })
    await askFor(instance, world, { args: { n: 2 } })
    await waited(late, 6)
    const told = await Promise.all(Array.from({ length: 5 }, () => escalateApprovals(pool())))
    expect(told.reduce((sum, each) => sum + each, 0)).toBe(1)
    expect(await escalateApprovals(pool())).toBe(0)
    const [event, ...more] = await escalations()
    expect(more).toEqual([])
    expect(event).toMatchObject({
      severity: 'critical',
      subject: late,
      detail: { tool: 'read_stream', minutes: 5, to: second.email, grant: world.grant.label },
    })
    if (!event) throw new Error('nobody was told')
    expect(wordsOf(event).title).toContain(second.email)
    expect(wordsOf(event).path).toBe(`/approvals/${late}`)
    const inbox = (await listApprovals(second, { state: 'waiting' })).items
    expect(inbox.map(({ escalatedTo }) => escalatedTo)).toEqual([null, second.email])
    expect(await getApproval(second, late)).toMatchObject({ escalatedToId: second.userId, state: 'waiting' })
    await approveCall(second, late)
    expect((await getApproval(second, late)).decidedBy).toBe(second.email)
  })

  it('says nothing of what is decided, over or void, nor where nobody set it', async () => {
    const unset = await askFor(instance, world, { args: { n: 0 } })
    await waited(unset, 60)
    expect(await escalateApprovals(pool())).toBe(0)
    await denyCall(world.owner, unset, '')
    await setEscalation(world.owner, { afterMinutes: 1, toId: null })
    const decided = await askFor(instance, world, { args: { n: 1 } })
    const over = await askFor(instance, world, { args: { n: 2 }, seconds: -1 })
    for (const id of [decided, over]) await waited(id, 10)
    await denyCall(world.owner, decided, 'No.')
    expect(await escalateApprovals(pool())).toBe(0)
    const open = await askFor(instance, world, { args: { n: 3 } })
    await waited(open, 10)
    await instance.sql(`UPDATE "grant" SET revoked_at = now() WHERE id = $1`, [world.grant.id])
    expect(await escalateApprovals(pool())).toBe(0)
  })

  it('names nobody who has left, may no longer decide, or made the grant where the two are kept apart', async () => {
    await setEscalation(world.owner, { afterMinutes: 1, toId: second.userId })
    const first = await askFor(instance, world, { args: { n: 1 } })
    await waited(first, 2)
    await instance.sql(`UPDATE member SET role = 'viewer' WHERE user_id = $1`, [second.userId])
    expect(await escalateApprovals(pool())).toBe(1)
    expect(await getApproval(world.owner, first)).toMatchObject({ escalatedToId: null })
    await setEscalation(world.owner, { afterMinutes: 1, toId: world.owner.userId })
    await setSeparation(world.owner, true)
    const other = await askFor(instance, world, { args: { n: 2 } })
    await waited(other, 2)
    expect(await escalateApprovals(pool())).toBe(1)
    expect(await getApproval(world.owner, other)).toMatchObject({ escalatedToId: null })
  })

  it('is set by an admin, within a day, to somebody who may decide, and is on record', async () => {
    await expect(setEscalation(second, null)).rejects.toMatchObject({ code: 'forbidden' })
    for (const afterMinutes of [0, 1441, 1.5, Number.NaN])
      await expect(setEscalation(world.owner, { afterMinutes, toId: null })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    const viewer = await newColleague(instance, world.owner, 'viewer')
    const stranger = (await newWorld(instance, upstream.url)).owner
    for (const toId of [viewer.userId, stranger.userId, 'usr_nobody'])
      await expect(setEscalation(world.owner, { afterMinutes: 5, toId })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    expect(await getEscalation(world.owner)).toBeNull()
    await setEscalation(world.owner, { afterMinutes: 5, toId: second.userId })
    await setEscalation(world.owner, { afterMinutes: 5, toId: second.userId })
    expect(await getEscalation(second)).toEqual({ afterMinutes: 5, toId: second.userId })
    const rows = await instance.sql(
      `SELECT detail FROM audit_event WHERE organisation_id = $1 AND action = 'organisation.escalation_changed'`,
      [world.owner.organisation.id],
    )
    expect(rows).toEqual([
      {
        detail: {
          before: { afterMinutes: null, toId: null },
          after: { afterMinutes: 5, toId: second.userId },
        },
      },
    ])
  })
})

describe('notices of approvals are routed by severity', () => {
  it('asked is a warning, decided is info, escalated is critical: each channel gets what it wants, with names alone', async () => {
    const channels = new Map<string, string>()
    for (const least of ['info', 'warning', 'critical']) {
      const { channel } = await createChannel(world.owner, {
        name: least,
        kind: 'webhook',
        to: upstream.url,
        least,
      })
      channels.set(least, channel.id)
    }
    const { channel } = await createChannel(world.owner, {
      name: 'others',
      kind: 'webhook',
      to: upstream.url,
      least: 'info',
      kinds: ['tool.changed'],
    })
    await setEscalation(world.owner, { afterMinutes: 1, toId: null })
    const id = await askFor(instance, world, { args: { secret: 'open sesame' } })
    await waited(id, 2)
    await escalateApprovals(pool())
    await denyCall(second, id, 'No.')
    const kindsOf = async (channelId: string) =>
      (await listDeliveries(world.owner, { channelId })).items.map(({ event }) => event.kind).sort()
    expect(await kindsOf(channels.get('info') ?? '')).toEqual([
      'approval.asked',
      'approval.decided',
      'approval.escalated',
    ])
    expect(await kindsOf(channels.get('warning') ?? '')).toEqual(['approval.asked', 'approval.escalated'])
    expect(await kindsOf(channels.get('critical') ?? '')).toEqual(['approval.escalated'])
    expect(await kindsOf(channel.id)).toEqual([])
    expect(JSON.stringify(await listEvents(world.owner, {}))).not.toContain('sesame')
  })
})

describe('approvals and allowances', () => {
  it('go with the calls of their time, an approval not before what was allowed with it', async () => {
    const old = await askFor(instance, world, { args: { n: 1 } })
    const allowed = await askFor(instance, world, { args: { n: 2 } })
    const kept = await askFor(instance, world, { args: { n: 3 } })
    const allowance = await allowSameShape(world.owner, allowed, { uses: 1, minutes: 1, freed: [] })
    await denyCall(world.owner, old, '')
    await denyCall(world.owner, kept, '')
    const alter = (text: string, id: string) => instance.sql(text, [id])
    await instance.sql('ALTER TABLE approval DISABLE TRIGGER USER')
    for (const id of [old, allowed])
      await alter(`UPDATE approval SET expires_at = now() - interval '91 days' WHERE id = $1`, id)
    await alter(`UPDATE approval SET expires_at = now() - interval '89 days' WHERE id = $1`, kept)
    await instance.sql('ALTER TABLE approval ENABLE TRIGGER USER')
    const left = async () =>
      (
        await instance.sql('SELECT id FROM approval WHERE organisation_id = $1', [
          world.owner.organisation.id,
        ])
      ).map(({ id }) => id)
    await purge(pool(), () => false)
    expect((await left()).sort()).toEqual([allowed, kept].sort())
    await alter(`UPDATE allowance SET ends_at = now() - interval '91 days' WHERE id = $1`, allowance)
    await purge(pool(), () => false)
    await purge(pool(), () => false)
    expect(await left()).toEqual([kept])
    expect(await instance.sql('SELECT id FROM allowance WHERE id = $1', [allowance])).toEqual([])
  })
})
