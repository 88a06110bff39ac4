// Which rows of a long list exist, and how far it is scrolled to show one. All figures are known ones, so
// that the browser is never asked to lay anything out for an answer. In pixels; rows are counted from 0.

/** What is seen of a list: `offset` is how far it is scrolled, `height` the room for rows. */
export type View = { readonly offset: number; readonly height: number }
/** How its rows stand: one every `pitch`, each `size` high. */
export type Grid = { readonly count: number; readonly pitch: number; readonly size: number }
/** From `first` to `last`, both included; none where `last` is smaller. */
export type Range = { readonly first: number; readonly last: number }

export function totalOf({ count, pitch, size }: Grid): number {
  return count === 0 ? 0 : (count - 1) * pitch + size
}

/** The rows that are seen, in part or whole, and `beyond` more at either end. */
export function rangeInSight(view: View, grid: Grid, beyond: number): Range {
  // A list that became shorter is scrolled less than it was; the browser says so a frame later.
  const offset = Math.max(0, Math.min(view.offset, totalOf(grid) - view.height))
  const first = Math.floor(offset / grid.pitch) - beyond
  const last = Math.floor((offset + view.height) / grid.pitch) + beyond
  return { first: Math.max(0, first), last: Math.min(grid.count - 1, last) }
}

export function isWithin(inner: Range, outer: Range): boolean {
  return inner.last < inner.first || (inner.first >= outer.first && inner.last <= outer.last)
}

/** How far the list is scrolled once `row` is seen whole: no farther than it takes. */
export function offsetToShow(row: number, { offset, height }: View, { pitch, size }: Grid): number {
  const start = row * pitch
  if (start < offset) return start
  return Math.max(offset, start + size - height)
}

/** The rows of a range, and the ones that are kept wherever the list is scrolled, in order. */
export function rowsOfRange({ first, last }: Range, kept: Iterable<number>): readonly number[] {
  const rows = new Set<number>()
  for (let row = first; row <= last; row++) rows.add(row)
  for (const row of kept) rows.add(row)
  return [...rows].sort((one, other) => one - other)
}
