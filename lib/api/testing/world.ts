// One organisation with one of everything.

import type { Grant, Member, Server } from '#lib/data/model.ts'
import { createGrant } from '#lib/grants/index.ts'
import { newId } from '#lib/id.ts'
import { publishPolicy } from '#lib/policies/index.ts'
import { registerServer } from '#lib/servers/index.ts'
import { type Instance, newOwner } from '#testing/instance.ts'

export type World = {
  readonly owner: Member
  readonly server: Server
  readonly policyId: string
  readonly grant: Grant
  readonly callId: string
}

export const DENY_ALL = '{"version":"1","default":"deny"}'

export async function newWorld(instance: Instance, url: string): Promise<World> {
  const owner = await newOwner()
  const server = await register(owner, url)
  const published = await publishPolicy(owner, { serverId: server.id, document: DENY_ALL, baseVersion: 0 })
  const target = { serverId: server.id, policyId: published.policyId }
  const { grant } = await createGrant(owner, { label: 'Agent', servers: [target] })
  const callId = newId('call', owner.organisation.id)
  await instance.sql(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     VALUES ($1, $2, now(), $3, $4, 'tools/call', 'read_stream', 'deny', '(default deny)', 'not-listed', 'No.', '{}', '{}',
       'refused')`,
    [owner.organisation.id, callId, server.id, grant.id],
  )
  return { owner, server, policyId: published.policyId, grant, callId }
}

async function register(owner: Member, url: string): Promise<Server> {
  for await (const event of registerServer(owner, { name: 'LiveTap', url }))
    if (event.type === 'registered') return event.server
  throw new Error('no server was registered')
}
