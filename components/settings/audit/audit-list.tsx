import { ToolRisk } from '#components/tool-risk.tsx'
import { RelativeTime } from '#components/ui/relative-time.tsx'
import type { ChangeView, EntryView } from './audit-view.ts'

// What is longer is folded: a policy may differ in a thousand lines.
const SHOWN_CHANGES = 6

/** Entries, newest first: who, what, and what differs. */
export function AuditList({ entries }: { entries: readonly EntryView[] }) {
  return (
    <ol
      aria-label="Audit entries"
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {entries.map((entry) => (
        <li key={entry.id} className="flex flex-col gap-1.5 px-4 py-3">
          <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
            <p className="min-w-0 break-words text-14">
              <span className="font-medium">{entry.deed}</span>
              {entry.subject === '' ? null : <span className="text-ink-2"> {entry.subject}</span>}
            </p>
            <span className="self-center">
              <ToolRisk risk={entry.risk} />
            </span>
            <span className="text-12 text-ink-3 sm:ml-auto">
              <RelativeTime at={entry.at} />
            </span>
          </div>
          <p className="break-words text-13 text-ink-2">
            {entry.who}
            <span className="text-ink-3"> {entry.through}</span>
          </p>
          <Changes changes={entry.changes} />
          <p className="break-all text-12 text-ink-3">
            <span className="code">{entry.action}</span>
            {' · '}
            {entry.sequence === null ? 'not sealed yet' : `entry ${entry.sequence}`}
          </p>
        </li>
      ))}
    </ol>
  )
}

function Changes({ changes }: { changes: readonly ChangeView[] }) {
  if (changes.length === 0) return null
  const [first, rest] = [changes.slice(0, SHOWN_CHANGES), changes.slice(SHOWN_CHANGES)]
  return (
    <>
      <ChangeRows changes={first} />
      {rest.length === 0 ? null : (
        <details>
          <summary className="w-fit cursor-pointer rounded-sm text-13 text-ink-2 hover:text-ink coarse:py-2.5">
            {rest.length} more
          </summary>
          <div className="mt-1.5">
            <ChangeRows changes={rest} />
          </div>
        </details>
      )}
    </>
  )
}

function ChangeRows({ changes }: { changes: readonly ChangeView[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1 text-13 sm:grid-cols-[minmax(6rem,max-content)_minmax(0,1fr)]">
      {[...changes.entries()].map(([place, { what, before, after }]) => (
        // Two lines of a policy can differ in the same way; the list itself never changes.
        <div key={place} className="contents">
          <dt className="text-ink-3">{what}</dt>
          <dd className="code min-w-0 whitespace-pre-wrap break-words text-12 max-sm:mb-1">
            {before === null ? null : (
              <>
                <del className="text-ink-2 decoration-line-strong">
                  <span className="sr-only">before: </span>
                  {before}
                </del>
                <span aria-hidden className="px-1.5 text-ink-3">
                  →
                </span>
              </>
            )}
            <ins className="no-underline">
              <span className="sr-only">{before === null ? '' : 'after: '}</span>
              {after ?? 'none'}
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  )
}
