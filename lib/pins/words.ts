// Two texts as one, word by word: what stayed, what went, what came.
import { type DiffPiece, diffSequences, piece, replacedWhole } from './sequences.ts'

export type WordPiece = DiffPiece

// The table is quadratic; a middle beyond this is shown as all removed, all added.
const MAX_CELLS = 1_000_000

/**
 * The pieces of both texts in order. Those that are not `added` make up `before`; those that are not
 * `removed` make up `after`.
 */
export function diffWords(before: string, after: string): WordPiece[] {
  const a = wordsOf(before)
  const b = wordsOf(after)
  const head = sharedLength(a, b, (words, index) => words[index])
  const rest = { a: a.slice(head), b: b.slice(head) }
  const tail = sharedLength(rest.a, rest.b, (words, index) => words[words.length - 1 - index])
  const middle = diffMiddle(rest.a.slice(0, rest.a.length - tail), rest.b.slice(0, rest.b.length - tail))
  return joined([
    ...a.slice(0, head).map(piece('same')),
    ...middle,
    ...rest.a.slice(rest.a.length - tail).map(piece('same')),
  ])
}

// Words, runs of white space, and everything else one character at a time: an invisible character is a
// word of its own.
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{M}\p{N}_]+|[ \t\n]+|[\s\S]/gu) ?? []
}

function sharedLength(
  a: readonly string[],
  b: readonly string[],
  at: (words: readonly string[], index: number) => string | undefined,
): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && at(a, length) === at(b, length)) length += 1
  return length
}

function diffMiddle(a: readonly string[], b: readonly string[]): WordPiece[] {
  return a.length * b.length > MAX_CELLS ? replacedWhole(a, b) : diffSequences(a, b)
}

// A run of changes reads as one removal and one addition, not as a comb of single words: white space
// between two changes is part of both.
function joined(pieces: readonly WordPiece[]): WordPiece[] {
  const runs: WordPiece[] = []
  let removed = ''
  let added = ''
  const flush = () => {
    if (removed) runs.push({ kind: 'removed', text: removed })
    if (added) runs.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  for (const [index, { kind, text }] of pieces.entries()) {
    const next = pieces[index + 1]?.kind
    const isGap = kind === 'same' && removed + added !== '' && /^\s+$/.test(text)
    const isInside = isGap && next !== undefined && next !== 'same'
    if (kind === 'removed' || isInside) removed += text
    if (kind === 'added' || isInside) added += text
    if (kind !== 'same' || isInside) continue
    flush()
    const last = runs.at(-1)
    if (last?.kind === 'same') runs[runs.length - 1] = { kind, text: last.text + text }
    else runs.push({ kind, text })
  }
  flush()
  return runs
}
