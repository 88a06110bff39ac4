// Writing into a text that somebody laid out: new members look like their neighbours, and whatever is
// not asked to change stays byte for byte.
import { isJsonObject, type Json, serializeJson } from '#lib/json/index.ts'
import type { TextEdit } from './command.ts'
import type { SourceNode } from './source.ts'

export type Style = {
  readonly eol: string
  readonly indent: string
  /** The whole document stands on one line. */
  readonly oneLine: boolean
  /** After a colon or a comma on one line: a space, or nothing in a minified document. */
  readonly gap: string
}

export function styleOf(text: string): Style {
  const oneLine = !text.includes('\n')
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  '
  const spaced = /":\s/.test(text) || !/":/.test(text)
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    indent: indent.startsWith('\t') ? '\t' : indent,
    oneLine,
    gap: oneLine && !spaced ? '' : ' ',
  }
}

/** A value as it is written at the indentation `base`: one member a line, or all on one line. */
export function printValue(value: Json, style: Style, base: string): string {
  if (Array.isArray(value))
    return printList(
      value.map((each) => [null, each]),
      '[]',
      style,
      base,
    )
  if (isJsonObject(value)) return printList(Object.entries(value), '{}', style, base)
  return serializeJson(value)
}

export type Addition = readonly [key: string | null, value: Json]

function printList(members: readonly Addition[], brackets: string, style: Style, base: string): string {
  const [open = '', close = ''] = brackets
  if (members.length === 0) return brackets
  if (style.oneLine) {
    const pad = style.gap !== '' && open === '{' ? ' ' : ''
    return (
      open + pad + members.map((each) => printMember(each, style, base)).join(`,${style.gap}`) + pad + close
    )
  }
  const inner = base + style.indent
  const lines = members.map((each) => inner + printMember(each, style, inner))
  return open + style.eol + lines.join(`,${style.eol}`) + style.eol + base + close
}

function printMember([key, value]: Addition, style: Style, base: string): string {
  const printed = printValue(value, style, base)
  return key === null ? printed : `${JSON.stringify(key)}:${style.gap}${printed}`
}

/** What happens to one object or array of the text. */
export type Change = {
  readonly node: SourceNode
  /** Members (as property nodes) or elements of it. */
  readonly removed: ReadonlySet<SourceNode>
  readonly added: readonly Addition[]
}

export function changeEdits(text: string, style: Style, change: Change): TextEdit[] {
  const children = change.node.children ?? []
  const lastKept = children.findLastIndex((child) => !change.removed.has(child))
  const tail = children.slice(lastKept + 1)
  const edits: TextEdit[] = []
  for (const [index, child] of children.slice(0, Math.max(lastKept, 0)).entries())
    if (change.removed.has(child)) edits.push(...removeWithComma(text, child, children[index + 1]))
  const [first, ...others] = tail
  if (!first) return [...edits, ...append(text, style, change, children[lastKept])]
  if (change.added.length > 0) {
    const base = indentOf(text, first.offset)
    edits.push({
      offset: first.offset,
      length: first.length,
      content: joinAdditions(change.added, text, style, first, base),
    })
    return [...edits, ...removeTail(text, first, others)]
  }
  const before = children[lastKept]
  return before
    ? [...edits, ...removeTail(text, before, tail)]
    : [...edits, ...removeAll(text, change.node, tail)]
}

/** Removes a member that others follow, its comma, and its line where nothing else stands there. */
function removeWithComma(text: string, child: SourceNode, next: SourceNode | undefined): TextEdit[] {
  const end = child.offset + child.length
  const comma = next ? commaBetween(text, end, next.offset) : end
  if (text.slice(end, comma).trim() === '')
    return [tidyRemoval(text, child.offset, next ? comma + 1 : end, true)]
  return [tidyRemoval(text, child.offset, end, false), { offset: comma, length: 1, content: '' }]
}

/** Removes the last members, each with the comma before it. */
function removeTail(text: string, before: SourceNode, tail: readonly SourceNode[]): TextEdit[] {
  const edits: TextEdit[] = []
  let previous = before
  for (const child of tail) {
    const comma = commaBetween(text, previous.offset + previous.length, child.offset)
    const end = child.offset + child.length
    if (text.slice(comma + 1, child.offset).trim() === '')
      edits.push({ offset: comma, length: end - comma, content: '' })
    else edits.push({ offset: comma, length: 1, content: '' }, tidyRemoval(text, child.offset, end, false))
    previous = child
  }
  return edits
}

/** Removes every member; comments between them stay, and without any the brackets close up. */
function removeAll(text: string, node: SourceNode, children: readonly SourceNode[]): TextEdit[] {
  const [first, ...others] = children
  if (!first) return []
  const close = node.offset + node.length - 1
  const spans = [text.slice(node.offset + 1, first.offset), ...gapsAfter(text, children, close)]
  if (spans.every((span) => /^[\s,]*$/.test(span)))
    return [{ offset: node.offset + 1, length: close - node.offset - 1, content: '' }]
  return [
    tidyRemoval(text, first.offset, first.offset + first.length, false),
    ...removeTail(text, first, others),
  ]
}

function gapsAfter(text: string, children: readonly SourceNode[], close: number): string[] {
  return children.map((child, index) =>
    text.slice(child.offset + child.length, children[index + 1]?.offset ?? close),
  )
}

function tidyRemoval(text: string, start: number, end: number, eatSpace: boolean): TextEdit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  let after = end
  while (text[after] === ' ' || text[after] === '\t') after++
  const startsLine = lineStart > 0 && text.slice(lineStart, start).trim() === ''
  if (startsLine && (text[after] === '\n' || text[after] === '\r')) {
    const from = text[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1
    return { offset: from, length: after - from, content: '' }
  }
  const until = eatSpace || startsLine ? after : end
  return { offset: start, length: until - start, content: '' }
}

function append(text: string, style: Style, change: Change, last: SourceNode | undefined): TextEdit[] {
  if (change.added.length === 0) return []
  if (!last) return [fill(text, style, change)]
  const end = last.offset + last.length
  const base = indentOf(text, last.offset)
  const additions = joinAdditions(change.added, text, style, last, base)
  if (!startsLine(text, last)) return [{ offset: end, length: 0, content: `,${style.gap}${additions}` }]
  const at = afterTrailingComment(text, end)
  const line = `${style.eol}${base}${additions}`
  if (at === end) return [{ offset: end, length: 0, content: `,${line}` }]
  return [
    { offset: end, length: 0, content: ',' },
    { offset: at, length: 0, content: line },
  ]
}

/** The first members of an empty object or array, before the closing bracket. */
function fill(text: string, style: Style, { node, added }: Change): TextEdit {
  const close = node.offset + node.length - 1
  let from = close
  while (from > node.offset + 1 && /\s/.test(text[from - 1] ?? '')) from--
  const brackets = text[node.offset] === '{' ? '{}' : '[]'
  const printed = printList(added, brackets, style, indentOf(text, node.offset)).slice(1, -1)
  return { offset: from, length: close - from, content: printed }
}

function joinAdditions(
  added: readonly Addition[],
  text: string,
  style: Style,
  like: SourceNode,
  base: string,
): string {
  const between = startsLine(text, like) ? `,${style.eol}${base}` : `,${style.gap}`
  return added.map((each) => printMember(each, style, base)).join(between)
}

function startsLine(text: string, node: SourceNode): boolean {
  const lineStart = text.lastIndexOf('\n', node.offset - 1) + 1
  return lineStart > 0 && text.slice(lineStart, node.offset).trim() === ''
}

/** The white space that begins the line of an offset. */
export function indentOf(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? ''
}

/** The end of the comments that follow on the same line, where nothing but comments does; else `from`. */
function afterTrailingComment(text: string, from: number): number {
  const lineEnd = text.indexOf('\n', from)
  if (lineEnd < 0) return from
  const rest = text.slice(from, text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd)
  return /^(?:[ \t]|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:\/\/.*)?$/.test(rest) ? from + rest.trimEnd().length : from
}

/** The comma between two members; between them stand only white space and comments. */
function commaBetween(text: string, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text[at] === ',') return at
    if (text.startsWith('//', at)) at = text.indexOf('\n', at)
    else if (text.startsWith('/*', at)) at = text.indexOf('*/', at + 2) + 1
  }
  return to
}
