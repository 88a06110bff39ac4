// The record as a file, by the form of its page: in pieces, so that a million entries need no more room than a page.
import { exportAudit } from '#lib/audit/index.ts'
import { fileAnswer, formFile } from '../../../form-post.ts'
import { filterOf, filtersIn } from '../filter.ts'

export async function POST(request: Request): Promise<Response> {
  return formFile(request, async (member, fields) => {
    const format = fields.get('format') === 'csv' ? 'csv' : 'ndjson'
    const filters = filtersIn((name) => fields.get(name) ?? undefined)
    const pieces = await exportAudit(member, filterOf(filters), format)
    const name = `portcullis-audit-${new Date().toISOString().slice(0, 10)}.${format}`
    return fileAnswer(pieces, name, format === 'csv' ? 'text/csv' : 'application/x-ndjson')
  })
}
