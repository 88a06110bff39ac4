// The columns of the table: their heads, what a head sorts by, and how wide they are. Where there is little
// room the last ones go, and on a phone a row is two lines: its tool, and beside it the lane.
import type { OrderBy } from '../board/order.ts'

export type Column = {
  readonly id: 'select' | 'tool' | 'lane' | 'risk' | 'category' | 'rules' | 'calls' | 'state'
  /** '' for the column of checkboxes. */
  readonly head: string
  readonly order: OrderBy | null
  /** Which way the order goes by itself: “descending” has the most or the worst first. */
  readonly natural: 'ascending' | 'descending'
  /** Classes of its cells: when they are there, and how they are aligned. */
  readonly style: string
}

const column = (
  id: Column['id'],
  head: string,
  order: OrderBy | null,
  natural: Column['natural'] = 'ascending',
  style = '',
): Column => ({ id, head, order, natural, style })

export const COLUMNS: readonly Column[] = [
  column('select', '', null),
  column('tool', 'Tool', 'name'),
  column('lane', 'Lane', 'lane'),
  column('risk', 'Risk', 'severity', 'descending', '@max-[34rem]:hidden'),
  column('category', 'Category', 'category', 'ascending', '@max-[46rem]:hidden'),
  column('rules', 'Rules', null, 'ascending', '@max-[40rem]:hidden'),
  column('calls', 'Calls 7 d', 'calls', 'descending', 'justify-end text-right @max-[34rem]:hidden'),
  column('state', 'State', 'state', 'ascending', '@max-[54rem]:hidden'),
]

/** The grid of a row, in step with which columns are there. */
export const ROW_GRID =
  'grid grid-cols-[2.25rem_minmax(11rem,2fr)_7.5rem_6rem_6rem_minmax(8rem,1.3fr)_4.75rem_6.5rem] @max-[54rem]:grid-cols-[2.25rem_minmax(11rem,2fr)_7.5rem_6rem_6rem_minmax(7rem,1.3fr)_4.75rem] @max-[46rem]:grid-cols-[2.25rem_minmax(9rem,2fr)_7.5rem_6rem_minmax(6rem,1.3fr)_4.75rem] @max-[40rem]:grid-cols-[2.25rem_minmax(9rem,1fr)_7.5rem_6rem_4.75rem] @max-[34rem]:grid-cols-[2.75rem_minmax(0,1fr)_7.5rem]'

/** Narrower than this (px), a row is two lines. */
export const TWO_LINES_BELOW_PX = 34 * 16

/** How a head's column is sorted now, for `aria-sort`. */
export function sortOf(
  { order, natural }: Column,
  current: { readonly by: OrderBy; readonly reversed: boolean },
): 'ascending' | 'descending' | undefined {
  if (order === null || order !== current.by) return undefined
  if (!current.reversed) return natural
  return natural === 'ascending' ? 'descending' : 'ascending'
}
