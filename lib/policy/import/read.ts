// The text of an import: JSON, JSON with comments, or YAML.
import { isJsonObject, type Json, type JsonObject } from '#lib/json/index.ts'
import { failure, type Issue, type Parsed } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import { formatOf } from '../source/format.ts'
import {
  type Format,
  locateIssue,
  propertiesOf,
  readSource,
  type SourceNode,
  sourceValue,
} from '../source/source.ts'

export type ImportSource = {
  readonly value: JsonObject
  readonly format: Format
  readonly isDoubtful: (pointer: string) => boolean
  /** Where a pointer, or what is nearest above it, stands in the text. */
  readonly placeOf: (pointer: string) => { readonly offset: number; readonly length: number }
}

/** The document of a text, or what is wrong with the text; also where it is no policy at all. */
export function readImport(text: string): Parsed<ImportSource> {
  const format = formatOf(text)
  const source = readSource(text, format)
  if (!source.ok) return source
  const root = source.value
  const issues: Issue[] = []
  const value = sourceValue(text, root, issues)
  if (!isPolicy(value)) issues.push(locateIssue(root, NO_POLICY))
  const refusal = failure(issues)
  if (refusal || !isJsonObject(value)) return refusal ?? { ok: false, issues: [NO_POLICY] }
  const nodes = nodesByPointer(root)
  const doubtful = new Set(format === 'yaml' ? doubtfulPointers(text, nodes) : [])
  const placeOf = (pointer: string): SourceNode => {
    const node = nodes.get(pointer)
    return node ?? (pointer === '' ? root : placeOf(pointer.slice(0, pointer.lastIndexOf('/'))))
  }
  return { ok: true, value: { value, format, isDoubtful: (pointer) => doubtful.has(pointer), placeOf } }
}

const NO_POLICY: Issue = {
  code: 'wrong-type',
  pointer: '',
  message: 'This is no policy: an object with “tools”, “hide” or “default” is expected.',
  severity: 'error',
}

function isPolicy(value: Json): boolean {
  return (
    isJsonObject(value) && ['tools', 'hide', 'default', 'all_tools'].some((key) => Object.hasOwn(value, key))
  )
}

/** Dates, `1_000` and `0b1`: texts in YAML 1.2, and something else to the reader that Intercept uses. */
const DOUBTFUL = /^(?:\d{4}-\d{1,2}-\d{1,2}|[-+]?(?:0b[01_]+|[\d_.]*\d_[\d_.]*)$)/

/** Each such value, and the list that it stands in. */
function doubtfulPointers(text: string, nodes: ReadonlyMap<string, SourceNode>): string[] {
  return [...nodes].flatMap(([pointer, { type, offset, length }]) =>
    type === 'string' && DOUBTFUL.test(text.slice(offset, offset + length))
      ? [pointer, pointer.slice(0, pointer.lastIndexOf('/'))]
      : [],
  )
}

function nodesByPointer(root: SourceNode): Map<string, SourceNode> {
  const nodes = new Map<string, SourceNode>()
  const walk = (node: SourceNode, pointer: string): void => {
    nodes.set(pointer, node)
    if (node.type === 'object')
      for (const { key, valueNode } of propertiesOf(node))
        if (valueNode) walk(valueNode, childPointer(pointer, key))
    if (node.type === 'array')
      for (const [index, child] of (node.children ?? []).entries()) walk(child, childPointer(pointer, index))
  }
  walk(root, '')
  return nodes
}
