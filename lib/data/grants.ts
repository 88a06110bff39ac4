// Looking at grants: one agent's access, its servers, and the policy for each.
import { Fault } from '#lib/fault.ts'
import type { Prisma } from '../../prisma/generated/prisma/client.ts'
import { emailsOf } from './audit.ts'
import { database } from './client.ts'
import type { Grant, Organisation } from './model.ts'
import { isOwnId } from './own-id.ts'

/** Grants, newest first; those that reach one server where it is given. */
export async function listGrants(organisation: Organisation, serverId?: string): Promise<Grant[]> {
  const rows = await database().grant.findMany({
    where: {
      organisationId: organisation.id,
      ...(serverId !== undefined && { servers: { some: { serverId } } }),
    },
    include: WITH_ALL,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  })
  const emails = await emailsOf(rows.map((row) => row.createdById))
  return rows.map((row) => toGrant(row, emails))
}

/** @throws Fault not-found */
export async function requireGrant(organisation: Organisation, grantId: string): Promise<Grant> {
  if (!isOwnId('grt', organisation, grantId)) throw grantNotFound()
  const row = await database().grant.findUnique({
    where: { organisationId_id: { organisationId: organisation.id, id: grantId } },
    include: WITH_ALL,
  })
  if (!row) throw grantNotFound()
  return toGrant(row, await emailsOf([row.createdById]))
}

export function grantNotFound(): Fault {
  return new Fault(
    'not-found',
    'There is no such grant. It may belong to nobody any more; the list shows those there are.',
  )
}

const WITH_ALL = {
  servers: {
    include: { server: { select: { name: true } }, policy: { select: { name: true } } },
    orderBy: { serverId: 'asc' },
  },
  oauth: { select: { clientName: true, redirectTo: true, connectedAt: true } },
} as const

function toGrant(
  row: Prisma.GrantGetPayload<{ include: typeof WITH_ALL }>,
  emails: ReadonlyMap<string, string>,
): Grant {
  return {
    id: row.id,
    label: row.label,
    tags: row.tags,
    tokenEnd: row.tokenEnd,
    urlEnabled: row.urlEnabled,
    createdBy: emails.get(row.createdById) ?? '',
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
    lastUsedAt: row.lastUsedAt,
    client: row.oauth && {
      name: row.oauth.clientName,
      redirectTo: row.oauth.redirectTo,
      connectedAt: row.oauth.connectedAt,
    },
    servers: row.servers.map(({ serverId, policyId, server, policy }) => ({
      serverId,
      serverName: server.name,
      policyId,
      policyName: policy?.name ?? null,
    })),
  }
}
