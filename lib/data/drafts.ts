// One person's unpublished text for a policy, or for the first policy of a server (policyId '').
import { database, transaction } from './client.ts'
import type { Draft, Member } from './model.ts'
import { isOwnId } from './own-id.ts'
import { policyNotFound } from './policies.ts'
import { serves } from './publish.ts'
import { serverNotFound } from './servers.ts'

/**
 * Keeps the text that `member` is working on, in place of an earlier one.
 * @throws Fault not-found where the server or the policy is not this organisation's
 */
export function saveDraft(
  member: Member,
  draft: { serverId: string; policyId: string; text: string; baseVersion: number },
): Promise<void> {
  const organisationId = member.organisation.id
  const { serverId, policyId, text, baseVersion } = draft
  return transaction(async (tx) => {
    if (!isOwnId('srv', member.organisation, serverId)) throw serverNotFound()
    const server = await tx.server.findUnique({
      where: { organisationId_id: { organisationId, id: serverId } },
    })
    if (!server) throw serverNotFound()
    if (policyId !== '' && !isOwnId('pol', member.organisation, policyId)) throw policyNotFound()
    if (policyId !== '' && !(await serves(tx, organisationId, policyId, serverId))) throw policyNotFound()
    const key = { organisationId, serverId, policyId, userId: member.userId }
    await tx.policyDraft.upsert({
      where: { organisationId_serverId_policyId_userId: key },
      create: { ...key, text, baseVersion },
      update: { text, baseVersion },
    })
  })
}

export async function findDraft(member: Member, serverId: string, policyId: string): Promise<Draft | null> {
  const row = await database().policyDraft.findUnique({
    where: {
      organisationId_serverId_policyId_userId: {
        organisationId: member.organisation.id,
        serverId,
        policyId,
        userId: member.userId,
      },
    },
  })
  return row && { text: row.text, baseVersion: row.baseVersion, updatedAt: row.updatedAt }
}

export async function discardDraft(member: Member, serverId: string, policyId: string): Promise<void> {
  await database().policyDraft.deleteMany({
    where: { organisationId: member.organisation.id, serverId, policyId, userId: member.userId },
  })
}
