import { Badge } from '#components/ui/badge.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { EventRow } from './rows.ts'

const SEVERITY: Readonly<Record<string, string>> = { info: 'Info', warning: 'Warning', critical: 'Critical' }

/** What there was to tell, newest first. */
export function EventList({ events }: { events: readonly EventRow[] }) {
  if (events.length === 0) return <p className="text-14 text-ink-2">Nothing to tell yet.</p>
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {events.map((event) => (
        <li key={event.id} className="px-4 py-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
            <a href={event.path} className="link min-w-0 break-words font-medium">
              {event.title}
            </a>
            <span className="flex items-center gap-2 whitespace-nowrap text-12 text-ink-3">
              <Badge>{SEVERITY[event.severity] ?? event.severity}</Badge>
              <RelativeTime at={event.at} />
            </span>
          </p>
          <p className="mt-0.5 break-words text-13 text-ink-2">{event.sentence}</p>
        </li>
      ))}
    </ul>
  )
}
