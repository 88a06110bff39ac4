// The record of what people do, and of what the program does by itself. An entry is written in the transaction of its
// change: one without the other cannot be committed. A detail says what was and what is, never a secret or a value of a
// header. Entries are sealed a moment later (lib/data/seals).
import { newId } from '#lib/id.ts'
import { database, type Transaction } from './client.ts'
import type { Member, StopScope } from './model.ts'

/** Every action there is; the noun before the dot is its kind. What a trigger writes is in 0019_sealed_audit. */
export type AuditAction =
  | 'organisation.created'
  | 'organisation.founded'
  | 'member.invited'
  | 'member.joined'
  | 'invitation.resent'
  | 'invitation.revoked'
  | 'session.switched'
  | 'organisation.renamed'
  | 'organisation.retention_changed'
  | 'api_key.created'
  | 'api_key.revoked'
  | 'server.registered'
  | 'trial.claimed'
  | 'server.updated'
  | 'server.refreshed'
  | 'server.deleted'
  | 'server.connected'
  | 'server.disconnected'
  | 'server.recording_changed'
  | 'server.values_erased'
  // Written by the purge of values itself, in SQL (0016_recorded_values).
  | 'server.values_purged'
  | 'connector.rotated'
  | 'tools.accepted'
  | 'tools.rejected'
  | 'tool.category_set'
  | 'tool.category_reset'
  | 'policy.published'
  | 'policy.rolled_back'
  | 'policy.attached'
  | 'policy.detached'
  | 'baseline.published'
  | 'baseline.rolled_back'
  | 'policy.shadowed'
  | 'policy.shadow_discarded'
  | 'policy.proposed'
  | 'policy.proposal_dismissed'
  | 'grant.created'
  | 'grant.updated'
  | 'grant.rotated'
  | 'grant.revoked'
  | 'channel.created'
  | 'channel.updated'
  | 'channel.rotated'
  | 'channel.tested'
  | 'channel.replayed'
  | 'channel.deleted'
  | 'approval.approved'
  | 'approval.denied'
  | 'allowance.given'
  | 'allowance.revoked'
  | 'organisation.separation_changed'
  | `${StopScope}.stopped`
  | `${StopScope}.stop_lifted`
  | 'organisation.escalation_changed'
  | 'account.password_changed'
  | 'account.password_reset'
  | 'account.email_confirmed'
  | 'account.email_changed'
  | 'account.provider_linked'
  | 'account.provider_unlinked'
  | 'passkey.added'
  | 'passkey.removed'
  | 'authenticator.added'
  | 'authenticator.removed'
  | 'recovery_codes.made'
  | 'factors.removed'
  | 'organisation.deletion_asked'
  | 'organisation.deletion_taken_back'
  | 'organisation.exported'
  | 'account.exported'
  | 'account.deleted'
  | 'session.confirmed'
  | 'session.opened'
  | 'session.refused'
  | 'session.ended'
  | 'access.refused'
  | 'audit.exported'
  | 'calls.exported'

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }
/** Detail of an entry: plain JSON. `before` and `after` hold what differs; the rest says of what. */
export type AuditDetail = Readonly<Record<string, Value>>

/** Adds an event to the transaction of the change that it tells of. `target` is the id of what changed. */
export async function writeAudit(
  tx: Transaction,
  member: Member,
  action: AuditAction,
  target: string,
  detail: AuditDetail = {},
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      organisationId: member.organisation.id,
      id: newId('evt', member.organisation.id),
      actorId: member.userId,
      actorKind: member.via,
      keyId: member.keyId ?? null,
      requestId: member.from?.requestId ?? '',
      address: member.from?.address ?? '',
      action,
      target,
      // Postgres' jsonb holds no NUL, and names are other people's text.
      detail: JSON.parse(JSON.stringify(detail).replaceAll('\\u0000', '\\ufffd')),
    },
  })
}

/**
 * What differs, as a detail: {before, after} with the members that are not equal.
 * @returns null where nothing differs
 */
export function difference(before: AuditDetail, after: AuditDetail): AuditDetail | null {
  const keys = Object.keys(after).filter(
    (key) => JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null),
  )
  if (keys.length === 0) return null
  const only = (detail: AuditDetail) => Object.fromEntries(keys.map((key) => [key, detail[key] ?? null]))
  return { before: only(before), after: only(after) }
}

/** The addresses of users by their ids; ids that name nobody any more are left out. */
export async function emailsOf(userIds: readonly (string | null)[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(userIds.filter((id) => id !== null))]
  if (ids.length === 0) return new Map()
  const users = await database().user.findMany({
    where: { id: { in: ids } },
    select: { id: true, email: true },
  })
  return new Map(users.map((user) => [user.id, user.email]))
}
