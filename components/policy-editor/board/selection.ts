// Which card has the focus and which are selected, as values: the roving tabindex, ranges and
// "select all" are functions of what is shown, with no DOM in them.
/** Names as they stand on the screen after filters: the columns of the board, or the one of the table. */
export type Shown = readonly (readonly string[])[]

export type Selection = {
  /** The card that holds the tab stop. */
  readonly focused: string | null
  /** Where a range began. */
  readonly anchor: string | null
  readonly selected: ReadonlySet<string>
}

export type Direction = 'up' | 'down' | 'left' | 'right' | 'first' | 'last' | 'page-up' | 'page-down'

export type SelectionAction =
  | { readonly type: 'focus'; readonly name: string }
  | { readonly type: 'toggle'; readonly name: string }
  /** From the anchor to `name`, in reading order. */
  | { readonly type: 'extend'; readonly name: string; readonly shown: Shown }
  | { readonly type: 'all'; readonly names: readonly string[] }
  | { readonly type: 'clear' }
  /** Forget what a filter hid: nobody moves cards they cannot see. */
  | { readonly type: 'keep'; readonly shown: Shown }

export const NO_SELECTION: Selection = { focused: null, anchor: null, selected: new Set() }
const PAGE = 10

export function selectionReducer(selection: Selection, action: SelectionAction): Selection {
  switch (action.type) {
    case 'focus':
      return selection.focused === action.name
        ? selection
        : {
            ...selection,
            focused: action.name,
            anchor: selection.selected.size > 0 ? selection.anchor : action.name,
          }
    case 'toggle':
      return { focused: action.name, anchor: action.name, selected: toggled(selection.selected, action.name) }
    case 'extend':
      return extended(selection, action.name, action.shown)
    case 'all':
      return { ...selection, selected: new Set(action.names) }
    case 'clear':
      return selection.selected.size === 0 ? selection : { ...selection, anchor: null, selected: new Set() }
    case 'keep':
      return kept(selection, action.shown)
  }
}

/** The name one step away in `direction`; the same name at an edge; the first card where none is focused. */
export function neighbour(shown: Shown, from: string | null, direction: Direction): string | null {
  const at = from === null ? null : placeOf(shown, from)
  if (at === null) return readingOrder(shown)[0] ?? null
  const column = shown[at.column] ?? []
  switch (direction) {
    case 'up':
      return column[Math.max(0, at.row - 1)] ?? null
    case 'down':
      return column[Math.min(column.length - 1, at.row + 1)] ?? null
    case 'page-up':
      return column[Math.max(0, at.row - PAGE)] ?? null
    case 'page-down':
      return column[Math.min(column.length - 1, at.row + PAGE)] ?? null
    case 'first':
      return column[0] ?? null
    case 'last':
      return column.at(-1) ?? null
    case 'left':
      return sideways(shown, at, -1) ?? from
    case 'right':
      return sideways(shown, at, 1) ?? from
  }
}

/** The card that should hold the tab stop: the focused one while it is shown, else the first. */
export function tabStop(shown: Shown, focused: string | null): string | null {
  if (focused !== null && placeOf(shown, focused) !== null) return focused
  return readingOrder(shown)[0] ?? null
}

/** What a move acts on: the selection if `name` is part of it, else `name` alone; `name` first. */
export function movedWith(selection: Selection, name: string): readonly string[] {
  const others = selection.selected.has(name) ? [...selection.selected].filter((other) => other !== name) : []
  return [name, ...others]
}

export function readingOrder(shown: Shown): readonly string[] {
  return shown.flat()
}

type Place = { readonly column: number; readonly row: number }

function placeOf(shown: Shown, name: string): Place | null {
  for (const [column, names] of shown.entries()) {
    const row = names.indexOf(name)
    if (row !== -1) return { column, row }
  }
  return null
}

function sideways(shown: Shown, at: Place, by: 1 | -1): string | null {
  for (let index = at.column + by; index >= 0 && index < shown.length; index += by) {
    const column = shown[index] ?? []
    if (column.length > 0) return column[Math.min(at.row, column.length - 1)] ?? null
  }
  return null
}

function toggled(selected: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(selected)
  if (!next.delete(name)) next.add(name)
  return next
}

function extended(selection: Selection, name: string, shown: Shown): Selection {
  const order = readingOrder(shown)
  const anchor = selection.anchor ?? selection.focused ?? name
  const from = order.indexOf(anchor)
  const to = order.indexOf(name)
  if (from === -1 || to === -1) return { focused: name, anchor: name, selected: new Set([name]) }
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { focused: name, anchor, selected: new Set(range) }
}

function kept(selection: Selection, shown: Shown): Selection {
  if (selection.selected.size === 0) return selection
  const visible = new Set(readingOrder(shown))
  const selected = new Set([...selection.selected].filter((name) => visible.has(name)))
  return selected.size === selection.selected.size ? selection : { ...selection, selected }
}
