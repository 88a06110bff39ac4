// The registered servers of an organisation: look, refresh, change, delete.
import type { Member, Server } from '#lib/data/model.ts'
import * as changes from '#lib/data/server-changes.ts'
import * as rows from '#lib/data/servers.ts'
import type { ToolRecord } from '#lib/data/tools.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { classifyTools } from './classify-tools.ts'
import { refreshThroughConnector } from './connectors.ts'
import { checkName, checkServerUrl, sealFor } from './input.ts'
import { reachable, readingOf, readingOfFault, readToolsOf } from './reading.ts'

export type ServerChange = {
  readonly name?: string
  readonly url?: string
  readonly headers?: Readonly<Record<string, string>>
}

export async function listServers(member: Member): Promise<Server[]> {
  requirePermission(member, 'servers.read')
  return rows.listServers(member.organisation)
}

/** @throws Fault not-found */
export async function getServer(member: Member, serverId: string): Promise<Server> {
  requirePermission(member, 'servers.read')
  return rows.requireServer(member.organisation, serverId)
}

/**
 * Reads the server's tools again. A server that cannot be read is no fault here: its status says so,
 * and its tools stay as they were last read.
 * @throws Fault forbidden, not-found
 */
export async function refreshServer(member: Member, serverId: string): Promise<Server> {
  requirePermission(member, 'servers.manage')
  const server = await rows.requireServer(member.organisation, serverId)
  if (server.transport === 'connector') return refreshThroughConnector(member, server)
  const reach = await reachable(member, serverId)
  let reading: changes.Reading
  let read: { tools: ToolRecord[]; transport: 'http' | 'sse' } | null = null
  try {
    const list = await readToolsOf(member, serverId, reach)
    reading = readingOf(list)
    read = { tools: classifyTools(server.name, list.tools), transport: list.transport }
  } catch (error) {
    reading = readingOfFault(error)
  }
  return changes.recordReading(member, serverId, reach.target.url, reading, read)
}

/**
 * Changes a server's name, address or headers (all of them together). Another URL voids the pins and
 * clears headers that are not given anew (D4); the tools are then read again.
 * @throws Fault forbidden, not-found, invalid-input, url-refused, address-refused
 */
export async function updateServer(member: Member, serverId: string, change: ServerChange): Promise<Server> {
  requirePermission(member, 'servers.manage')
  const before = await rows.requireServer(member.organisation, serverId)
  if (change.name === undefined && change.url === undefined && change.headers === undefined)
    throw new Fault('invalid-input', 'Nothing to change was given: a name, a URL or headers.')
  if (before.connector && (change.url !== undefined || change.headers !== undefined))
    throw new Fault(
      'invalid-input',
      'This server is reached through its connector: it has no URL and no headers.',
    )
  const url = change.url === undefined ? undefined : checkServerUrl(change.url)
  const after = await changes.updateServer(member, serverId, {
    ...(change.name !== undefined && { name: checkName(change.name) }),
    ...(url !== undefined && { url }),
    ...(change.headers !== undefined && { headers: sealFor(member, serverId, change.headers) }),
  })
  const reachedDifferently = (url !== undefined && url !== before.url) || change.headers !== undefined
  return reachedDifferently ? refreshServer(member, serverId) : after
}

/** @throws Fault forbidden, not-found */
export async function deleteServer(member: Member, serverId: string): Promise<void> {
  requirePermission(member, 'servers.manage')
  await changes.deleteServer(member, serverId)
}
