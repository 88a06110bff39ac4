import { clsx } from 'clsx'

/** A place that text or a control will take. It appears after 150 ms: a quick answer shows none. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden className={clsx('animate-late rounded-sm', className)}>
      <div className="size-full animate-breathe rounded-sm bg-hover" />
    </div>
  )
}

type TableSkeletonProps = { rows?: number; columns: readonly string[] }

/** The frame of a table while its rows are read; `columns` are widths such as "w-40". */
export function TableSkeleton({ rows = 6, columns }: TableSkeletonProps) {
  const names = Array.from({ length: rows }, (_, row) => `row ${row}`)
  const cells = columns.map((width, column) => ({ name: `cell ${column}`, width }))
  return (
    <div
      role="status"
      aria-label="Loading"
      className="overflow-hidden rounded-md border border-line bg-surface"
    >
      <div className="h-8 border-line border-b bg-sunken" />
      {names.map((row) => (
        <div key={row} className="flex h-11 items-center gap-6 border-line border-b px-4 last:border-b-0">
          {cells.map((cell) => (
            <Skeleton key={cell.name} className={clsx('h-3.5', cell.width)} />
          ))}
        </div>
      ))}
    </div>
  )
}
