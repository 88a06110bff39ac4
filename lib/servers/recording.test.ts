import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { listAuditEvents } from '#lib/audit/index.ts'
import { changeRetention } from '#lib/organisation/index.ts'
import { type Instance, newColleague, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { changeRecording, eraseValues, getRecording } from './index.ts'

let instance: Instance
let upstream: ChangeableUpstream
let world: World
let serverId: string
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  world = await newWorld(instance, upstream.url)
  serverId = world.server.id
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

const newest = async (many: number) =>
  (await listAuditEvents(world.owner, {})).items
    .slice(0, many)
    .map(({ action, target, actor, detail }) => ({ action, target, actor, detail }))

describe('what is recorded of the arguments of a server’s calls', () => {
  it('is their names, until an admin says otherwise, with what it was and is on record', async () => {
    const { owner } = world
    const admin = await newColleague(instance, owner, 'admin')
    expect(await getRecording(owner, serverId)).toMatchObject({ mode: 'names', days: 30, holdsValues: false })
    expect(await changeRecording(admin, serverId, { mode: 'all', days: 7 })).toMatchObject({
      mode: 'all',
      days: 7,
    })
    const before = (await listAuditEvents(owner, {})).items.length
    // What is so already is no change.
    await changeRecording(admin, serverId, { mode: 'all', days: 7 })
    expect((await listAuditEvents(owner, {})).items).toHaveLength(before)
    await changeRecording(admin, serverId, { mode: 'mentioned' })
    const common = { action: 'server.recording_changed', target: serverId, actor: admin.email }
    expect(await newest(2)).toEqual([
      { ...common, detail: { from: 'all', to: 'mentioned' } },
      { ...common, detail: { from: 'names', to: 'all', fromDays: 30, toDays: 7 } },
    ])
  })

  it('is known to everyone, and changed and erased by nobody below an admin', async () => {
    const manager = await newColleague(instance, world.owner, 'policy_manager')
    const viewer = await newColleague(instance, world.owner, 'viewer')
    expect(await getRecording(viewer, serverId)).toMatchObject({ days: 7 })
    const before = (await listAuditEvents(world.owner, {})).items.length
    await expect(changeRecording(manager, serverId, { mode: 'all' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(eraseValues(manager, serverId)).rejects.toMatchObject({ code: 'forbidden' })
    expect((await listAuditEvents(world.owner, {})).items).toHaveLength(before)
  })

  it('is kept for no longer than the calls themselves', async () => {
    await changeRetention(world.owner, 20)
    for (const days of [0, -1, 1.5, 21, Number.NaN])
      await expect(changeRecording(world.owner, serverId, { days })).rejects.toMatchObject({
        code: 'invalid-input',
      })
    await expect(changeRecording(world.owner, serverId, {})).rejects.toMatchObject({ code: 'invalid-input' })
    expect(await changeRecording(world.owner, serverId, { days: 20 })).toMatchObject({
      days: 20,
      callDays: 20,
    })
  })

  it('does not void what was approved: nothing that a decision uses has changed', async () => {
    const revision = async () =>
      (await instance.sql('SELECT revision FROM server WHERE id = $1', [serverId]))[0]
    const before = await revision()
    await changeRecording(world.owner, serverId, { mode: 'names', days: 3 })
    await eraseValues(world.owner, serverId)
    expect(await revision()).toEqual(before)
  })

  it('is erased at once and for good, by an admin, on record', async () => {
    await instance.sql(
      `INSERT INTO call_values (organisation_id, call_id, at, server_id, sealed) VALUES ($1, 'c', now(), $2, 'x')`,
      [world.owner.organisation.id, serverId],
    )
    const salt = async () =>
      (await instance.sql('SELECT value_salt FROM server WHERE id = $1', [serverId]))[0]
    const before = await salt()
    expect((await getRecording(world.owner, serverId)).holdsValues).toBe(true)
    await eraseValues(world.owner, serverId)
    expect(await getRecording(world.owner, serverId)).toMatchObject({
      holdsValues: false,
      erasedAt: expect.any(Date),
    })
    // The key that opened them is gone, whatever became of the rows and of copies of them.
    expect(await salt()).not.toEqual(before)
    expect(await newest(1)).toEqual([
      { action: 'server.values_erased', target: serverId, actor: world.owner.email, detail: {} },
    ])
  })
})
