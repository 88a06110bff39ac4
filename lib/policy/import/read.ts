// The text of an import: JSON, JSON with comments, or YAML.
import { isJsonObject, type Json, type JsonObject } from '#lib/json/index.ts'
import { failure, type Issue, type Parsed } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import { locateIssue, propertiesOf, readSource, type SourceNode, sourceValue } from '../source.ts'

export type ImportSource = {
  readonly value: JsonObject
  readonly root: SourceNode
  readonly isYaml: boolean
  readonly isDoubtful: (pointer: string) => boolean
}

/** The document of a text, or what is wrong with the text; also where it is no policy at all. */
export function readImport(text: string): Parsed<ImportSource> {
  const json = readSource(text, 'jsonc')
  const yaml = json.ok ? null : readSource(text, 'yaml')
  const isYaml = yaml?.ok === true
  // Of a text that is neither, its first character says what its author meant.
  const source = json.ok || (!isYaml && /^\s*[{/]/.test(text)) ? json : (yaml ?? json)
  if (!source.ok) return source
  const root = source.value
  const issues: Issue[] = []
  const value = sourceValue(text, root, issues)
  if (!isPolicy(value)) issues.push(locateIssue(root, NO_POLICY))
  const refusal = failure(issues)
  if (refusal || !isJsonObject(value)) return refusal ?? { ok: false, issues: [NO_POLICY] }
  const doubtful = isYaml ? doubtfulValues(text, root) : []
  const isDoubtful = (pointer: string): boolean =>
    doubtful.some((each) => each === pointer || each.startsWith(`${pointer}/`))
  return { ok: true, value: { value, root, isYaml, isDoubtful } }
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

function doubtfulValues(text: string, root: SourceNode): string[] {
  const found: string[] = []
  const walk = (node: SourceNode, pointer: string): void => {
    if (node.type === 'string' && DOUBTFUL.test(text.slice(node.offset, node.offset + node.length)))
      found.push(pointer)
    if (node.type === 'object')
      for (const { key, valueNode } of propertiesOf(node))
        if (valueNode) walk(valueNode, childPointer(pointer, key))
    if (node.type === 'array')
      for (const [index, child] of (node.children ?? []).entries()) walk(child, childPointer(pointer, index))
  }
  walk(root, '')
  return found
}
