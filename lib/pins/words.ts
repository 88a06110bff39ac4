// Two texts as one, word by word: what stayed, what went, what came.

export type WordPiece = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }

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
  if (a.length * b.length > MAX_CELLS) return [...a.map(piece('removed')), ...b.map(piece('added'))]
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const pieces: WordPiece[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const left = a[i]
    const right = b[j]
    if (left !== undefined && left === right) {
      pieces.push({ kind: 'same', text: left })
      i += 1
      j += 1
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      pieces.push({ kind: 'removed', text: left })
      i += 1
    } else if (right !== undefined) {
      pieces.push({ kind: 'added', text: right })
      j += 1
    }
  }
  return pieces
}

function piece(kind: WordPiece['kind']) {
  return (text: string): WordPiece => ({ kind, text })
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
