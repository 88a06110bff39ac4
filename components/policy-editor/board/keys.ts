// Which key means what on the board. Letters and digits count only while the board has the focus.
import { LANES, type Lane } from '#lib/policy/index.ts'
import type { Direction } from './selection.ts'

export type KeyPress = {
  readonly key: string
  readonly shift: boolean
  /** Control, or Command on a Mac. */
  readonly mod: boolean
  readonly alt: boolean
}

export type Intention =
  | { readonly type: 'go'; readonly direction: Direction; readonly extend: boolean }
  | { readonly type: 'toggle' }
  | { readonly type: 'all' }
  | { readonly type: 'clear' }
  | { readonly type: 'move'; readonly to: Lane }
  | { readonly type: 'menu' }
  | { readonly type: 'inspect' }
  /** Out of the policy: for a card whose tool is gone. */
  | { readonly type: 'forget' }

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
  PageUp: 'page-up',
  PageDown: 'page-down',
}

/** Null where the key is none of the board's and should do what it always does. */
export function intentionOf(press: KeyPress): Intention | null {
  if (press.alt) return null
  if (press.mod) return press.key.toLowerCase() === 'a' && !press.shift ? { type: 'all' } : null
  const direction = DIRECTIONS[press.key]
  if (direction !== undefined) return { type: 'go', direction, extend: press.shift }
  if (press.shift) return null
  const lane = /^[1-5]$/.test(press.key) ? LANES[Number(press.key) - 1] : undefined
  if (lane !== undefined) return { type: 'move', to: lane }
  switch (press.key) {
    case ' ':
      return { type: 'toggle' }
    case 'Enter':
      return { type: 'inspect' }
    case 'Delete':
    case 'Backspace':
      return { type: 'forget' }
    case 'Escape':
      return { type: 'clear' }
    case 'm':
    case 'M':
      return { type: 'menu' }
    default:
      return null
  }
}

export type GlobalKey = 'undo' | 'redo' | 'search' | 'help'

/** Keys of the whole editor; `typing` is true inside a field, where only the undo keys stay ours to judge. */
export function globalKeyOf(press: KeyPress, typing: boolean): GlobalKey | null {
  const key = press.key.toLowerCase()
  if (typing || press.alt) return null
  if (press.mod && key === 'z') return press.shift ? 'redo' : 'undo'
  if (press.mod && key === 'y' && !press.shift) return 'redo'
  if (press.mod) return null
  if (press.key === '/') return 'search'
  return press.key === '?' ? 'help' : null
}
