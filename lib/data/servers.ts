// Looking at registered servers. What opens an upstream (the sealed headers) leaves only through `findUpstream`.
import { Fault } from '#lib/fault.ts'
import type { Prisma } from '../../prisma/generated/prisma/client.ts'
import { database, type Transaction } from './client.ts'
import { connectedServers, toConnector } from './connectors.ts'
import type { Connector, Organisation, Server, ServerStatus } from './model.ts'
import { isOwnId } from './own-id.ts'

/** A server as it is reached: sealed headers are opened by lib/servers alone. */
export type UpstreamRow = {
  readonly url: string
  readonly sealedHeaders: Uint8Array | null
  readonly transport: string
  /** It is signed in to, so it is reached with somebody's access. */
  readonly oauth: string | null
  /** When its list was last read at this address; null where it never was. */
  readonly readAt: Date | null
}

export async function listServers(organisation: Organisation): Promise<Server[]> {
  const rows = await database().server.findMany({
    where: { organisationId: organisation.id },
    include: COUNT,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const live = rows.some((row) => row.connector) ? await connectedServers(organisation) : NONE
  return rows.map((row) => toServer(row, live))
}

/** @throws Fault not-found, for a missing server and for another organisation's alike */
export async function requireServer(organisation: Organisation, serverId: string): Promise<Server> {
  if (!isOwnId('srv', organisation, serverId)) throw serverNotFound()
  const row = await database().server.findUnique({
    where: { organisationId_id: { organisationId: organisation.id, id: serverId } },
    include: COUNT,
  })
  if (!row) throw serverNotFound()
  return toServer(row, row.connector ? await connectedServers(organisation, serverId) : NONE)
}

/** @throws Fault not-found */
export async function findUpstream(organisation: Organisation, serverId: string): Promise<UpstreamRow> {
  if (!isOwnId('srv', organisation, serverId)) throw serverNotFound()
  const row = await database().server.findUnique({
    where: { organisationId_id: { organisationId: organisation.id, id: serverId } },
    select: { url: true, sealedHeaders: true, oauth: true, transport: true, readAt: true },
  })
  if (!row) throw serverNotFound()
  return row
}

export function serverNotFound(): Fault {
  return new Fault(
    'not-found',
    'There is no such server. It may have been deleted; the list shows those there are.',
  )
}

/** Serialises what counts or names the things of one organisation, without holding up its calls. */
export async function lockOrganisation(tx: Transaction, organisationId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM organisation WHERE id = ${organisationId} FOR NO KEY UPDATE`
}

const COUNT = { _count: { select: { tools: { where: { present: true } } } }, connector: true } as const
const NONE: ReadonlySet<string> = new Set()

function toServer(
  row: Prisma.ServerGetPayload<{ include: typeof COUNT }>,
  live: ReadonlySet<string>,
): Server {
  const connector = row.connector ? toConnector(row.connector, live.has(row.id)) : null
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    url: row.url,
    transport: row.transport === 'sse' || row.transport === 'connector' ? row.transport : 'http',
    headerNames: row.headerNames,
    signIn: row.oauth === 'server' || row.oauth === 'user' ? row.oauth : null,
    ...statusOf(row, connector),
    protocol: row.protocol,
    tools: row._count.tools,
    checkedAt: row.checkedAt,
    readAt: row.readAt,
    createdAt: row.createdAt,
    connector,
  }
}

// How the last reading went says nothing of a connector that has gone since.
function statusOf(
  row: { status: string; statusMessage: string },
  connector: Connector | null,
): { status: ServerStatus; statusMessage: string } {
  if (connector?.state === 'disconnected')
    return { status: 'unreachable', statusMessage: 'Its connector is not connected.' }
  if (connector?.state === 'waiting') return { status: 'waiting', statusMessage: '' }
  return { status: row.status as ServerStatus, statusMessage: row.statusMessage }
}
