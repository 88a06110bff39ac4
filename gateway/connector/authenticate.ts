// Whose connector dials. A connector key opens nothing else: no grant, no API, no MCP address.
import type { IncomingMessage } from 'node:http'
import { serverOfPath } from '#lib/connector/index.ts'
import { type ConnectorKey, findConnectorByKey, type Pool } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { readToken } from '#lib/token.ts'

export type Dialled = ConnectorKey & { readonly serverId: string; readonly serverName: string }

/** @throws {Fault} not-found, origin-refused, connector-unknown, connector-elsewhere, store-unavailable */
export async function authenticateConnector(request: IncomingMessage, pool: Pool): Promise<Dialled> {
  const serverId = serverOfPath((request.url ?? '').split('?', 1)[0] ?? '')
  if (serverId === null)
    throw new Fault('not-found', 'This is no server’s address. Copy the command from the server’s page.')
  if (request.headers.origin !== undefined)
    throw new Fault('origin-refused', 'Connectors are programs: a page in a browser cannot be one.')
  const values = request.headersDistinct.authorization ?? []
  const shown = values.length === 1 ? /^Bearer +(\S+)$/i.exec(values[0] ?? '')?.[1] : undefined
  const token = shown === undefined ? null : readToken(shown)
  if (token?.kind !== 'pcc') throw unknownKey()
  const found = await findConnectorByKey(pool, token)
  if (!found) throw unknownKey()
  // Whoever holds a key knows its organisation: saying which server it is for tells nothing new.
  if (found.serverId !== serverId)
    throw new Fault(
      'connector-elsewhere',
      `This key is for the server “${found.serverName}”: use --server ${found.serverId}. A server that was registered by its URL has no connector.`,
    )
  return { ...token, ...found }
}

// One answer for a key that was mistyped or rotated, a server that was deleted, and one that never was.
function unknownKey(): Fault {
  return new Fault(
    'connector-unknown',
    'This key opens no server. It may have been rotated, or its server was deleted. Copy the command again from the server’s page.',
  )
}
