// Values as YAML writes them: by indentation, or in brackets on one line.
import { isJsonObject, type Json } from '#lib/json/index.ts'
import type { Addition } from '../edit/writing.ts'
import { printScalar, printText } from './print-scalar.ts'
import type { YamlStyle } from './style.ts'

/** A whole document, two spaces deep. */
export function printYaml(value: Json): string {
  return `${isInline(value) ? printInline(value, PLAIN_STYLE) : printMembers(additionsOf(value), 0, PLAIN_STYLE)}\n`
}

/** A document that Portcullis wrote, as YAML; null where one of its keys is longer than YAML allows (P1). */
export function documentYaml(document: Json): string | null {
  return hasLongKey(document) ? null : printYaml(document)
}

const MAX_KEY = 1024

// As the reader counts: what stands before the colon, with its quotes and escapes.
function hasLongKey(value: Json): boolean {
  return additionsOf(value).some(
    ([key, member]) =>
      (key !== null && printText(key, 'key', PLAIN_STYLE.quote).length > MAX_KEY) || hasLongKey(member),
  )
}

const PLAIN_STYLE: YamlStyle = { eol: '\n', indent: 2, listIndent: 2, quote: '"', pad: ' ' }

/** A scalar, or a collection without members: it stands on its key's line. */
export function isInline(value: Json): boolean {
  if (Array.isArray(value)) return value.length === 0
  return !isJsonObject(value) || Object.keys(value).length === 0
}

export function additionsOf(value: Json): Addition[] {
  if (Array.isArray(value)) return value.map((each) => [null, each])
  return isJsonObject(value) ? Object.entries(value) : []
}

/** One line, with brackets for collections. */
export function printInBrackets(value: Json, style: YamlStyle): string {
  if (Array.isArray(value)) return `[${value.map((each) => printInBrackets(each, style)).join(', ')}]`
  if (!isJsonObject(value)) return printScalar(value, 'brackets', style.quote)
  const members = additionsOf(value).map((each) => printBracketMember(each, style))
  return members.length === 0 ? '{}' : `{${style.pad}${members.join(', ')}${style.pad}}`
}

export function printBracketMember([key, value]: Addition, style: YamlStyle): string {
  const printed = printInBrackets(value, style)
  return key === null ? printed : `${printText(key, 'brackets', style.quote)}: ${printed}`
}

/** Members at a column; the first begins where it is put. */
export function printMembers(members: readonly Addition[], column: number, style: YamlStyle): string {
  return members.map((each) => printMember(each, column, style)).join(style.eol + ' '.repeat(column))
}

function printMember([key, value]: Addition, column: number, style: YamlStyle): string {
  if (key === null)
    return `- ${isInline(value) ? printInline(value, style) : printMembers(additionsOf(value), column + 2, style)}`
  return `${printText(key, 'key', style.quote)}:${printAfterKey(value, column, style)}`
}

/** What follows the colon of a key at a column. */
export function printAfterKey(value: Json, column: number, style: YamlStyle): string {
  return isInline(value) ? ` ${printInline(value, style)}` : style.eol + printBelowKey(value, column, style)
}

/** The lines below a key at a column, the first with its indentation. */
export function printBelowKey(value: Json, column: number, style: YamlStyle): string {
  const inner = column + (Array.isArray(value) ? style.listIndent : style.indent)
  return ' '.repeat(inner) + printMembers(additionsOf(value), inner, style)
}

/** What `isInline` is true of. */
export function printInline(value: Json, style: YamlStyle): string {
  if (Array.isArray(value)) return '[]'
  return isJsonObject(value) ? '{}' : printScalar(value, 'value', style.quote)
}
