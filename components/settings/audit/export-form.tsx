import { Download } from 'lucide-react'
import { buttonStyle } from '#components/ui/button-style.ts'
import type { AuditFilters } from './audit-view.ts'

/** What the filters show, as a file. A form, because the export itself goes on record. */
export function ExportForm({ filters }: { filters: AuditFilters }) {
  return (
    <form method="post" action="/settings/audit/export" className="flex flex-wrap gap-2">
      {Object.entries(filters).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      {(['csv', 'ndjson'] as const).map((format) => (
        <button key={format} type="submit" name="format" value={format} className={buttonStyle('secondary')}>
          <Download aria-hidden />
          Export {format.toUpperCase()}
        </button>
      ))}
    </form>
  )
}
