// The record as a file, entry by entry: JSON lines with everything, or a table for spreadsheets.
import { recordDeed } from '#lib/data/audit-access.ts'
import { type AuditFilter, allAuditEvents, type RecordedEvent } from '#lib/data/audit-list.ts'
import type { Member } from '#lib/data/model.ts'
import { requirePermission } from '#lib/role.ts'
import { wordsOfEntry } from './words.ts'

export type ExportFormat = 'ndjson' | 'csv'

const COLUMNS = [
  'sequence',
  'id',
  'at',
  'actor',
  'actorKind',
  'keyId',
  'requestId',
  'address',
  'action',
  'target',
  'words',
  'detail',
] as const

/**
 * Everything that fits the filter, newest first, in pieces of text. The export itself is on record before its first
 * piece is.
 * @throws Fault forbidden
 */
export async function exportAudit(
  member: Member,
  filter: AuditFilter,
  format: ExportFormat,
): Promise<AsyncGenerator<string>> {
  requirePermission(member, 'audit.read')
  const { actorId = null, kind = null, from, until } = filter
  await recordDeed(member, 'audit.exported', member.organisation.id, {
    format,
    filter: { actorId, kind, from: from?.toISOString() ?? null, until: until?.toISOString() ?? null },
  })
  return pieces(member, filter, format)
}

async function* pieces(member: Member, filter: AuditFilter, format: ExportFormat): AsyncGenerator<string> {
  if (format === 'csv') yield `${COLUMNS.join(',')}\r\n`
  for await (const events of allAuditEvents(member.organisation, filter))
    yield events.map(format === 'csv' ? csvLine : jsonLine).join('')
}

function jsonLine(event: RecordedEvent): string {
  return `${JSON.stringify({ ...event, at: event.at.toISOString(), words: wordsText(event) })}\n`
}

function csvLine(event: RecordedEvent): string {
  const row = {
    ...event,
    at: event.at.toISOString(),
    words: wordsText(event),
    detail: JSON.stringify(event.detail),
  }
  return `${COLUMNS.map((column) => csvField(String(row[column] ?? ''))).join(',')}\r\n`
}

// A spreadsheet runs what begins like a formula: such text is kept from it by an apostrophe.
function csvField(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** "Renamed the organisation: name Acme → Gate": one line. */
export function wordsText(event: RecordedEvent): string {
  const { deed, subject, changes } = wordsOfEntry(event)
  const said = changes.map(({ what, before, after }) =>
    before === null ? `${what} ${after ?? 'none'}` : `${what} ${before} → ${after ?? 'none'}`,
  )
  return [subject === '' ? deed : `${deed} (${subject})`, said.join('; ')].filter(Boolean).join(': ')
}
