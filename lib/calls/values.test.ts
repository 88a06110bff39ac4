import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Member } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { newId } from '#lib/id.ts'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import { type RecordedValues, sealValues, valueKeys } from '#lib/values/index.ts'
import { type Instance, newColleague, newOwner, startInstance } from '#testing/instance.ts'
import { readValues, viewValues } from './index.ts'

let instance: Instance
let owner: Member
let serverId: string
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  owner = await newOwner()
  serverId = await newServer(owner)
})
afterAll(() => instance.close())

async function newServer(member: Member): Promise<string> {
  const id = newId('srv', member.organisation.id)
  await instance.sql(
    `INSERT INTO server (organisation_id, id, slug, name, url, status) VALUES ($1, $2, $2, 'S', 'http://x', 'ready')`,
    [member.organisation.id, id],
  )
  return id
}

const VALUES: RecordedValues = {
  mode: 'all',
  paths: null,
  arguments: fromPlain({ to: 'ann', n: 3 }) as JsonObject,
  gaps: [{ at: '/password', kind: 'secret', digest: 'ab12' }],
}

/** A call's values as the gateway writes them, `days` ago. @returns the call's id */
async function record(member: Member, server: string, days = 0): Promise<string> {
  const organisationId = member.organisation.id
  const callId = newId('call', organisationId)
  const [row] = await instance.sql('SELECT value_salt FROM server WHERE id = $1', [server])
  const keys = valueKeys(env().secretKey, {
    organisationId,
    serverId: server,
    salt: row?.value_salt as Buffer,
  })
  await instance.sql(
    `INSERT INTO call_values (organisation_id, call_id, at, server_id, sealed)
     VALUES ($1, $2, now() - make_interval(days => $3), $4, $5)`,
    [
      organisationId,
      callId,
      days,
      server,
      sealValues(keys, { organisationId, serverId: server, callId }, VALUES),
    ],
  )
  return callId
}

describe('the recorded values of calls', () => {
  it('are read for an approver, with the gaps in them, and are “not recorded” where there are none', async () => {
    const [id, other] = [await record(owner, serverId), newId('call', owner.organisation.id)]
    const approver = await newColleague(instance, owner, 'approver')
    expect(await readValues(approver, [{ id }, { id: other }])).toEqual(
      new Map<string, unknown>([
        [id, VALUES],
        [other, 'not recorded'],
      ]),
    )
  })

  it('are not for a viewer', async () => {
    const viewer = await newColleague(instance, owner, 'viewer')
    await expect(readValues(viewer, [])).rejects.toMatchObject({ code: 'forbidden' })
    const id = await record(owner, serverId)
    expect(await viewValues(viewer, { id })).toBe('hidden')
    expect(await viewValues(owner, { id })).toEqual({
      mode: 'all',
      text: '{"to":"ann","n":3}',
      gaps: VALUES.gaps,
    })
    expect(await viewValues(owner, { id: newId('call', owner.organisation.id) })).toBeNull()
  })

  it('[K4] are found by no id of another organisation', async () => {
    const other = await newOwner()
    const theirs = await record(other, await newServer(other))
    for (const id of [theirs, '', '\0']) {
      expect((await readValues(owner, [{ id }])).get(id)).toBe('not recorded')
      expect(await viewValues(owner, { id })).toBeNull()
    }
  })

  it('open for nobody in another row than their own', async () => {
    const [one, two] = [await record(owner, serverId), await record(owner, serverId)]
    await instance.sql(
      'UPDATE call_values SET sealed = (SELECT sealed FROM call_values WHERE call_id = $1) WHERE call_id = $2',
      [one, two],
    )
    const values = await readValues(owner, [{ id: one }, { id: two }])
    expect([values.get(one), values.get(two)]).toEqual([VALUES, 'not recorded'])
  })

  it('are shown for as long as the server keeps values and the organisation calls, whichever is less', async () => {
    const [young, old] = [await record(owner, serverId, 5), await record(owner, serverId, 20)]
    const shown = async () => {
      const values = await readValues(owner, [{ id: young }, { id: old }])
      return [values.get(young) !== 'not recorded', values.get(old) !== 'not recorded']
    }
    expect(await shown()).toEqual([true, true])
    await instance.sql('UPDATE server SET value_days = 10 WHERE id = $1', [serverId])
    expect(await shown()).toEqual([true, false])
    await instance.sql('UPDATE organisation SET retention_days = 3 WHERE id = $1', [owner.organisation.id])
    expect(await shown()).toEqual([false, false])
  })
})
