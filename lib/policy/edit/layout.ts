// How JSON is written: one member a line, or all on one line, with the document's own indentation.
import { isJsonObject, type Json, serializeJson } from '#lib/json/index.ts'
import { type Brackets, changeInBrackets } from './bracket-edit.ts'
import { indentOf } from './text-lines.ts'
import type { Addition, Layout } from './writing.ts'

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

/** JSON, with or without comments. */
export function jsonLayout(text: string): Layout {
  const style = styleOf(text)
  const brackets: Brackets = {
    text,
    eol: style.eol,
    gap: style.gap,
    printMember: (addition, base) => printMember(addition, style, base),
    fill: (node, added) => {
      const close = node.offset + node.length - 1
      let from = close
      while (from > node.offset + 1 && /\s/.test(text[from - 1] ?? '')) from--
      const printed = printList(
        added,
        text[node.offset] === '{' ? '{}' : '[]',
        style,
        indentOf(text, node.offset),
      )
      return { offset: from, length: close - from, content: printed.slice(1, -1) }
    },
    commentEnd,
    onlyComments: /^(?:[ \t]|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:\/\/.*)?$/,
  }
  return {
    replace: ({ node: { offset, length } }, value) => [
      { offset, length, content: printValue(value, style, indentOf(text, offset)) },
    ],
    change: (change) => changeInBrackets(brackets, change),
    printKey: (key) => JSON.stringify(key),
  }
}

function commentEnd(text: string, at: number): number | null {
  if (text.startsWith('//', at)) return text.indexOf('\n', at)
  return text.startsWith('/*', at) ? text.indexOf('*/', at + 2) + 1 : null
}
