// An organisation of the proof, made as people make one: the product's own functions sign up its owner,
// register the server, publish the policy and make the grants.
import { randomBytes } from 'node:crypto'
import { createAccount } from '#lib/data/accounts.ts'
import type { Member } from '#lib/data/model.ts'
import { createGrant } from '#lib/grants/index.ts'
import { publishPolicy } from '#lib/policies/index.ts'
import { registerServer } from '#lib/servers/index.ts'
import type { Stage } from './stage.ts'

export type Grant = { readonly id: string; readonly token: string }
export type Tenant = {
  readonly owner: Member
  readonly organisationId: string
  readonly serverId: string
  readonly policyId: string
  readonly grants: readonly Grant[]
}

/** An organisation with grants to a server of its own at the upstream, whose list is read and accepted here. */
export async function makeTenant(stage: Stage, policy: object, grants: number): Promise<Tenant> {
  const email = `${randomBytes(6).toString('hex')}@example.test`
  const owner = await createAccount({ email, passwordHash: '', organisationName: 'Proof' }, 'user')
  stage.organisations.add(owner.organisation.id)
  const serverId = await register(owner, stage.upstream.url(owner.organisation.id))
  const { policyId } = await publishPolicy(owner, {
    serverId,
    document: JSON.stringify(policy),
    baseVersion: 0,
    name: 'Proof',
  })
  const tenant = { owner, organisationId: owner.organisation.id, serverId, policyId }
  const made: Grant[] = []
  for (let count = 0; count < grants; count++) made.push(await makeGrant(tenant))
  return { ...tenant, grants: made }
}

export async function makeGrant({
  owner,
  serverId,
  policyId,
}: Pick<Tenant, 'owner' | 'serverId' | 'policyId'>): Promise<Grant> {
  const servers = [{ serverId, policyId }]
  const { grant, token } = await createGrant(owner, { label: 'agent', servers })
  return { id: grant.id, token }
}

async function register(owner: Member, url: string): Promise<string> {
  for await (const event of registerServer(owner, { name: 'Proof', url }))
    if (event.type === 'registered') return event.server.id
  throw new Error('The server was not registered.')
}
