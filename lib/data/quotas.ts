// How much an organisation has of something, and may have: counted in the transaction that adds to it, which holds the
// organisation's row, so that two who come at once cannot both have the last place.
import { type Bounds, boundSentence, RESOURCES, type Resource } from '#lib/bounds/index.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { type Database, database, type Transaction, transaction } from './client.ts'
import type { Organisation } from './model.ts'
import { lockOrganisation } from './servers.ts'

/** One bound: `used` of `most`; `isOwn` where the operator set it for this organisation. */
export type Quota = {
  readonly resource: Resource
  readonly used: number
  readonly most: number
  readonly isOwn: boolean
}

/**
 * Passes where so many more may be added. Locks the organisation until the transaction ends.
 * @throws Fault limit-reached {resource, most}
 */
export async function requireRoom(
  tx: Transaction,
  organisationId: string,
  resource: Resource,
  count = 1,
): Promise<void> {
  await lockOrganisation(tx, organisationId)
  const own = await tx.quota.findUnique({
    where: { organisationId_resource: { organisationId, resource } },
    select: { most: true },
  })
  const most = own?.most ?? env().quotas[resource]
  if ((await countOf(tx, organisationId, resource)) + count > most)
    throw new Fault('limit-reached', boundSentence(resource, most), { data: { resource, most } })
}

/** Every bound of an organisation with what it has. */
export async function listQuotas({ id }: Pick<Organisation, 'id'>): Promise<Quota[]> {
  const own = await database().quota.findMany({ where: { organisationId: id } })
  const mosts: Partial<Bounds> = Object.fromEntries(own.map(({ resource, most }) => [resource, most]))
  return Promise.all(
    RESOURCES.map(async (resource) => ({
      resource,
      used: await countOf(database(), id, resource),
      most: mosts[resource] ?? env().quotas[resource],
      isOwn: mosts[resource] !== undefined,
    })),
  )
}

/**
 * Sets a bound of one organisation, or takes it back to the installation's. For the operator, at the command line.
 * @returns false where there is no such organisation
 */
export function setQuota(organisationId: string, resource: Resource, most: number | null): Promise<boolean> {
  return transaction(async (tx) => {
    if (!(await tx.organisation.findUnique({ where: { id: organisationId }, select: { id: true } })))
      return false
    const key = { organisationId, resource }
    if (most === null) await tx.quota.deleteMany({ where: key })
    else
      await tx.quota.upsert({
        where: { organisationId_resource: key },
        create: { ...key, most },
        update: { most, setAt: new Date() },
      })
    return true
  })
}

function countOf(db: Database, organisationId: string, resource: Resource): Promise<number> {
  switch (resource) {
    case 'servers':
      return db.server.count({ where: { organisationId } })
    case 'tools':
      return db.tool.count({ where: { organisationId, present: true } })
    case 'policies':
      return db.policy.count({ where: { organisationId } })
    case 'grants':
      return db.grant.count({ where: { organisationId, revokedAt: null } })
    case 'members':
      return db.member.count({ where: { organisationId } })
    case 'invitations':
      return db.invitation.count({
        where: { organisationId, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
      })
    case 'api_keys':
      return db.apiKey.count({
        where: {
          organisationId,
          revokedAt: null,
          OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
        },
      })
    case 'channels':
      return db.channel.count({ where: { organisationId } })
  }
}
