// Grants: what an agent is given. A token is shown once, when it is made, and kept as a digest.
import type { GrantChange, GrantTarget } from '#lib/data/grant-changes.ts'
import * as changes from '#lib/data/grant-changes.ts'
import * as rows from '#lib/data/grants.ts'
import type { Grant, Member } from '#lib/data/model.ts'
import { requireServer } from '#lib/data/servers.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { newToken } from '#lib/token.ts'
import { checkExpiry, checkLabel, checkTags, checkTargets } from './input.ts'

export { type Allowed, allowConsent, type Consent, getConsent, refuseConsent } from './consents.ts'

export type NewGrant = {
  readonly label: string
  /** `policyId` null refuses every call on that server until a policy is attached. */
  readonly servers: readonly GrantTarget[]
  readonly tags?: readonly string[]
  readonly expiresAt?: Date | null
}

/**
 * Makes a grant and its token.
 * @throws Fault forbidden, invalid-input, not-found (a server, or a policy that is not that server's)
 */
export async function createGrant(member: Member, grant: NewGrant): Promise<{ grant: Grant; token: string }> {
  requirePermission(member, 'grants.manage')
  const token = newToken('pcg', member.organisation.id)
  const made = await changes.insertGrant(member, {
    label: checkLabel(grant.label),
    servers: checkTargets(grant.servers),
    tags: checkTags(grant.tags ?? []),
    expiresAt: checkExpiry(grant.expiresAt ?? null),
    token,
  })
  return { grant: made, token: token.text }
}

/** Newest first, revoked ones included. @throws Fault not-found (the server) */
export async function listGrants(member: Member, filter: { serverId?: string } = {}): Promise<Grant[]> {
  requirePermission(member, 'grants.read')
  if (filter.serverId !== undefined) await requireServer(member.organisation, filter.serverId)
  return rows.listGrants(member.organisation, filter.serverId)
}

/** @throws Fault not-found */
export async function getGrant(member: Member, grantId: string): Promise<Grant> {
  requirePermission(member, 'grants.read')
  return rows.requireGrant(member.organisation, grantId)
}

/**
 * Changes a live grant; the next call is judged by what it then says.
 * @throws Fault forbidden, not-found, invalid-input (also for a revoked grant)
 */
export async function updateGrant(
  member: Member,
  grantId: string,
  change: Omit<GrantChange, 'urlEnabled'>,
): Promise<Grant> {
  requirePermission(member, 'grants.manage')
  if (Object.values(change).every((value) => value === undefined))
    throw new Fault('invalid-input', 'Nothing to change was given: a label, tags, an expiry or servers.')
  return changes.updateGrant(member, grantId, {
    ...(change.label !== undefined && { label: checkLabel(change.label) }),
    ...(change.tags !== undefined && { tags: checkTags(change.tags) }),
    ...(change.expiresAt !== undefined && { expiresAt: checkExpiry(change.expiresAt) }),
    ...(change.servers !== undefined && { servers: checkTargets(change.servers) }),
  })
}

/** Ends a grant with the very next call; again is no error. @throws Fault forbidden, not-found */
export async function revokeGrant(member: Member, grantId: string): Promise<void> {
  requirePermission(member, 'grants.manage')
  await changes.revokeGrant(member, grantId)
}

/** Gives a live grant another token; counters go on as they are (L5). @throws Fault forbidden, not-found, invalid-input */
export async function rotateGrant(member: Member, grantId: string): Promise<{ token: string }> {
  requirePermission(member, 'grants.manage')
  const token = newToken('pcg', member.organisation.id)
  await changes.replaceToken(member, grantId, token)
  return { token: token.text }
}

/** Whether the token may stand in a URL, for clients that send no header. @throws Fault forbidden, not-found, invalid-input */
export async function enableGrantUrl(member: Member, grantId: string, enabled: boolean): Promise<Grant> {
  requirePermission(member, 'grants.manage')
  return changes.updateGrant(member, grantId, { urlEnabled: enabled })
}
