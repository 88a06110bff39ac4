import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { listAuditEvents } from '#lib/audit/index.ts'
import { getCall, listCalls } from '#lib/calls/index.ts'
import type { Member } from '#lib/data/model.ts'
import { newId } from '#lib/id.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { changeRetention, getRetention } from './index.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

async function recordDaysAgo(owner: Member, days: number): Promise<string> {
  const id = newId('call', owner.organisation.id)
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     VALUES ($1, $2, now() - make_interval(days => $3), 's', 'g', 'tools/call', 't', 'allow', '', 'allowed', '', '{}', '{}', 'ok')`,
    [owner.organisation.id, id, days],
  )
  return id
}

describe('how long calls are kept', () => {
  it('is 90 days until an admin changes it, with both numbers on record', async () => {
    const owner = await newOwner()
    const admin = await newColleague(instance, owner, 'admin')
    expect((await getRetention(owner)).days).toBe(90)
    await changeRetention(admin, 30)
    await changeRetention(admin, 30)
    expect((await getRetention(owner)).days).toBe(30)
    const events = (await listAuditEvents(owner, {})).items.map(({ action, actor, detail }) => ({
      action,
      actor,
      detail,
    }))
    expect(events.filter(({ action }) => action === 'organisation.retention_changed')).toEqual([
      {
        action: 'organisation.retention_changed',
        actor: admin.email,
        detail: { before: { days: 90 }, after: { days: 30 } },
      },
    ])
  })

  it('is not changed by anyone below, nor to a time that is none', async () => {
    const owner = await newOwner()
    const manager = await newColleague(instance, owner, 'policy_manager')
    await expect(changeRetention(manager, 7)).rejects.toMatchObject({ code: 'forbidden' })
    for (const days of [0, -1, 1.5, 1096, Number.NaN])
      await expect(changeRetention(owner, days)).rejects.toMatchObject({ code: 'invalid-input' })
    expect((await getRetention(owner)).days).toBe(90)
  })

  it('hides what is older at once, from pages and from look-ups, and from nobody else', async () => {
    const owner = await newOwner()
    const other = await newOwner()
    const young = await recordDaysAgo(owner, 6)
    const old = await recordDaysAgo(owner, 8)
    const theirs = await recordDaysAgo(other, 8)
    expect((await listCalls(owner, {})).items.map(({ id }) => id)).toEqual([young, old])
    await changeRetention(owner, 7)
    const page = await listCalls(owner, {})
    expect(page.items.map(({ id }) => id)).toEqual([young])
    expect(page.keptSince?.getTime()).toBeGreaterThan(Date.now() - 7.1 * 86_400_000)
    await expect(getCall(owner, old)).rejects.toMatchObject({ code: 'not-found' })
    expect((await getCall(owner, young)).id).toBe(young)
    expect((await getCall(other, theirs)).id).toBe(theirs)
  })
})
