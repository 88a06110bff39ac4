// A lane is a table of one column, and the table one of several, told as ARIA grids: the rows can be
// selected and walked over, they stand where the virtual list puts them, and only those in sight exist.
// Hence the roles in words (a table that is not laid out as one loses its own in some browsers), the
// counts and the indexes.
import type { AriaAttributes, AriaRole } from 'react'

type Roles = AriaAttributes & { role: AriaRole }

/** @param rows how many rows there are, shown or not */
export function gridRole(label: string, rows: number, columns = 1): Roles {
  return {
    role: 'grid',
    'aria-label': label,
    'aria-multiselectable': true,
    'aria-rowcount': rows,
    'aria-colcount': columns,
  }
}

/** @param row from 0, heads counted */
export function rowRole(row: number, selected: boolean): Roles {
  return { role: 'row', 'aria-rowindex': row + 1, 'aria-selected': selected }
}

export const groupRole: Roles = { role: 'rowgroup' }
export const cellRole: Roles = { role: 'gridcell', 'aria-colindex': 1 }

/** @param column from 0 */
export function cellRoleAt(column: number): Roles {
  return { role: 'gridcell', 'aria-colindex': column + 1 }
}

/** @param column from 0 */
export function headRoleAt(column: number, sort: AriaAttributes['aria-sort']): Roles {
  return { role: 'columnheader', 'aria-colindex': column + 1, 'aria-sort': sort }
}

export const headRowRole: Roles = { role: 'row', 'aria-rowindex': 1 }
