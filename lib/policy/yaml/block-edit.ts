// Members that stand by indentation, one below the other: lines go and lines come.
import type { TextEdit } from '../edit/command.ts'
import { afterSpaces, lineEndOf, lineStartOf, startsLine } from '../edit/text-lines.ts'
import type { Addition, Change, Slot } from '../edit/writing.ts'
import type { SourceNode } from '../source/source-node.ts'
import { printMembers } from './print.ts'
import { columnOf, endOf, startOf, type YamlStyle } from './style.ts'

export function changeBlock(text: string, style: YamlStyle, { slot, removed, added }: Change): TextEdit[] {
  const members = slot.node.children ?? []
  const lastKept = members.findLastIndex((member) => !removed.has(member))
  const before = members[lastKept]
  const [first, ...others] = members.slice(lastKept + 1)
  if (!before && added.length === 0) return emptyBlock(text, slot, slot.node.type === 'array' ? '[]' : '{}')
  const edits = removeAhead(text, members.slice(0, Math.max(lastKept + 1, 0)), removed)
  if (first && added.length > 0) {
    const content = printMembers(added, columnOf(text, startOf(first)), style)
    edits.push({ offset: startOf(first), length: endOf(first) - startOf(first), content })
    return [...edits, ...others.map((member) => removeMember(text, member))]
  }
  if (first) return [...edits, ...[first, ...others].map((member) => removeMember(text, member))]
  return before ? [...edits, ...append(text, style, added, before)] : edits
}

/** Takes members out that others follow. Those that share the line of a dash give it to the first that stays. */
function removeAhead(
  text: string,
  members: readonly SourceNode[],
  removed: ReadonlySet<SourceNode>,
): TextEdit[] {
  const [first] = members
  const kept = members.find((member) => !removed.has(member))
  if (first && kept && first !== kept && !startsLine(text, startOf(first))) {
    const ahead = members.slice(0, members.indexOf(kept))
    const gaps = ahead.map((member, index) => text.slice(endOf(member), startOf(members[index + 1] ?? kept)))
    const rest = removeAhead(text, members.slice(ahead.length), removed)
    if (gaps.every((gap) => gap.trim() === ''))
      return [{ offset: startOf(first), length: startOf(kept) - startOf(first), content: '' }, ...rest]
  }
  return members.filter((member) => removed.has(member)).map((member) => removeMember(text, member))
}

/** A member goes with its line; what was said about it at the end of the line stays. */
function removeMember(text: string, member: SourceNode): TextEdit {
  const start = startOf(member)
  const end = endOf(member)
  const after = afterSpaces(text, end)
  const lineStart = lineStartOf(text, start)
  const ahead = text.slice(lineStart, start)
  if (text[after] === '#') return { offset: start, length: after - start, content: '' }
  // After a dash, which stays for the members below.
  if (ahead.trim() !== '') {
    const from = lineStart + ahead.trimEnd().length
    return { offset: from, length: end - from, content: '' }
  }
  if (lineStart === 0) {
    const lineEnd = text.indexOf('\n', after)
    return { offset: 0, length: lineEnd < 0 ? text.length : lineEnd + 1, content: '' }
  }
  const from = text[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1
  return { offset: from, length: after - from, content: '' }
}

function append(text: string, style: YamlStyle, added: readonly Addition[], last: SourceNode): TextEdit[] {
  if (added.length === 0) return []
  const column = columnOf(text, startOf(last))
  const content = style.eol + ' '.repeat(column) + printMembers(added, column, style)
  return [{ offset: lineEndOf(text, endOf(last)), length: 0, content }]
}

/** Every member goes, and `content` stands where the value began: after its colon or dash. Comments between stay. */
export function emptyBlock(text: string, { node, property }: Slot, content: string): TextEdit[] {
  const [first, ...others] = node.children ?? []
  if (!first) return []
  const anchor = anchorOf(node, property)
  const rest = others.map((member) => removeMember(text, member))
  if (anchor === null)
    return [{ offset: startOf(first), length: endOf(first) - startOf(first), content }, ...rest]
  if (text.slice(anchor, startOf(first)).trim() === '' && !text.slice(anchor, startOf(first)).includes('\n'))
    return [{ offset: anchor, length: endOf(first) - anchor, content: ` ${content}` }, ...rest]
  return [{ offset: anchor, length: 0, content: ` ${content}` }, removeMember(text, first), ...rest]
}

/** After the colon or the dash that a value of a block follows; null for the root and in brackets. */
export function anchorOf(node: SourceNode, property: SourceNode | undefined): number | null {
  if (property?.colonOffset !== undefined) return property.colonOffset + 1
  return node.mark === undefined ? null : node.mark + 1
}
