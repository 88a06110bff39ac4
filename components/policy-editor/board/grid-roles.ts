// A lane is a table of one column, told as an ARIA grid: its rows can be selected and walked over, they
// stand where the virtual list puts them, and only those in sight exist. Hence the roles in words (a
// table that is not laid out as one loses its own in some browsers), the counts and the indexes.
import type { AriaAttributes, AriaRole } from 'react'

type Roles = AriaAttributes & { role: AriaRole }

/** @param rows how many rows there are, shown or not */
export function gridRole(label: string, rows: number): Roles {
  return {
    role: 'grid',
    'aria-label': label,
    'aria-multiselectable': true,
    'aria-rowcount': rows,
    'aria-colcount': 1,
  }
}

/** @param row from 0 */
export function rowRole(row: number, selected: boolean): Roles {
  return { role: 'row', 'aria-rowindex': row + 1, 'aria-selected': selected }
}

export const bodyRole: Roles = { role: 'rowgroup' }
export const cellRole: Roles = { role: 'gridcell', 'aria-colindex': 1 }
