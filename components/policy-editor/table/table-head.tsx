'use client'

import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { groupRole, headRoleAt, headRowRole } from '../board/grid-roles.ts'
import type { Order } from '../board/order.ts'
import { useCommands } from '../editor-context.ts'
import { COLUMNS, type Column, ROW_GRID, sortOf } from './columns.ts'

type TableHeadProps = {
  order: Order
  onOrder: (order: Order) => void
  /** How many of the tools that “select all” takes are selected. */
  selected: number
  selectable: number
  editable: boolean
}

export function TableHead(props: TableHeadProps) {
  const { order, onOrder } = props
  return (
    <thead {...groupRole} className="sticky top-0 z-10 block bg-sunken">
      <tr {...headRowRole} className={clsx(ROW_GRID, 'h-8 border-line border-b')}>
        {COLUMNS.map((column, at) => (
          <th
            key={column.id}
            {...headRoleAt(at, sortOf(column, order))}
            className={clsx('flex min-w-0 items-center px-2 font-medium text-12 text-ink-3', column.style)}
          >
            {column.id === 'select' ? (
              <SelectAll {...props} />
            ) : (
              <Head column={column} order={order} onOrder={onOrder} />
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function SelectAll({ selected, selectable, editable }: TableHeadProps) {
  const commands = useCommands()
  const all = selectable > 0 && selected === selectable
  if (!editable) return <span className="sr-only">Selected</span>
  return (
    <Checkbox
      aria-label={`Select all ${selectable.toLocaleString('en')}`}
      checked={all}
      indeterminate={selected > 0 && !all}
      onCheckedChange={() => (all ? commands.select({ type: 'clear' }) : commands.selectAll())}
    />
  )
}

type HeadProps = { column: Column; order: Order; onOrder: (order: Order) => void }

function Head({ column, order, onOrder }: HeadProps) {
  const { head, order: by } = column
  if (by === null) return head
  const sort = sortOf(column, order)
  const Arrow = sort === 'descending' ? ArrowDown : ArrowUp
  return (
    <button
      type="button"
      className="-mx-1 flex h-6 min-w-0 items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-ink aria-pressed:text-ink"
      aria-pressed={sort !== undefined}
      onClick={() => onOrder({ by, reversed: sort !== undefined && !order.reversed })}
    >
      <span className="truncate">{head}</span>
      {sort === undefined ? null : <Arrow aria-hidden className="size-3 shrink-0" />}
    </button>
  )
}
