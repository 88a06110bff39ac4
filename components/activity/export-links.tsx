import { Download } from 'lucide-react'
import { buttonStyle } from '#components/ui/button-style.ts'
import { type CallFilters, exportUrl } from './call-view.ts'

/** The history that the filters show, as a file. Plain links: a download needs no JavaScript. */
export function ExportLinks({ filters }: { filters: CallFilters }) {
  return (
    <>
      {(['csv', 'ndjson'] as const).map((format) => (
        <a key={format} href={exportUrl(filters, format)} download className={buttonStyle('secondary')}>
          <Download aria-hidden />
          {format === 'csv' ? 'CSV' : 'NDJSON'}
          <span className="sr-only">: export these calls</span>
        </a>
      ))}
    </>
  )
}
