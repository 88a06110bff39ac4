// Writing into a YAML text: block goes into block, brackets into brackets.
import { type Json, jsonObject } from '#lib/json/index.ts'
import { type Brackets, changeInBrackets } from '../edit/bracket-edit.ts'
import type { TextEdit } from '../edit/command.ts'
import { lineEndOf, lineStartOf } from '../edit/text-lines.ts'
import type { Addition, Layout, Slot } from '../edit/writing.ts'
import type { SourceNode } from '../source/source-node.ts'
import { anchorOf, changeBlock, emptyBlock } from './block-edit.ts'
import {
  additionsOf,
  isInline,
  printBelowKey,
  printBracketMember,
  printInBrackets,
  printInline,
  printMembers,
} from './print.ts'
import { printQuoted, printText } from './print-scalar.ts'
import { columnOf, endOf, styleOf, type YamlStyle } from './style.ts'

export function yamlLayout(text: string, root: SourceNode): Layout {
  const style = styleOf(text, root)
  const brackets: Brackets = {
    text,
    eol: style.eol,
    gap: ' ',
    printMember: (addition) => printBracketMember(addition, style),
    fill: (node, added) => fillBrackets(text, style, node, added),
    commentEnd: (_, at) => (text[at] === '#' ? lineEndOf(text, at) : null),
    onlyComments: /^[ \t]*(?:[ \t]#.*)?$/,
  }
  return {
    replace: (slot, value) => replaceValue(text, style, slot, value),
    change: (change) => {
      const { slot, added } = change
      if (slot.node.block) return changeBlock(text, style, change)
      const isEmpty = (slot.node.children ?? []).length === 0
      if (isEmpty && becomesBlock(text, slot))
        return replaceValue(text, style, slot, collectionOf(slot.node, added))
      return changeInBrackets(brackets, change)
    },
    printKey: (key, keyNode, parent) => {
      const quote = text[keyNode.offset]
      if (quote === '"' || quote === "'") return printQuoted(key, quote)
      return printText(key, parent.block ? 'key' : 'brackets', style.quote)
    },
  }
}

/** What is empty and stands in a block is written as a block, unless a comment stands in it. */
function becomesBlock(text: string, { node, parent }: Slot): boolean {
  if (text.slice(node.offset + 1, endOf(node) - 1).trim() !== '') return false
  return parent ? parent.block === true : columnOf(text, node.offset) === 0
}

function collectionOf(node: SourceNode, added: readonly Addition[]): Json {
  if (node.type === 'array') return added.map(([, value]) => value)
  return jsonObject(added.map(([key, value]) => [key ?? '', value]))
}

function replaceValue(text: string, style: YamlStyle, slot: Slot, value: Json): TextEdit[] {
  const { node, parent } = slot
  if (parent && !parent.block) return [put(node, printInBrackets(value, style))]
  if (!isInline(value)) return replaceByBlock(text, style, slot, value)
  const content = printInline(value, style)
  return node.block ? emptyBlock(text, slot, content) : [put(node, content)]
}

/** In the place of a node; after a colon or a dash where nothing stands. */
function put({ offset, length }: SourceNode, content: string): TextEdit {
  return { offset, length, content: length === 0 ? ` ${content}` : content }
}

function replaceByBlock(text: string, style: YamlStyle, { node, property }: Slot, value: Json): TextEdit[] {
  const members = additionsOf(value)
  const keepsType = node.block && (node.type === 'array') === Array.isArray(value)
  const anchor = anchorOf(node, property)
  if (!property || keepsType || anchor === null) {
    const column = node.length === 0 ? columnOf(text, node.offset) + 1 : columnOf(text, node.offset)
    return [put(node, printMembers(members, column, style))]
  }
  const below = printBelowKey(value, columnOf(text, property.offset), style)
  const end = endOf(node)
  if (text.slice(anchor, node.offset).includes('\n')) {
    const lineStart = lineStartOf(text, node.offset)
    return [{ offset: lineStart, length: end - lineStart, content: below }]
  }
  return [
    { offset: anchor, length: end - anchor, content: '' },
    { offset: lineEndOf(text, end), length: 0, content: style.eol + below },
  ]
}

/** The first members between brackets; a comment that stands there ends with its line. */
function fillBrackets(
  text: string,
  style: YamlStyle,
  node: SourceNode,
  added: readonly Addition[],
): TextEdit {
  const members = added.map((each) => printBracketMember(each, style)).join(', ')
  const pad = node.type === 'object' ? style.pad : ''
  const close = endOf(node) - 1
  if (text.slice(node.offset + 1, close).trim() !== '')
    return { offset: close, length: 0, content: members + pad }
  return { offset: node.offset + 1, length: close - node.offset - 1, content: pad + members + pad }
}
