// The lines of a YAML text as far as they can be read without parsing: a text that is being written seldom
// parses, but its indents say what holds what.

/** A key of a block, or a bare text in a list. */
export type YamlLine = {
  /** Where the line begins in the text. */
  readonly at: number
  /** The keys and indices that lead to the block in which the line's own key stands. */
  readonly holder: readonly (string | number)[]
  /** null for a line that has no key (yet). */
  readonly key: string | null
  /** What stands after the key, or after the dashes. */
  readonly rest: string
}

type Frame = { readonly column: number; readonly step: string | number }

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'[\]{},-][^#:]*?)\s*:(?:\s+|$)/

/** Every line but empty ones and comments; `cursor` is the one that ends where somebody writes. */
export function yamlLines(
  text: string,
  cursor: { start: number; end: number },
): {
  lines: readonly YamlLine[]
  current: YamlLine
} {
  const frames: Frame[] = []
  const lines: YamlLine[] = []
  let current: YamlLine = { at: cursor.start, holder: [], key: null, rest: '' }
  let at = 0
  for (const whole of text.split('\n')) {
    const isCurrent = at === cursor.start
    const line = isCurrent ? text.slice(cursor.start, cursor.end) : whole
    if (isCurrent || !/^\s*(?:#|$)/.test(line)) {
      const read = readLine(line, at, frames)
      if (isCurrent) current = read
      else lines.push(read)
    }
    at += whole.length + 1
  }
  return { lines, current }
}

function readLine(line: string, at: number, frames: Frame[]): YamlLine {
  let column = /^ */.exec(line)?.[0].length ?? 0
  for (;;) {
    const dash = /^-(?: +|$)/.exec(line.slice(column))
    if (!dash) break
    pushElement(frames, column)
    column += dash[0].length
  }
  popTo(frames, column)
  const holder = frames.map(({ step }) => step)
  const content = line.slice(column)
  const found = KEY.exec(content)
  if (!found) return { at, holder, key: null, rest: content }
  const key = unquoted(found[1] ?? '')
  frames.push({ column, step: key })
  return { at, holder, key, rest: content.slice(found[0].length) }
}

// A list may stand at the very column of its key.
function pushElement(frames: Frame[], column: number): void {
  while ((frames.at(-1)?.column ?? -1) > column) frames.pop()
  const top = frames.at(-1)
  const isNext = top?.column === column && typeof top.step === 'number'
  if (isNext) frames.pop()
  frames.push({ column, step: isNext ? Number(top.step) + 1 : 0 })
}

function popTo(frames: Frame[], column: number): void {
  while ((frames.at(-1)?.column ?? -1) >= column) frames.pop()
}

/** A scalar without its quotes and without a comment behind it. */
export function scalarOf(rest: string): string {
  return unquoted(rest.replace(/(?:^|\s)#.*$/, '').trim())
}

function unquoted(text: string): string {
  if (/^'.*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'")
  if (!/^".*"$/.test(text)) return text
  try {
    return String(JSON.parse(text))
  } catch {
    return text.slice(1, -1)
  }
}
