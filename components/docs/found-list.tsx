import Link from 'next/link'
import type { KeyboardEventHandler } from 'react'
import type { Found } from '#lib/manual/index.ts'

type FoundListProps = {
  found: readonly Found[]
  isDense?: boolean
  onChosen?: () => void
  onKeyDown?: KeyboardEventHandler
}

/** Sections that were found, each a link with the words around what was asked for. */
export function FoundList({ found, isDense = false, onChosen, onKeyDown }: FoundListProps) {
  return (
    <ul
      onKeyDown={onKeyDown}
      className={isDense ? 'flex flex-col p-1' : 'flex flex-col divide-y divide-line'}
    >
      {found.map(({ href, page, heading, excerpt }) => (
        <li key={href}>
          <Link
            href={href}
            prefetch={false}
            onClick={onChosen}
            className={`block rounded-sm -outline-offset-2 hover:bg-hover ${isDense ? 'px-2.5 py-2' : 'px-2 py-3'}`}
          >
            <span className="block font-medium text-14">{heading || page}</span>
            {heading === '' ? null : <span className="block text-12 text-ink-3">{page}</span>}
            <span
              className={`block text-13 text-ink-2 [overflow-wrap:anywhere] ${isDense ? 'line-clamp-2' : ''}`}
            >
              {excerpt}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
