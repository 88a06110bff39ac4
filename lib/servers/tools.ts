// A server's tools, and accepting their definitions.
import type { Member, Tool, ToolSummary } from '#lib/data/model.ts'
import { requireServer } from '#lib/data/servers.ts'
import * as rows from '#lib/data/tools.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { classifyStored } from './classify-tools.ts'
import { listToolChanges } from './review.ts'

/** @throws Fault not-found */
export async function listTools(member: Member, serverId: string): Promise<Tool[]> {
  requirePermission(member, 'servers.read')
  await requireServer(member.organisation, serverId)
  return rows.listTools(member.organisation, serverId)
}

/** The same tools as a board shows them, without their definitions. @throws Fault not-found */
export async function listToolSummaries(member: Member, serverId: string): Promise<ToolSummary[]> {
  requirePermission(member, 'servers.read')
  await requireServer(member.organisation, serverId)
  return rows.listToolSummaries(member.organisation, serverId)
}

/**
 * Pins the definitions that a person was shown, each named by its hash; all or none (D2).
 * @throws Fault forbidden, not-found, invalid-input; definition-changed {tools, changes}, the latter being
 *   what there is to review of these tools now
 */
export async function acceptTools(
  member: Member,
  serverId: string,
  hashes: Readonly<Record<string, string>>,
): Promise<void> {
  requirePermission(member, 'tools.accept')
  const server = await requireServer(member.organisation, serverId)
  const named = namedHashes(hashes)
  const stored = await rows.listTools(member.organisation, serverId)
  const wanted = stored.filter((tool) => tool.hash === named.get(tool.name) && !rows.isListedTwice(tool))
  const classified = classifyStored(server.name, wanted, stored)
  const refused = await rows.acceptTools(member, serverId, named, classified)
  if (refused.length > 0) throw await changedMeanwhile(member, serverId, refused, 'accepted')
}

/**
 * Turns definitions away that a person was shown, each named by its hash; all or none. They stay refused,
 * and ask for nobody's attention until they change again.
 * @throws Fault as `acceptTools`
 */
export async function rejectTools(
  member: Member,
  serverId: string,
  hashes: Readonly<Record<string, string>>,
): Promise<void> {
  requirePermission(member, 'tools.accept')
  await requireServer(member.organisation, serverId)
  const refused = await rows.rejectTools(member, serverId, namedHashes(hashes))
  if (refused.length > 0) throw await changedMeanwhile(member, serverId, refused, 'rejected')
}

function namedHashes(hashes: Readonly<Record<string, string>>): Map<string, string> {
  const named = new Map(Object.entries(hashes))
  if (named.size === 0)
    throw new Fault('invalid-input', 'Name at least one tool and the hash of its definition.')
  return named
}

async function changedMeanwhile(
  member: Member,
  serverId: string,
  tools: readonly string[],
  act: 'accepted' | 'rejected',
): Promise<Fault> {
  const changes = (await listToolChanges(member, serverId)).filter(({ name }) => tools.includes(name))
  return new Fault(
    'definition-changed',
    `Nothing was ${act}: ${tools.join(', ')} ${tools.length === 1 ? 'is' : 'are'} not what you were shown any more. Look at the change again, then decide.`,
    { data: { tools, changes } },
  )
}
