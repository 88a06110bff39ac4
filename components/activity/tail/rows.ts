// The rows of the live list as a value: what is shown, and what waits while the reader looks at something.
import type { CallLine } from '../call-view.ts'

/** Rows kept in the page: what is older stands on the next one. */
export const MOST_ROWS = 200

export type Rows = {
  readonly shown: readonly CallLine[]
  /** Newer than what is shown, newest first. */
  readonly held: readonly CallLine[]
  /** More are held than are kept. */
  readonly heldMore: boolean
  /** Some that were shown made room: the next page begins after what is left. */
  readonly isCut: boolean
  /** Rows that came while this was open. */
  readonly fresh: ReadonlySet<string>
}

export function rowsOf(shown: readonly CallLine[]): Rows {
  return { shown, held: [], heldMore: false, isCut: false, fresh: new Set() }
}

/**
 * Takes calls as they were told. One that is shown or held is that row, changed, in its place; a new one is shown, or
 * held while `isHolding`.
 */
export function take(rows: Rows, told: readonly CallLine[], isHolding: boolean): Rows {
  const byId = new Map(told.map((call) => [call.id, call]))
  const renewed = (list: readonly CallLine[]) =>
    list.some(({ id }) => byId.has(id)) ? list.map((call) => byId.get(call.id) ?? call) : list
  const shown = renewed(rows.shown)
  const held = renewed(rows.held)
  const known = new Set([...shown, ...held].map(({ id }) => id))
  const oldest = shown.at(-1)
  const added = told.filter(
    // What is older than the list belongs to the next page, not to the top of this one.
    (call) => !known.has(call.id) && (oldest === undefined || call.at >= oldest.at),
  )
  const all = [...added, ...held].sort(newestFirst)
  const next = {
    ...rows,
    shown,
    held: all.slice(0, MOST_ROWS),
    heldMore: rows.heldMore || all.length > MOST_ROWS,
  }
  return isHolding ? next : release(next)
}

/** Shows what was held. */
export function release(rows: Rows): Rows {
  if (rows.held.length === 0) return rows
  const all = [...rows.held, ...rows.shown].sort(newestFirst)
  return {
    // Between what was held and what was shown there are calls that this page never had.
    shown: rows.heldMore ? rows.held : all.slice(0, MOST_ROWS),
    held: [],
    heldMore: false,
    isCut: rows.isCut || rows.heldMore || all.length > MOST_ROWS,
    fresh: new Set(rows.held.map(({ id }) => id)),
  }
}

/** "12 new", "200+ new". */
export function heldText({ held, heldMore }: Rows): string {
  return `${held.length}${heldMore ? '+' : ''} new`
}

/** Where the page after what is shown begins: a cursor that leaves none out, and may show some of one millisecond again. */
export function cursorAfter(rows: Rows): string | null {
  const last = rows.shown.at(-1)
  if (!rows.isCut || !last) return null
  return btoa(`${new Date(last.at.getTime() + 1).toISOString()} ${last.id}`)
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

function newestFirst(a: CallLine, b: CallLine): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1)
}
