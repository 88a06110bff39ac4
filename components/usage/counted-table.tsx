import type { ReactNode } from 'react'
import { Cell, HeadCell, Table, TableBody, TableHead, TableRow } from '#components/ui/table.tsx'
import { FigureLink } from './figure-link.tsx'
import { type Behind, shareText } from './usage-view.ts'

export type CountedRow = {
  readonly key: string
  readonly name: ReactNode
  readonly count: number
  /** The calls behind the count. */
  readonly behind: Behind
}
type CountedTableProps = {
  caption: string
  head: string
  /** What is counted, such as "denied". */
  what: string
  rows: readonly CountedRow[]
  /** What all counts are a share of. */
  whole: number
  empty: string
}

/** The most of something, each with its share as a bar: the table and the chart are one. */
export function CountedTable({ caption, head, what, rows, whole, empty }: CountedTableProps) {
  if (rows.length === 0)
    return <p className="rounded-md border border-line border-dashed px-4 py-6 text-13 text-ink-2">{empty}</p>
  return (
    <Table caption={caption} className="table-fixed">
      <TableHead>
        <tr>
          <HeadCell>{head}</HeadCell>
          <HeadCell className="w-20 text-right">Calls</HeadCell>
          <HeadCell className="w-32 max-sm:hidden">Share</HeadCell>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map(({ key, name, count, behind }) => (
          <TableRow key={key}>
            <Cell className="min-w-0">{name}</Cell>
            <Cell className="text-right">
              <FigureLink count={count} behind={behind} what={what} />
            </Cell>
            <Cell className="max-sm:hidden">
              <Share part={count} whole={whole} />
            </Cell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function Share({ part, whole }: { part: number; whole: number }) {
  return (
    <span className="flex items-center gap-2 whitespace-nowrap text-12 text-ink-3">
      <svg
        aria-hidden
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        className="h-1.5 w-12 shrink-0 rounded-[2px] bg-sunken text-ink-2"
      >
        <rect width={whole === 0 ? 0 : Math.min(100, (part / whole) * 100)} height="6" fill="currentColor" />
      </svg>
      {shareText(part, whole)}
    </span>
  )
}
