// Who changed what, for those who answer for it: an admin and above.
import * as rows from '#lib/data/audit-list.ts'
import type { Member, Page, ToolRisk } from '#lib/data/model.ts'
import { auditSeals, type SealState, type Verification } from '#lib/data/own-seals.ts'
import { findRisks } from '#lib/data/tool-risks.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { verdictText } from './verdict.ts'

export { type ExportFormat, exportAudit, wordsText } from './export.ts'
export { verdictText } from './verdict.ts'
export { type Change, type EntryWords, wordsOfEntry } from './words.ts'
export type RecordedEvent = rows.RecordedEvent
/** `risk`: of the tool that an entry is about, as it is now; null where it is about none that is known. */
export type ListedEvent = RecordedEvent & { readonly risk: ToolRisk | null }
export type AuditFilter = rows.AuditFilter

/** Newest first, 50 a page. @throws Fault forbidden, invalid-input (a cursor that no page gave) */
export async function listAuditEvents(
  member: Member,
  { cursor, ...filter }: AuditFilter & { readonly cursor?: string | undefined },
): Promise<Page<ListedEvent>> {
  requirePermission(member, 'audit.read')
  const page = await rows.listAuditEvents(member.organisation, filter, cursor)
  const named = page.items.map(toolNamedIn)
  const riskOf = await findRisks(
    member.organisation,
    named.filter((each) => each !== null),
  )
  return {
    ...page,
    items: page.items.map((item, at) => {
      const tool = named[at] ?? null
      return { ...item, risk: tool && riskOf(tool) }
    }),
  }
}

/** The tool that an entry is about, with its server: in its detail, or in what it was done to. */
function toolNamedIn({ detail, target }: RecordedEvent): { serverId: string; tool: string } | null {
  if (typeof detail !== 'object' || detail === null || !('tool' in detail)) return null
  const { tool } = detail
  const serverId = 'serverId' in detail ? detail.serverId : target
  return typeof tool === 'string' && typeof serverId === 'string' ? { serverId, tool } : null
}

/** How far the record is sealed, and whether the database's role could alter it. @throws Fault forbidden */
export async function getSealState(member: Member): Promise<SealState & { readonly isExposed: boolean }> {
  requirePermission(member, 'audit.read')
  return auditSeals.state(member.organisation)
}

/**
 * Recomputes the chain of the organisation's record; what the command line does for all.
 * @param root one that was noted earlier
 * @throws Fault forbidden, invalid-input (what is no root)
 */
export async function verifyAudit(
  member: Member,
  root?: string,
): Promise<Verification & { readonly verdict: string }> {
  requirePermission(member, 'audit.read')
  const noted = root?.trim().toLowerCase()
  if (noted !== undefined && !/^[0-9a-f]{64}$/.test(noted))
    throw new Fault('invalid-input', 'A root has 64 digits, from 0 to f. Paste the whole of it.')
  const found = await auditSeals.verify(member.organisation, noted)
  return { ...found, verdict: verdictText(found) }
}
