// A server's tools, and accepting their definitions.
import type { Member, Tool, ToolSummary } from '#lib/data/model.ts'
import { requireServer } from '#lib/data/servers.ts'
import * as rows from '#lib/data/tools.ts'
import { Fault } from '#lib/fault.ts'
import { requireRole } from '#lib/role.ts'
import { classifyStored } from './classify-tools.ts'

/** @throws Fault not-found */
export async function listTools(member: Member, serverId: string): Promise<Tool[]> {
  requireRole(member, 'viewer')
  await requireServer(member.organisation, serverId)
  return rows.listTools(member.organisation, serverId)
}

/** The same tools as a board shows them, without their definitions. @throws Fault not-found */
export async function listToolSummaries(member: Member, serverId: string): Promise<ToolSummary[]> {
  requireRole(member, 'viewer')
  await requireServer(member.organisation, serverId)
  return rows.listToolSummaries(member.organisation, serverId)
}

/**
 * Pins the definitions that a person was shown, each named by its hash; all or none (D2).
 * @throws Fault forbidden, not-found, invalid-input, definition-changed {tools}
 */
export async function acceptTools(
  member: Member,
  serverId: string,
  hashes: Readonly<Record<string, string>>,
): Promise<void> {
  requireRole(member, 'admin')
  const server = await requireServer(member.organisation, serverId)
  const named = new Map(Object.entries(hashes))
  if (named.size === 0)
    throw new Fault('invalid-input', 'Name at least one tool and the hash of its definition.')
  const stored = await rows.listTools(member.organisation, serverId)
  const wanted = stored.filter((tool) => tool.hash === named.get(tool.name) && !rows.isListedTwice(tool))
  const classified = classifyStored(server.name, wanted, stored)
  const refused = await rows.acceptTools(member, serverId, named, classified)
  if (refused.length === 0) return
  throw new Fault(
    'definition-changed',
    `Nothing was accepted: ${refused.join(', ')} ${refused.length === 1 ? 'is' : 'are'} not what you were shown any more. Look at the tools again, then accept.`,
    { data: { tools: refused } },
  )
}
