// A draft in shadow: the version in force decides, the draft is evaluated on the same calls and counted.
import type { Member, Shadow } from '#lib/data/model.ts'
import type { Published } from '#lib/data/publish.ts'
import { requireServer } from '#lib/data/servers.ts'
import * as rows from '#lib/data/shadow.ts'
import type { Format } from '#lib/policy/index.ts'
import { requirePermission } from '#lib/role.ts'
import { publishable, toolsOf } from './check.ts'
import { checkComment } from './publish.ts'

/**
 * Puts a draft in shadow of a policy that has a published version. It must be one that could be published.
 * @throws Fault forbidden, not-found, policy-invalid {errors, warnings}, in-use (another one is), version-conflict {current}
 */
export async function startShadow(
  member: Member,
  shadow: {
    readonly serverId: string
    readonly policyId: string
    readonly document: string
    readonly format?: Format
    readonly baseVersion: number
  },
): Promise<{ readonly id: string }> {
  requirePermission(member, 'policies.write')
  const { document, format, ...target } = shadow
  await requireServer(member.organisation, target.serverId)
  const text = publishable(document, format, await toolsOf(member, target.serverId))
  return rows.insertShadow(member, target, text)
}

/** The draft in shadow of a server, or null. @throws Fault not-found (the server) */
export async function getShadow(member: Member, serverId: string): Promise<Shadow | null> {
  requirePermission(member, 'policies.read')
  await requireServer(member.organisation, serverId)
  return rows.findShadow(member.organisation, serverId)
}

/**
 * Publishes the draft in shadow, as publishing from the editor would.
 * @param baseVersion the published version that its author has in front of them
 * @throws Fault forbidden, not-found, policy-invalid, version-conflict {current}
 */
export async function promoteShadow(
  member: Member,
  { comment = '', ...target }: { serverId: string; shadowId: string; baseVersion: number; comment?: string },
): Promise<Published> {
  requirePermission(member, 'policies.write')
  await requireServer(member.organisation, target.serverId)
  const tools = await toolsOf(member, target.serverId)
  return rows.promoteShadow(member, target, checkComment(comment), (source, format) =>
    publishable(source, format, tools),
  )
}

/** @throws Fault forbidden, not-found */
export async function discardShadow(
  member: Member,
  { serverId, shadowId }: { readonly serverId: string; readonly shadowId: string },
): Promise<void> {
  requirePermission(member, 'policies.write')
  await requireServer(member.organisation, serverId)
  await rows.discardShadow(member, serverId, shadowId)
}
