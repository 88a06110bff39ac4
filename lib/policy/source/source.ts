// The text of a document: its tree, its exact value, and where each pointer stands in it (P1, P3, P6).
import { createScanner, type ParseError, type ParseErrorCode, parseTree, type SyntaxKind } from 'jsonc-parser'
import { type Json, JsonNumber, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { utf8Bytes } from '../evaluate/regex.ts'
import { failure, type Issue, type IssueCode, type Parsed } from '../issue.ts'
import { pointerSteps, pointerTo } from '../pointer.ts'
import { readYaml } from '../yaml/read.ts'
import {
  type Format,
  issueAt,
  MAX_DEPTH,
  MAX_DOCUMENT_BYTES,
  type SourceNode,
  tooDeep,
} from './source-node.ts'

export { type Format, MAX_DOCUMENT_BYTES, type SourceNode } from './source-node.ts'

/** The tree of a text, or every fault of its syntax. */
export function readSource(text: string, format: Format): Parsed<SourceNode> {
  const bytes = utf8Bytes(text)
  if (bytes > MAX_DOCUMENT_BYTES) {
    const message = `A document is at most 1 MiB (${MAX_DOCUMENT_BYTES} bytes), and this one has ${bytes}.`
    return { ok: false, issues: [issueAt('too-large', '', message, 0, text.length)] }
  }
  return format === 'yaml' ? readYaml(text) : readJson(text, format)
}

function readJson(text: string, format: 'json' | 'jsonc'): Parsed<SourceNode> {
  const deepAt = tooDeepAt(text)
  if (deepAt !== null) return { ok: false, issues: [tooDeep(deepAt)] }
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { disallowComments: format === 'json', allowTrailingComma: false })
  // One mistake often makes two errors at one place; the first says what is wrong.
  const atOnce = new Map(errors.toReversed().map((error) => [error.offset, error]))
  const refusal = failure([...atOnce.values()].reverse().map((error) => syntaxIssue(text, error)))
  if (refusal) return refusal
  if (root) return { ok: true, value: root }
  return { ok: false, issues: [issueAt('syntax', '', 'The document is empty.', 0, 0)] }
}

/** The offset of the first bracket beyond the depth, so that no recursion ever meets it; null where there is none. */
function tooDeepAt(text: string): number | null {
  const scanner = createScanner(text, true)
  let depth = 0
  for (;;) {
    const token: number = scanner.scan()
    if (token === TOKEN.end) return null
    if (token === TOKEN.openBrace || token === TOKEN.openBracket) depth++
    else if (token === TOKEN.closeBrace || token === TOKEN.closeBracket) depth--
    if (depth > MAX_DEPTH) return scanner.getTokenOffset()
  }
}

// The library declares these as `const enum`, which isolated modules cannot read.
const TOKEN = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  end: 17,
} as const satisfies Record<string, SyntaxKind | number>

const SYNTAX_WORDS: Record<ParseErrorCode, string> = {
  1: 'This is not JSON.',
  2: 'A number is written wrongly here.',
  3: 'A key in double quotes is expected here.',
  4: 'A value is expected here.',
  5: 'A colon is expected here.',
  6: 'A comma is expected here.',
  7: 'A closing brace is expected here.',
  8: 'A closing bracket is expected here.',
  9: 'The document ends before this.',
  10: 'Comments are not allowed in plain JSON.',
  11: 'A comment is not closed.',
  12: 'A text is not closed.',
  13: 'A number breaks off here.',
  14: 'A \\u escape has four hexadecimal digits.',
  15: 'There is no such escape.',
  16: 'A control character must be escaped.',
}

function syntaxIssue(text: string, { error, offset, length }: ParseError): Issue {
  const line = text.slice(0, offset).split('\n').length
  return issueAt('syntax', '', `Line ${line}: ${SYNTAX_WORDS[error]}`, offset, length)
}

/** The exact value of a tree. Keys that stand twice, numbers out of range and broken text are reported. */
export function sourceValue(text: string, root: SourceNode, issues: Issue[]): Json {
  const steps: (string | number)[] = []
  const report = (code: IssueCode, message: string, { offset, length }: SourceNode): void => {
    issues.push(issueAt(code, pointerTo(steps), message, offset, length))
  }
  const readMember = (key: string | number, node: SourceNode | undefined): Json => {
    steps.push(key)
    const value = node ? read(node) : null
    steps.pop()
    return value
  }
  const read = (node: SourceNode): Json => {
    if (node.type === 'object') return readObject(node)
    if (node.type === 'array') return (node.children ?? []).map((child, index) => readMember(index, child))
    if (node.type === 'number') return readNumber(node)
    if (node.type === 'string') return readText(node)
    return node.value as boolean | null
  }
  const readObject = (node: SourceNode): JsonObject => {
    const object = jsonObject()
    for (const { key, keyNode, valueNode } of propertiesOf(node)) {
      readText(keyNode)
      const value = readMember(key, valueNode)
      if (Object.hasOwn(object, key)) reportTwice(key, keyNode)
      object[key] = value
    }
    return object
  }
  const reportTwice = (key: string, keyNode: SourceNode): void => {
    steps.push(key)
    const message = `The key ${JSON.stringify(key)} stands twice in this object. Parsers disagree on which one counts.`
    report('duplicate-key', message, keyNode)
    steps.pop()
  }
  const readText = (node: SourceNode): string => {
    const value = node.value as string
    if (!value.isWellFormed()) report('lone-surrogate', 'Half of a surrogate pair is not text.', node)
    return value
  }
  const readNumber = (node: SourceNode): number | JsonNumber => {
    const written = text.slice(node.offset, node.offset + node.length)
    const exponent = Number(/[eE](.*)$/.exec(written)?.[1] ?? 0)
    if (Math.abs(exponent) > 400 || written.length > 1000)
      report('number-range', 'This number is out of range.', node)
    return String(Number(written)) === written ? Number(written) : new JsonNumber(written)
  }
  return read(root)
}

export type Property = {
  readonly key: string
  readonly node: SourceNode
  readonly keyNode: SourceNode
  readonly valueNode: SourceNode | undefined
}

/** The members of an object node in the order of the text. */
export function propertiesOf(node: SourceNode): Property[] {
  const properties: Property[] = []
  for (const child of node.children ?? []) {
    const [keyNode, valueNode] = child.children ?? []
    if (keyNode) properties.push({ key: keyNode.value as string, node: child, keyNode, valueNode })
  }
  return properties
}

export function findProperty(node: SourceNode | undefined, key: string): Property | undefined {
  return node?.type === 'object' ? propertiesOf(node).find((property) => property.key === key) : undefined
}

export type Place = {
  /** The node at the pointer, or its nearest ancestor that stands in the text. */
  readonly node: SourceNode
  /** The key before the value, where the parent is an object. */
  readonly keyNode: SourceNode | undefined
  /** The object or list around it, but of the whole document. */
  readonly parent?: SourceNode
  readonly exact: boolean
}

/** Where a pointer stands in a tree. A limit is found by its counter, as rule pointers name it, or its index. */
export function findPlace(root: SourceNode, pointer: string): Place {
  let place: Place = { node: root, keyNode: undefined, exact: true }
  for (const step of pointerSteps(pointer)) {
    const { node } = place
    const property = findProperty(node, step) ?? findProperty(node, SHORTHANDS[step] ?? step)
    if (property?.valueNode)
      place = { node: property.valueNode, keyNode: property.keyNode, parent: node, exact: true }
    else {
      const element = node.type === 'array' ? findElement(node, step) : undefined
      if (!element) return { ...place, exact: false }
      place = { node: element, keyNode: undefined, parent: node, exact: true }
    }
  }
  return place
}

/** Where a rule stands that was written in short (P4). */
export const SHORTHANDS: Readonly<Record<string, string>> = {
  deny_if: 'action',
  require_approval: 'action',
  limits: 'rate_limit',
}

function findElement(list: SourceNode, step: string): SourceNode | undefined {
  const elements = list.children ?? []
  const indexed = /^\d+$/.test(step) ? elements[Number(step)] : undefined
  return indexed ?? elements.find((element) => findProperty(element, 'counter')?.valueNode?.value === step)
}

/** The issue with its place in the text: a wrong key is marked itself, a missing one by its object's key or brace. */
export function locateIssue(root: SourceNode, issue: Issue): Issue {
  if (issue.offset !== undefined) return issue
  const { node, keyNode, exact } = findPlace(root, issue.pointer)
  const marksKey =
    issue.code === 'unknown-key' || issue.code === 'glob-ambiguous' || issue.code === 'unknown-tool'
  const isNothing = node.length === 0
  if (exact && isNothing && node.mark !== undefined) return { ...issue, offset: node.mark, length: 1 }
  if (exact && !((marksKey || isNothing) && keyNode))
    return { ...issue, offset: node.offset, length: node.length }
  if (keyNode) return { ...issue, offset: keyNode.offset, length: keyNode.length }
  return { ...issue, offset: node.offset, length: 1 }
}
