// Members between brackets, with commas: JSON, and YAML where it is written so. New members look like
// their neighbours.

import type { SourceNode } from '../source/source-node.ts'
import type { TextEdit } from './command.ts'
import { indentOf, removeSpan, startsLine } from './text-lines.ts'
import type { Addition, Change } from './writing.ts'

/** What the formats do differently. */
export type Brackets = {
  readonly text: string
  readonly eol: string
  /** After a comma on one line. */
  readonly gap: string
  /** A member as it is written at the indentation `base`. */
  printMember(addition: Addition, base: string): string
  /** The first members of what is empty. */
  fill(node: SourceNode, added: readonly Addition[]): TextEdit
  /** Where the comment that begins here ends; null where none does. */
  commentEnd(text: string, at: number): number | null
  /** Of the rest of a line: nothing but comments. */
  readonly onlyComments: RegExp
}

export function changeInBrackets(brackets: Brackets, { slot, removed, added }: Change): TextEdit[] {
  const { text } = brackets
  const children = slot.node.children ?? []
  const lastKept = children.findLastIndex((child) => !removed.has(child))
  const tail = children.slice(lastKept + 1)
  const edits: TextEdit[] = []
  for (const [index, child] of children.slice(0, Math.max(lastKept, 0)).entries())
    if (removed.has(child)) edits.push(...removeWithComma(brackets, child, children[index + 1]))
  const [first, ...others] = tail
  const before = children[lastKept]
  if (!first) return [...edits, ...append(brackets, slot.node, added, before)]
  if (added.length > 0) {
    const content = joinAdditions(brackets, added, first)
    edits.push({ offset: first.offset, length: first.length, content })
    return [...edits, ...removeTail(brackets, first, others)]
  }
  if (before) return [...edits, ...removeTail(brackets, before, tail)]
  return [...edits, ...removeAll(brackets, slot.node, first, others, text)]
}

/** Removes a member that others follow, its comma, and its line where nothing else stands there. */
function removeWithComma(brackets: Brackets, child: SourceNode, next: SourceNode | undefined): TextEdit[] {
  const { text } = brackets
  const end = endOf(child)
  const comma = next ? commaBetween(brackets, end, next.offset) : end
  if (text.slice(end, comma).trim() === '')
    return [removeSpan(text, child.offset, next ? comma + 1 : end, true)]
  return [removeSpan(text, child.offset, end, false), { offset: comma, length: 1, content: '' }]
}

/** Removes the last members, each with the comma before it. */
function removeTail(brackets: Brackets, before: SourceNode, tail: readonly SourceNode[]): TextEdit[] {
  const { text } = brackets
  const edits: TextEdit[] = []
  let previous = before
  for (const child of tail) {
    const comma = commaBetween(brackets, endOf(previous), child.offset)
    const end = endOf(child)
    if (text.slice(comma + 1, child.offset).trim() === '')
      edits.push({ offset: comma, length: end - comma, content: '' })
    else edits.push({ offset: comma, length: 1, content: '' }, removeSpan(text, child.offset, end, false))
    previous = child
  }
  return edits
}

/** Removes every member; comments between them stay, and without any the brackets close up. */
function removeAll(
  brackets: Brackets,
  node: SourceNode,
  first: SourceNode,
  others: readonly SourceNode[],
  text: string,
): TextEdit[] {
  const close = endOf(node) - 1
  const ends = [...others.map(({ offset }) => offset), close]
  const gaps = [first, ...others].map((child, index) => text.slice(endOf(child), ends[index]))
  if ([text.slice(node.offset + 1, first.offset), ...gaps].every((gap) => /^[\s,]*$/.test(gap)))
    return [{ offset: node.offset + 1, length: close - node.offset - 1, content: '' }]
  return [removeSpan(text, first.offset, endOf(first), false), ...removeTail(brackets, first, others)]
}

function append(
  brackets: Brackets,
  node: SourceNode,
  added: readonly Addition[],
  last: SourceNode | undefined,
): TextEdit[] {
  const { text, gap, eol } = brackets
  if (added.length === 0) return []
  if (!last) return [brackets.fill(node, added)]
  const end = endOf(last)
  const additions = joinAdditions(brackets, added, last)
  if (!startsLine(text, last.offset)) return [{ offset: end, length: 0, content: `,${gap}${additions}` }]
  const at = afterTrailingComment(brackets, end)
  const line = `${eol}${indentOf(text, last.offset)}${additions}`
  if (at === end) return [{ offset: end, length: 0, content: `,${line}` }]
  return [
    { offset: end, length: 0, content: ',' },
    { offset: at, length: 0, content: line },
  ]
}

function joinAdditions(brackets: Brackets, added: readonly Addition[], like: SourceNode): string {
  const { text, eol, gap } = brackets
  const base = indentOf(text, like.offset)
  const between = startsLine(text, like.offset) ? `,${eol}${base}` : `,${gap}`
  return added.map((each) => brackets.printMember(each, base)).join(between)
}

/** The end of the comments that follow on the same line, where nothing but comments does; else `from`. */
function afterTrailingComment({ text, onlyComments }: Brackets, from: number): number {
  const lineEnd = text.indexOf('\n', from)
  if (lineEnd < 0) return from
  const rest = text.slice(from, text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd)
  return onlyComments.test(rest) ? from + rest.trimEnd().length : from
}

/** The comma between two members; between them stand only white space and comments. */
function commaBetween({ text, commentEnd }: Brackets, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (text[at] === ',') return at
    at = commentEnd(text, at) ?? at
  }
  return to
}

function endOf(node: SourceNode): number {
  return node.offset + node.length
}
