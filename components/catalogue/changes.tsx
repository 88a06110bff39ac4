import Link from 'next/link'
import { Revealed } from '#components/servers/review/revealed.tsx'
import { changeWords, dayWords, type PageChange, toolPath } from '#lib/pages/index.ts'

type ChangesProps = {
  changes: readonly PageChange[]
  /** Of a server's page: each change names its tool. */
  server?: string
}

const MAX_FIELDS = 8

/** What scans found different, the newest first. */
export function Changes({ changes, server }: ChangesProps) {
  if (changes.length === 0)
    return <p className="text-14 text-ink-2">Nothing has changed since it was first listed.</p>
  return (
    <ol className="flex flex-col divide-y divide-line rounded-md border border-line">
      {changes.map((change) => (
        <li key={`${change.at.getTime()} ${change.kind} ${change.tool?.slug ?? ''}`} className="px-4 py-2.5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="text-14">
              {changeWords(change.kind)}
              {server !== undefined && change.tool ? (
                <>
                  {': '}
                  <Link
                    href={toolPath(server, change.tool.slug)}
                    prefetch={false}
                    className="code link text-13"
                  >
                    <Revealed text={change.tool.name} />
                  </Link>
                </>
              ) : null}
            </span>
            <span className="text-13 text-ink-3">
              <time dateTime={change.at.toISOString()}>{dayWords(change.at)}</time>
              {change.version === '' ? null : (
                <>
                  , version <Revealed text={change.version} />
                </>
              )}
            </span>
          </div>
          <Fields change={change} />
        </li>
      ))}
    </ol>
  )
}

function Fields({ change: { fields } }: { change: PageChange }) {
  return (
    <ul>
      {fields.slice(0, MAX_FIELDS).map(({ pointer, before, after }) => (
        <li key={pointer} className="mt-1 text-12 text-ink-3 [overflow-wrap:anywhere]">
          <span className="code">
            <Revealed text={pointer === '' ? '/' : pointer} />
          </span>
          {before === null ? null : (
            <del className="code mt-0.5 line-clamp-3 text-ink-2">
              <Revealed text={before} />
            </del>
          )}
          {after === null ? null : (
            <ins className="code mt-0.5 line-clamp-3 text-ink-2 no-underline">
              <Revealed text={after} />
            </ins>
          )}
        </li>
      ))}
      {fields.length > MAX_FIELDS ? (
        <li className="mt-1 text-12 text-ink-3">and {fields.length - MAX_FIELDS} more</li>
      ) : null}
    </ul>
  )
}
