// A lane is a one-column ARIA grid. It is no <table>: rows stand where the virtual list puts them,
// and only those in sight exist, which a table's own semantics cannot say. Hence counts and indexes.
import type { AriaAttributes, AriaRole } from 'react'

type Roles = AriaAttributes & { role: AriaRole }

/** @param rows how many rows there are, shown or not */
export function gridRole(label: string, rows: number): Roles {
  return { role: 'grid', 'aria-label': label, 'aria-multiselectable': true, 'aria-rowcount': rows, 'aria-colcount': 1 }
}

/** @param row from 0 */
export function rowRole(row: number, selected: boolean): Roles {
  return { role: 'row', 'aria-rowindex': row + 1, 'aria-selected': selected }
}

export const cellRole: Roles = { role: 'gridcell', 'aria-colindex': 1 }
