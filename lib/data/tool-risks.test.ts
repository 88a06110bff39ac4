// The risk of a tool that something names: as it counts today, of this organisation alone, in one question.
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { Member } from '#lib/data/model.ts'
import { registerServer, setCategory } from '#lib/servers/index.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { findRisks } from './tool-risks.ts'

let instance: Instance
let upstream: ChangeableUpstream
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }, { name: 'delete_stream' }])
})
afterAll(async () => {
  await upstream.close()
  await instance.close()
})

async function register(owner: Member): Promise<string> {
  for await (const event of registerServer(owner, { name: 'Streams', url: upstream.url }))
    if (event.type === 'registered') return event.server.id
  throw new Error('no server was registered')
}

it('is what counts for each tool that is known, and null for any other', async () => {
  const [owner, stranger] = [await newOwner(), await newOwner()]
  const [serverId, theirs] = [await register(owner), await register(stranger)]
  await setCategory(owner, serverId, { tool: 'read_stream', category: 'Execute', reason: 'It runs.' })
  const asked = [
    { serverId, tool: 'read_stream' },
    { serverId, tool: 'read_stream' },
    { serverId, tool: 'delete_stream' },
    { serverId, tool: 'gone' },
    { serverId, tool: '' },
    { serverId, tool: 'nul\0' },
    { serverId: theirs, tool: 'delete_stream' },
  ]
  const riskOf = await findRisks(owner.organisation, asked)
  const set = { category: 'Execute', severity: 'High', isSet: true }
  const own = { category: 'Destructive', severity: 'Critical', isSet: false }
  expect(asked.map(riskOf)).toEqual([set, set, own, null, null, null, null])
  expect((await findRisks(owner.organisation, []))({ serverId, tool: 'read_stream' })).toBeNull()
})
