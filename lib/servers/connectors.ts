// Servers that speak stdio on somebody's machine: registered by name, reached through their connector.
import { askForReading, replaceConnectorKey } from '#lib/data/connectors.ts'
import type { Member, Server } from '#lib/data/model.ts'
import { insertConnectorServer, newServerId } from '#lib/data/server-changes.ts'
import { requireServer } from '#lib/data/servers.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { newToken } from '#lib/token.ts'
import { checkName } from './input.ts'

/** A key is shown once: only its digest is kept. */
export type ConnectorKey = { readonly server: Server; readonly connectorKey: string }

const POLL_MS = 250
// A reading takes 30 s at most, and may wait a moment for a gateway to take it on.
const PATIENCE_MS = 40_000

/**
 * Registers a server that a connector will make reachable. Its tools are read, and pinned (D1), when the
 * connector comes for the first time.
 * @throws Fault forbidden, invalid-input, limit-reached
 */
export async function registerConnector(
  member: Member,
  registration: { readonly name: string },
): Promise<ConnectorKey> {
  requirePermission(member, 'servers.manage')
  const name = checkName(registration.name)
  const key = newToken('pcc', member.organisation.id)
  const server = await insertConnectorServer(member, { id: newServerId(member.organisation), name }, key)
  return { server, connectorKey: key.text }
}

/**
 * Gives a server's connector a new key. One that is connected with the old key is cut off.
 * @throws Fault forbidden, not-found, invalid-input (a server that is reached by its URL)
 */
export async function rotateConnector(member: Member, serverId: string): Promise<ConnectorKey> {
  requirePermission(member, 'servers.manage')
  const server = await requireServer(member.organisation, serverId)
  const key = newToken('pcc', member.organisation.id)
  if (!server.connector || !(await replaceConnectorKey(member, serverId, key)))
    throw new Fault('invalid-input', 'This server is reached by its URL: it has no connector, and no key.')
  return { server: await requireServer(member.organisation, serverId), connectorKey: key.text }
}

/** Has a gateway read the tools, and waits for it. A connector that is away is told by the server's status. */
export async function refreshThroughConnector(member: Member, server: Server): Promise<Server> {
  if (server.connector?.state !== 'connected') return server
  await askForReading(member, server.id)
  const deadline = performance.now() + PATIENCE_MS
  let now = server
  while (now.checkedAt?.getTime() === server.checkedAt?.getTime() && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    now = await requireServer(member.organisation, server.id)
  }
  return now
}
