// Looking at policies, and one's own drafts of them.

import * as drafts from '#lib/data/drafts.ts'
import type { Draft, Member, PolicySummary, PolicyVersion, PolicyWithVersion } from '#lib/data/model.ts'
import * as rows from '#lib/data/policies.ts'
import { requireServer } from '#lib/data/servers.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'

const MAX_DRAFT_BYTES = 2 * 1024 * 1024

/** @throws Fault not-found (the server) */
export async function listPolicies(member: Member, serverId?: string): Promise<PolicySummary[]> {
  requirePermission(member, 'policies.read')
  if (serverId !== undefined) await requireServer(member.organisation, serverId)
  return rows.listPolicies(member.organisation, serverId)
}

/** @throws Fault not-found */
export async function getPolicy(member: Member, policyId: string): Promise<PolicyWithVersion> {
  requirePermission(member, 'policies.read')
  return rows.requirePolicy(member.organisation, policyId)
}

/** Newest first. @throws Fault not-found */
export async function listVersions(member: Member, policyId: string): Promise<PolicyVersion[]> {
  requirePermission(member, 'policies.read')
  return rows.listVersions(member.organisation, policyId)
}

/**
 * Keeps the member's own unpublished text, however wrong it still is.
 * @param draft `policyId` '' where the policy does not exist yet
 * @throws Fault forbidden, not-found, too-large
 */
export async function saveDraft(
  member: Member,
  draft: { serverId: string; policyId: string; text: string; baseVersion: number },
): Promise<void> {
  requirePermission(member, 'policies.write')
  if (Buffer.byteLength(draft.text) > MAX_DRAFT_BYTES)
    throw new Fault('too-large', 'The draft is larger than 2 MiB; a policy has at most 1 MiB.')
  if (draft.text.includes('\0') || !draft.text.isWellFormed())
    throw new Fault('invalid-input', 'The draft holds a NUL or half of a character, which no policy can.')
  await drafts.saveDraft(member, draft)
}

/** The member's own draft, or null. @throws Fault forbidden, not-found */
export async function findDraft(member: Member, serverId: string, policyId: string): Promise<Draft | null> {
  requirePermission(member, 'policies.write')
  await requireServer(member.organisation, serverId)
  return drafts.findDraft(member, serverId, policyId)
}

/** @throws Fault forbidden, not-found */
export async function discardDraft(member: Member, serverId: string, policyId: string): Promise<void> {
  requirePermission(member, 'policies.write')
  await requireServer(member.organisation, serverId)
  await drafts.discardDraft(member, serverId, policyId)
}
