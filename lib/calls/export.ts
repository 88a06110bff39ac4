// The record as a file: read page by page as the reader takes it, so that a million rows need no more memory
// than a thousand.
import { recordExport } from '#lib/data/call-exports.ts'
import type { CallFilter } from '#lib/data/calls.ts'
import * as rows from '#lib/data/calls.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { requirePermission } from '#lib/role.ts'
import { CSV_HEAD, csvRow } from './csv.ts'
import { ndjsonRow } from './ndjson.ts'

export const CALL_FORMATS = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
} as const
export type CallFormat = keyof typeof CALL_FORMATS

export type CallExport = {
  readonly type: string
  /** For the file: letters, digits, dashes and a dot. */
  readonly name: string
  readonly body: ReadableStream<Uint8Array>
}

const PAGE_SIZE = 1000

/**
 * Every call that fits, newest first: one row each, whatever its texts hold. The export is audited before its
 * first byte. A store that goes away in the middle breaks the file off; it never ends it as if it were whole.
 * @throws Fault invalid-input (a cursor that no page gave), store-unavailable
 */
export async function exportCalls(
  member: Member,
  asked: { readonly format: CallFormat; readonly filter?: CallFilter; readonly cursor?: string | undefined },
): Promise<CallExport> {
  requirePermission(member, 'calls.read')
  const { format, filter = {}, cursor } = asked
  if (Object.values(filter).some((value) => String(value).includes('\0')))
    throw new Fault('invalid-input', 'No call fits this filter: a name holds no NUL.')
  const { organisation } = member
  // The first page before the answer begins: what is wrong with the request is still said in words.
  const first = await rows.listCalls(organisation, filter, cursor, PAGE_SIZE)
  await recordExport(member, format, filter)
  const encoder = new TextEncoder()
  const line = format === 'csv' ? csvRow : ndjsonRow
  let head = format === 'csv' ? CSV_HEAD : ''
  let page: Awaited<ReturnType<typeof rows.listCalls>> | null = first
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (page === null) return controller.close()
        const text = head + page.items.map(line).join('')
        head = ''
        const { nextCursor } = page
        page = null
        if (text !== '') controller.enqueue(encoder.encode(text))
        if (nextCursor === null) return controller.close()
        page = await rows.listCalls(organisation, filter, nextCursor, PAGE_SIZE)
      },
    },
    // One page is read ahead of the reader, and no more.
    { highWaterMark: 1 },
  )
  const name = `calls-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.${format}`
  return { type: CALL_FORMATS[format], name, body }
}
