// Two sequences as one, by a longest common subsequence: what stayed, what went, what came.

export type DiffPiece = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }

/** The pieces of both in order. Takes time and room of `a.length * b.length`: callers hold the bound. */
export function diffSequences(a: readonly string[], b: readonly string[]): DiffPiece[] {
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const pieces: DiffPiece[] = []
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

/** What is too long to be compared: all of it went, all of it came. */
export function replacedWhole(a: readonly string[], b: readonly string[]): DiffPiece[] {
  return [...a.map(piece('removed')), ...b.map(piece('added'))]
}

export function piece(kind: DiffPiece['kind']) {
  return (text: string): DiffPiece => ({ kind, text })
}
