// One policy for several servers: where it may be used, and what of it each of them has.
import type { Member } from '#lib/data/model.ts'
import { requirePolicy } from '#lib/data/policies.ts'
import { deleteServed, insertServed, listServed } from '#lib/data/policy-servers.ts'
import { parsePolicyText } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'

export type Serving = {
  readonly id: string
  readonly name: string
  /** Live grants that use the policy there. */
  readonly grants: number
  /** Tools that the published version names and the server does not list. */
  readonly missing: readonly string[]
}

/** The servers that a policy serves, by name. @throws Fault not-found */
export async function listServing(member: Member, policyId: string): Promise<Serving[]> {
  requirePermission(member, 'policies.read')
  const { published } = await requirePolicy(member.organisation, policyId)
  const parsed = published && parsePolicyText(published.source, published.format)
  const named = parsed?.ok ? [...parsed.value.policy.tools.keys(), ...parsed.value.policy.hide] : []
  // A pattern that meets nothing there is no tool that is missed.
  const exact = [...new Set(named)].filter((name) => !name.includes('*'))
  return (await listServed(member.organisation, policyId)).map(({ id, name, grants, tools }) => {
    const listed = new Set(tools)
    return { id, name, grants, missing: exact.filter((tool) => !listed.has(tool)) }
  })
}

/**
 * Lets a policy serve one more server.
 * @throws Fault forbidden, not-found (the policy, the server), limit-reached
 */
export async function servePolicy(member: Member, policyId: string, serverId: string): Promise<Serving[]> {
  requirePermission(member, 'policies.write')
  await insertServed(member, policyId, serverId)
  return listServing(member, policyId)
}

/**
 * Takes a policy from a server.
 * @throws Fault forbidden, not-found (the policy, the server), in-use (a grant uses it there, or it serves no other)
 */
export async function unservePolicy(member: Member, policyId: string, serverId: string): Promise<void> {
  requirePermission(member, 'policies.write')
  await deleteServed(member, policyId, serverId)
}
