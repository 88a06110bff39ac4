import { clsx } from 'clsx'
import Link from 'next/link'

export type FilterLink = {
  readonly href: string
  readonly label: string
  readonly count?: number
  readonly isOn: boolean
}

/** A choice of one, each a link: the chosen one is where the reader is. */
export function FilterLinks({ label, links }: { label: string; links: readonly FilterLink[] }) {
  return (
    <nav aria-label={label} className="flex max-w-full gap-0.5 overflow-x-auto rounded-md bg-hover p-0.5">
      {links.map(({ href, label: word, count, isOn }) => (
        <Link
          key={word}
          href={href}
          prefetch={false}
          aria-current={isOn ? 'true' : undefined}
          className={clsx(
            'inline-flex h-7 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 font-medium text-13 -outline-offset-1 transition-colors coarse:h-10',
            isOn ? 'bg-surface text-ink ring-1 ring-line forced-colors:border' : 'text-ink-2 hover:text-ink',
          )}
        >
          {word}
          {count === undefined ? null : (
            <span className="font-normal text-12 text-ink-3">{count.toLocaleString('en')}</span>
          )}
        </Link>
      ))}
    </nav>
  )
}
