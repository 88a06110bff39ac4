import { clsx } from 'clsx'
import type { ComponentProps } from 'react'

type TableProps = ComponentProps<'table'> & {
  /** Read by screen readers, not shown. */
  caption: string
  /** Nothing in it takes the focus: then its frame does, or nobody could scroll it by keys. */
  isStatic?: boolean
}

/** A plain table in a frame; on a narrow screen it scrolls by itself, never the page. */
export function Table({ caption, isStatic = false, className, children, ...rest }: TableProps) {
  const frame = isStatic ? { tabIndex: 0, role: 'group', 'aria-label': caption } : {}
  return (
    <div {...frame} className="relative overflow-x-auto rounded-md border border-line bg-surface">
      <table {...rest} className={clsx('w-full border-collapse text-left text-14', className)}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  )
}

export function TableHead({ className, ...rest }: ComponentProps<'thead'>) {
  return <thead {...rest} className={clsx('border-line border-b bg-sunken', className)} />
}

export function TableBody({ className, ...rest }: ComponentProps<'tbody'>) {
  return <tbody {...rest} className={clsx('divide-y divide-line', className)} />
}

/** `data-interactive` marks a row that opens something; its first link covers the whole row. */
export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr {...rest} className={clsx('relative transition-colors data-interactive:hover:bg-hover', className)} />
  )
}

export function HeadCell({ className, ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...rest}
      className={clsx(
        'h-8 whitespace-nowrap px-3 font-medium text-12 text-ink-3 first:pl-4 last:pr-4',
        className,
      )}
    />
  )
}

export function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return <td {...rest} className={clsx('h-11 px-3 py-1.5 align-middle first:pl-4 last:pr-4', className)} />
}
