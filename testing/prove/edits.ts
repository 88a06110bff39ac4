// Each kind of edit that can take a call away from an agent, made through the product's own functions:
// what is called, and how it is forbidden and allowed again.
import { revokeGrant, rotateGrant, updateGrant } from '#lib/grants/index.ts'
import { getPolicy, publishPolicy, rollbackPolicy } from '#lib/policies/index.ts'
import { acceptTools, listTools, refreshServer } from '#lib/servers/index.ts'
import { TOOLS } from './limits.ts'
import type { Stage } from './stage.ts'
import { change, newTarget, type Target } from './target.ts'
import { makeGrant, makeTenant, type Tenant } from './tenant.ts'

export type Edit = {
  readonly name: string
  /** What the load calls. */
  readonly targets: () => readonly Target[]
  /** One round: whatever is allowed is forbidden, and allowed again, or something new in its place. */
  readonly round: (settled: (target: Target) => Promise<void>) => Promise<void>
}

const ALLOW = { version: '1', default: 'allow' }
const DENY = { version: '1', default: 'deny' }

export async function makeEdits(stage: Stage): Promise<Edit[]> {
  return Promise.all([
    published(stage),
    rolledBack(stage),
    attached(stage),
    rotated(stage),
    revoked(stage),
    pinned(stage),
  ])
}

/** What is forbidden and allowed in place, time after time. */
function inPlace(
  name: string,
  target: Target,
  forbid: () => Promise<unknown>,
  allow: () => Promise<unknown>,
): Edit {
  return {
    name,
    targets: () => [target],
    round: async (settled) => {
      await change(target, false, forbid)
      await settled(target)
      await change(target, true, allow)
      await settled(target)
    },
  }
}

/** What is forbidden for good, and something new that takes its place. */
function replaced(name: string, first: Target, replace: (old: Target) => Promise<Target>): Edit {
  let current = first
  const targets = [first]
  return {
    name,
    // The newest dead ones go on being tried.
    targets: () => targets.slice(-3),
    round: async (settled) => {
      const old = current
      await settled(old)
      await change(old, false, async () => {
        current = await replace(old)
      })
      targets.push(current)
      await settled(old)
    },
  }
}

async function publish({ owner, serverId, policyId }: Tenant, policy: object): Promise<void> {
  const { version } = await getPolicy(owner, policyId)
  await publishPolicy(owner, {
    serverId,
    policyId,
    document: JSON.stringify(policy),
    baseVersion: version ?? 0,
  })
}

async function tenantAndTarget(stage: Stage, name: string, tool = 'free') {
  const tenant = await makeTenant(stage, ALLOW, 1)
  const [grant] = tenant.grants
  if (!grant) throw new Error('A tenant without a grant.')
  const target = newTarget(name, { serverId: tenant.serverId, token: grant.token, tool })
  return { tenant, grant, target }
}

async function published(stage: Stage): Promise<Edit> {
  const { tenant, target } = await tenantAndTarget(stage, 'publish')
  return inPlace(
    'publish',
    target,
    () => publish(tenant, DENY),
    () => publish(tenant, ALLOW),
  )
}

async function rolledBack(stage: Stage): Promise<Edit> {
  const { tenant, target } = await tenantAndTarget(stage, 'roll-back')
  await change(target, false, () => publish(tenant, DENY))
  await change(target, true, () => rollbackPolicy(tenant.owner, tenant.policyId, 1))
  return inPlace(
    'roll back',
    target,
    () => rollbackPolicy(tenant.owner, tenant.policyId, 2),
    () => rollbackPolicy(tenant.owner, tenant.policyId, 1),
  )
}

async function attached(stage: Stage): Promise<Edit> {
  const { tenant, grant, target } = await tenantAndTarget(stage, 'attach')
  const { owner, serverId, policyId } = tenant
  const document = JSON.stringify(DENY)
  const other = await publishPolicy(owner, { serverId, document, baseVersion: 0, name: 'Nothing' })
  const give = (id: string) => updateGrant(owner, grant.id, { servers: [{ serverId, policyId: id }] })
  return inPlace(
    'another policy for a grant',
    target,
    () => give(other.policyId),
    () => give(policyId),
  )
}

async function rotated(stage: Stage): Promise<Edit> {
  const { tenant, grant, target } = await tenantAndTarget(stage, 'rotate')
  return replaced('rotate', target, async (old) => {
    const { token } = await rotateGrant(tenant.owner, grant.id)
    return newTarget('rotate', { ...old.asked, token })
  })
}

async function revoked(stage: Stage): Promise<Edit> {
  const { tenant, grant, target } = await tenantAndTarget(stage, 'revoke')
  let live = grant.id
  return replaced('revoke', target, async (old) => {
    const next = await makeGrant(tenant)
    await revokeGrant(tenant.owner, live)
    live = next.id
    return newTarget('revoke', { ...old.asked, token: next.token })
  })
}

async function pinned(stage: Stage): Promise<Edit> {
  const { tenant, target } = await tenantAndTarget(stage, 'pin', 'pinned')
  const { owner, serverId } = tenant
  let version = 0
  return inPlace(
    'pin',
    target,
    async () => {
      version++
      const changed = { description: `A tool of the proof, version ${version}.` }
      await stage.upstream.describe(
        TOOLS.map((tool) => (tool.name === 'pinned' ? { ...tool, ...changed } : tool)),
      )
      await refreshServer(owner, serverId)
    },
    async () => {
      const tool = (await listTools(owner, serverId)).find(({ name }) => name === 'pinned')
      await acceptTools(owner, serverId, { pinned: tool?.hash ?? '' })
    },
  )
}
