export type DiffLine = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }

// The table below is quadratic; a definition beyond this is shown as all removed, all added.
const MAX_LINES = 1500

/** The lines of both texts in order, by a longest common subsequence. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = before.split('\n')
  const b = after.split('\n')
  if (a.length > MAX_LINES || b.length > MAX_LINES) {
    return [...a.map(line('removed')), ...b.map(line('added'))]
  }
  const lengths = commonLengths(a, b)
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  const result: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    const left = a[i]
    const right = b[j]
    if (left !== undefined && left === right) {
      result.push({ kind: 'same', text: left })
      i += 1
      j += 1
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      result.push({ kind: 'removed', text: left })
      i += 1
    } else if (right !== undefined) {
      result.push({ kind: 'added', text: right })
      j += 1
    }
  }
  return result
}

function line(kind: DiffLine['kind']) {
  return (text: string): DiffLine => ({ kind, text })
}

/** `[i][j]` is how many lines the rests from i and from j have in common. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array[] {
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    const row = rows[i]
    const next = rows[i + 1]
    if (!row || !next) continue
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] = a[i] === b[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return rows
}
