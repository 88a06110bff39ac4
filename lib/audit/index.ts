// Who changed what, for those who answer for it.
import * as rows from '#lib/data/audit.ts'
import type { AuditEvent, Member, Page } from '#lib/data/model.ts'
import { requireRole } from '#lib/role.ts'

/** Newest first, 50 a page. @throws Fault forbidden, invalid-input (a cursor that no page gave) */
export async function listAuditEvents(
  member: Member,
  filter: { cursor?: string },
): Promise<Page<AuditEvent>> {
  requireRole(member, 'admin')
  return rows.listAuditEvents(member, filter.cursor)
}
