// Looking at policies and their versions.
import { Fault } from '#lib/fault.ts'
import type { Prisma } from '../../prisma/generated/prisma/client.ts'
import { emailsOf } from './audit.ts'
import { database } from './client.ts'
import type { Organisation, PolicySummary, PolicyVersion, PolicyWithVersion } from './model.ts'
import { isOwnId } from './own-id.ts'

/** Policies with the number of grants that use each, oldest first; those that serve one server where it is given. */
export async function listPolicies(organisation: Organisation, serverId?: string): Promise<PolicySummary[]> {
  const rows = await database().policy.findMany({
    where: {
      organisationId: organisation.id,
      ...(serverId !== undefined && { servers: { some: { serverId } } }),
    },
    include: GRANTS,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const published = await database().policyVersion.findMany({
    where: {
      organisationId: organisation.id,
      id: { in: rows.flatMap((row) => row.publishedVersionId ?? []) },
    },
    select: { id: true, number: true, createdAt: true },
  })
  const versions = new Map(published.map((version) => [version.id, version]))
  return rows.map((row) => toSummary(row, versions.get(row.publishedVersionId ?? '')))
}

/** @throws Fault not-found */
export async function requirePolicy(
  organisation: Organisation,
  policyId: string,
): Promise<PolicyWithVersion> {
  if (!isOwnId('pol', organisation, policyId)) throw policyNotFound()
  const organisationId = organisation.id
  const row = await database().policy.findUnique({
    where: { organisationId_id: { organisationId, id: policyId } },
    include: GRANTS,
  })
  if (!row) throw policyNotFound()
  const version = row.publishedVersionId
    ? await database().policyVersion.findUnique({
        where: { organisationId_id: { organisationId, id: row.publishedVersionId } },
      })
    : null
  const authors = await emailsOf([version?.authorId ?? null])
  return { ...toSummary(row, version ?? undefined), published: version && toVersion(version, authors) }
}

/**
 * Every version of a policy, newest first.
 * @throws Fault not-found
 */
export async function listVersions(organisation: Organisation, policyId: string): Promise<PolicyVersion[]> {
  await requirePolicy(organisation, policyId)
  const rows = await database().policyVersion.findMany({
    where: { organisationId: organisation.id, policyId },
    orderBy: { number: 'desc' },
  })
  const authors = await emailsOf(rows.map((row) => row.authorId))
  return rows.map((row) => toVersion(row, authors))
}

/** The policies of a server that are in force, each with the document that is enforced. */
export async function listPublishedPolicies(
  organisation: Organisation,
  serverId: string,
): Promise<{ readonly id: string; readonly name: string; readonly canonical: string }[]> {
  const organisationId = organisation.id
  const policies = await database().policy.findMany({
    where: { organisationId, servers: { some: { serverId } }, publishedVersionId: { not: null } },
    select: { id: true, name: true, publishedVersionId: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const versions = await database().policyVersion.findMany({
    where: { organisationId, id: { in: policies.flatMap((policy) => policy.publishedVersionId ?? []) } },
    select: { id: true, canonical: true },
  })
  const documents = new Map(versions.map((version) => [version.id, version.canonical]))
  return policies.flatMap(({ id, name, publishedVersionId }) => {
    const canonical = documents.get(publishedVersionId ?? '')
    return canonical === undefined ? [] : [{ id, name, canonical }]
  })
}

export function policyNotFound(): Fault {
  return new Fault(
    'not-found',
    'There is no such policy. It may have been deleted; the list shows those there are.',
  )
}

const GRANTS = {
  _count: { select: { grants: { where: { grant: { revokedAt: null } } } } },
  servers: { select: { server: { select: { id: true, name: true } } } },
} as const

function toSummary(
  row: Prisma.PolicyGetPayload<{ include: typeof GRANTS }>,
  version: { number: number; createdAt: Date } | undefined,
): PolicySummary {
  return {
    id: row.id,
    serverId: row.serverId,
    name: row.name,
    servers: row.servers.map(({ server }) => server).sort((a, b) => a.name.localeCompare(b.name)),
    version: version?.number ?? null,
    grants: row._count.grants,
    updatedAt: version?.createdAt ?? row.createdAt,
  }
}

function toVersion(row: Prisma.PolicyVersionModel, authors: ReadonlyMap<string, string>): PolicyVersion {
  return {
    id: row.id,
    number: row.number,
    source: row.source,
    format: row.format as PolicyVersion['format'],
    hash: row.hash,
    comment: row.comment,
    author: row.authorId ? (authors.get(row.authorId) ?? null) : null,
    createdAt: row.createdAt,
  }
}
