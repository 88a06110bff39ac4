// Connectors as the dashboard knows them: keys, and what state each is in. The gateway writes the state.
import type { Prisma } from '../../prisma/generated/prisma/client.ts'
import { writeAudit } from './audit.ts'
import { database, transaction } from './client.ts'
import type { Connector, Member, Organisation } from './model.ts'

type Key = { readonly digest: string; readonly end: string }

/** The servers whose connector is connected now, by the database's clock. */
export async function connectedServers(
  organisation: Organisation,
  serverId?: string,
): Promise<ReadonlySet<string>> {
  const rows = await database().$queryRaw<{ id: string }[]>`
    SELECT id FROM lease
     WHERE organisation_id = ${organisation.id} AND kind = 'connector' AND expires_at > clock_timestamp()
       AND (${serverId ?? null}::text IS NULL OR id = ${serverId ?? null})`
  return new Set(rows.map((row) => row.id))
}

export function toConnector(row: Prisma.ConnectorModel, isConnected: boolean): Connector {
  const wasConnected = row.connectedAt !== null
  return {
    state: isConnected && wasConnected ? 'connected' : wasConnected ? 'disconnected' : 'waiting',
    since: isConnected ? row.connectedAt : row.seenAt,
    host: row.host,
    command: row.command,
    sessions: isConnected ? row.sessions : 0,
    keyEnd: row.keyEnd,
    keyMadeAt: row.keyMadeAt,
  }
}

/**
 * Sets a new key; the old one opens nothing from here on, and a connector that uses it is cut off.
 * @returns false where there is no such server, or it has no connector
 */
export function replaceConnectorKey(member: Member, serverId: string, key: Key): Promise<boolean> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    const before = await tx.connector.findUnique({
      where: { organisationId_serverId: { organisationId, serverId } },
      select: { keyEnd: true },
    })
    const { count } = await tx.connector.updateMany({
      where: { organisationId, serverId },
      data: { keyDigest: key.digest, keyEnd: key.end, keyMadeAt: new Date() },
    })
    if (count === 0) return false
    await tx.lease.deleteMany({ where: { organisationId, kind: 'connector', id: serverId } })
    await writeAudit(tx, member, 'connector.rotated', serverId, {
      before: { keyEnd: before?.keyEnd ?? null },
      after: { keyEnd: key.end },
    })
    return true
  })
}

/** Asks for a reading of a server's tools by whichever gateway comes first. */
export function askForReading(member: Member, serverId: string): Promise<void> {
  const organisationId = member.organisation.id
  return transaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE server SET next_read_at = clock_timestamp()
       WHERE organisation_id = ${organisationId} AND id = ${serverId} AND transport = 'connector'`
    await writeAudit(tx, member, 'server.refreshed', serverId, { after: { status: 'asked' } })
  })
}
