// How a YAML text is laid out, so that what is added looks like what stands there.

import { lineStartOf } from '../edit/text-lines.ts'
import type { SourceNode } from '../source/source-node.ts'

export type YamlStyle = {
  readonly eol: string
  /** Columns by which the members of an object stand deeper than its key. */
  readonly indent: number
  /** The same for the dashes of a list; 0 where they stand under the key. */
  readonly listIndent: number
  /** The quotes around texts that need any. */
  readonly quote: '"' | "'"
  /** Between a brace and what stands in it. */
  readonly pad: '' | ' '
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStartOf(text, offset)
}

/** Where a member begins: an element of a block list at its dash. */
export function startOf(member: SourceNode): number {
  return member.mark ?? member.offset
}

export function endOf(member: SourceNode): number {
  return member.offset + member.length
}

export function styleOf(text: string, root: SourceNode): YamlStyle {
  const found: { -readonly [key in keyof YamlStyle]?: YamlStyle[key] } = {}
  const look = (node: SourceNode): void => {
    if (node.type === 'property') noteIndent(found, text, node)
    const first = text[node.offset]
    if (node.type === 'string' && (first === '"' || first === "'")) found.quote ??= first
    if (node.type === 'object' && !node.block && node.length > 2)
      found.pad ??= /\s/.test(text[node.offset + 1] ?? '') ? ' ' : ''
    for (const child of node.children ?? []) look(child)
  }
  look(root)
  const indent = found.indent ?? 2
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    indent,
    listIndent: found.listIndent ?? indent,
    quote: found.quote ?? '"',
    pad: found.pad ?? ' ',
  }
}

function noteIndent(
  found: { indent?: number; listIndent?: number },
  text: string,
  property: SourceNode,
): void {
  const value = property.children?.[1]
  const first = value?.block ? value.children?.[0] : undefined
  if (!value || !first) return
  const deeper = columnOf(text, startOf(first)) - columnOf(text, property.offset)
  if (value.type === 'object') found.indent ??= deeper
  else found.listIndent ??= deeper
}
