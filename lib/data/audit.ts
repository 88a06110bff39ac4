// Who changed what. An event is written in the transaction of its change: one without the other
// cannot be committed. Details name what was changed, never a secret or a value of a header.
import { newId } from '#lib/id.ts'
import { database, type Transaction } from './client.ts'
import { cursorText, readCursor } from './cursor.ts'
import type { AuditEvent, Member, Page } from './model.ts'

const PAGE_SIZE = 50

/** Every action there is; the noun is the kind of the target. */
export type AuditAction =
  | 'organisation.created'
  | 'organisation.renamed'
  | 'organisation.retention_changed'
  | 'api_key.created'
  | 'api_key.revoked'
  | 'server.registered'
  | 'server.updated'
  | 'server.refreshed'
  | 'server.deleted'
  | 'server.recording_changed'
  | 'server.values_erased'
  // Written by the purge of values itself, in SQL (0016_recorded_values).
  | 'server.values_purged'
  | 'connector.rotated'
  | 'tools.accepted'
  | 'tools.rejected'
  | 'policy.published'
  | 'policy.rolled_back'
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
  | 'calls.exported'

/** Detail of an event: plain JSON values. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

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
      action,
      target,
      detail,
    },
  })
}

/** The events of the organisation, newest first, 50 a page. */
export async function listAuditEvents(member: Member, cursor?: string): Promise<Page<AuditEvent>> {
  const before = readCursor(cursor)
  const rows = await database().auditEvent.findMany({
    where: {
      organisationId: member.organisation.id,
      ...(before && {
        OR: [{ at: { lt: before.at } }, { at: { equals: before.at }, id: { lt: before.id } }],
      }),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
  })
  const page = rows.slice(0, PAGE_SIZE)
  const emails = await emailsOf(page.map((row) => row.actorId))
  const last = page.at(-1)
  return {
    items: page.map((row) => ({
      id: row.id,
      at: row.at,
      actor: row.actorId ? (emails.get(row.actorId) ?? null) : null,
      actorKind: row.actorKind,
      action: row.action,
      target: row.target,
      detail: row.detail,
    })),
    nextCursor: last && rows.length > PAGE_SIZE ? cursorText(last.at.toISOString(), last.id) : null,
  }
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
