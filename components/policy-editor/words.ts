// The editor's sentences, in one place: what the live region says is what the status bar shows.
import { EFFECTS } from '#components/effect.tsx'
import type { Lane } from '#lib/policy/index.ts'

export function laneName(lane: Lane): string {
  return EFFECTS[lane].word
}

export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** “812 calls in the last 7 days” */
export function callsWords(calls: number): string {
  return `${countOf(calls, 'call')} in the last 7 days`
}

/** "create_charge moved from Allow to Deny." or "41 tools moved to Limit. Undo with Control Z." */
export function movedSentence(names: readonly string[], from: Lane | null, to: Lane): string {
  const [only] = names
  if (names.length === 1 && only !== undefined) {
    if (from === to) return `${only} is now named in ${laneName(to)}, no longer there by default.`
    return from === null
      ? `${only} moved to ${laneName(to)}.`
      : `${only} moved from ${laneName(from)} to ${laneName(to)}.`
  }
  return `${countOf(names.length, 'tool')} moved to ${laneName(to)}. Undo with Control Z.`
}

export function changesSentence(changes: number): string {
  return changes === 0 ? 'No unsaved changes.' : `${countOf(changes, 'unsaved change')}.`
}

export function selectedSentence(count: number): string {
  return count === 0 ? 'Nothing selected.' : `${countOf(count, 'tool')} selected.`
}

export function draggingSentence(count: number, over: Lane | null): string {
  return `Dragging ${countOf(count, 'tool')}.${over === null ? '' : ` Over ${laneName(over)}.`}`
}

export function cancelledSentence(from: Lane): string {
  return `Cancelled, back in ${laneName(from)}.`
}
