// The short way: what a person would do by hand one after the other, with the defaults they would be offered.
import type { Member } from '#lib/data/model.ts'
import { DEMO_NAME, DEMO_URL } from '#lib/demo/index.ts'
import { createGrant, listGrants } from '#lib/grants/index.ts'
import { listPolicies, publishPolicy } from '#lib/policies/index.ts'
import { recommendedPolicy } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { getServer, listServers, listToolSummaries, registerServer } from '#lib/servers/index.ts'

/** A grant that was made, with the token that is shown once. */
export type Started = {
  readonly serverId: string
  readonly grantId: string
  readonly label: string
  readonly token: string
}

const GRANT_MS = 90 * 86_400_000

/**
 * Registers the demo server where it is not there yet, publishes the recommended policy where it has none, and
 * makes a grant for it. Again, it makes another grant.
 * @param now milliseconds since the epoch
 * @throws Fault forbidden, limit-reached
 */
export async function startWithDemo(member: Member, now: number): Promise<Started> {
  requirePermission(member, 'servers.manage')
  const known = (await listServers(member)).find((server) => server.url === DEMO_URL)
  return guardServer(member, known?.id ?? (await registerDemo(member)), now)
}

/**
 * Publishes the recommended policy of a server where it has none that is published, and makes a grant for it.
 * @param now milliseconds since the epoch
 * @throws Fault forbidden, not-found, policy-invalid, version-conflict
 */
export async function guardServer(member: Member, serverId: string, now: number): Promise<Started> {
  requirePermission(member, 'grants.manage')
  const server = await getServer(member, serverId)
  const policyId = await publishedPolicy(member, server.id)
  const made = (await listGrants(member)).length
  const { grant, token } = await createGrant(member, {
    label: defaultLabel(made),
    servers: [{ serverId: server.id, policyId }],
    expiresAt: new Date(now + GRANT_MS),
  })
  return { serverId: server.id, grantId: grant.id, label: grant.label, token }
}

/** What a grant is called until somebody says otherwise. @param made how many there are already */
export function defaultLabel(made: number): string {
  return made === 0 ? 'My first agent' : `Agent ${made + 1}`
}

async function publishedPolicy(member: Member, serverId: string): Promise<string> {
  const policies = await listPolicies(member, serverId)
  const published = policies.find((policy) => policy.version !== null)
  if (published) return published.id
  const tools = (await listToolSummaries(member, serverId)).filter((tool) => tool.state !== 'gone')
  const { policyId } = await publishPolicy(member, {
    serverId,
    ...(policies[0] && { policyId: policies[0].id }),
    document: recommendedPolicy(tools),
    baseVersion: 0,
    comment: 'The recommended policy',
  })
  return policyId
}

async function registerDemo(member: Member): Promise<string> {
  for await (const event of registerServer(member, { name: DEMO_NAME, url: DEMO_URL }))
    if (event.type === 'registered') return event.server.id
  throw new Error('the demo server was not registered')
}
