// A document's text with what was read from it, so that one command after the other reads it once.
import type { Json } from '#lib/json/index.ts'
import { failure, type Issue, type Parsed } from '../issue.ts'
import type { Policy } from '../policy.ts'
import type { EntryMemory } from '../read/entry-memory.ts'
import { parsePolicy } from '../read/parse.ts'
import { withYamlHint } from '../yaml/hints.ts'
import { readPlainJson } from './plain-json.ts'
import { locateIssue, readSource, sourceValue } from './source.ts'
import { type Format, MAX_DOCUMENT_BYTES, type SourceNode } from './source-node.ts'

export type DocumentSource = {
  readonly text: string
  readonly format: Format
  /** The text's tree. After an edit, and of plain JSON, it is read when first asked for. */
  readonly root: SourceNode
  /** What the text says, also where that is no policy. */
  readonly document: Json
  /** Keys that stand twice, numbers out of range, broken text; with their places. */
  readonly faults: readonly Issue[]
  /** The same as a policy; read when first asked for. */
  policy(): Parsed<Policy>
  /** What was read of single entries; an edit leaves most of them as they are. */
  readonly memory: EntryMemory
}

/** Reads a text for `editDocument`; every fault of its syntax where it cannot be read. */
export function readDocument(text: string, format: Format = 'jsonc'): Parsed<DocumentSource> {
  // A unit of UTF-16 is at most three bytes: what is short enough needs no counting.
  const isShort = format !== 'yaml' && text.length * 3 <= MAX_DOCUMENT_BYTES
  const plain = isShort ? readPlainJson(text) : null
  if (plain !== null) return { ok: true, value: withLazyRoot(text, format, plain, new WeakMap()) }
  const source = readSource(text, format)
  if (!source.ok) return source
  const root = source.value
  const faults: Issue[] = []
  const document = sourceValue(text, root, faults)
  const memory: EntryMemory = new WeakMap()
  return {
    ok: true,
    value: { text, format, root, document, faults, memory, policy: lazyPolicy(document, memory) },
  }
}

/**
 * The source that an edit leaves, without reading its text.
 * @param before what was edited, which had no faults
 * @param document what the new text says; values that stayed are the same objects as before
 * @param policy what that is as a policy, where somebody has read it already
 */
export function followingDocument(
  before: DocumentSource,
  text: string,
  document: Json,
  policy?: Parsed<Policy>,
): DocumentSource {
  return withLazyRoot(text, before.format, document, before.memory, policy)
}

/**
 * The source of a text that Portcullis has just written, without reading it.
 * @param text JSON without comments, as `document` is written
 */
export function writtenDocument(text: string, document: Json): DocumentSource {
  return withLazyRoot(text, 'jsonc', document, new WeakMap())
}

/** A source without faults, whose tree is read when it is first asked for. */
function withLazyRoot(
  text: string,
  format: Format,
  document: Json,
  memory: EntryMemory,
  policy?: Parsed<Policy>,
): DocumentSource {
  let root: SourceNode | null = null
  return {
    ...{ text, format, document, memory, faults: [] },
    policy: policy === undefined ? lazyPolicy(document, memory) : () => policy,
    get root() {
      root ??= rootOf(text, format)
      return root
    },
  }
}

/** The policy of a source, or everything that is wrong with it, each with its place in the text. */
export function judgeDocument(source: DocumentSource): Parsed<Policy> {
  const { text, format, faults } = source
  const policy = source.policy()
  if (policy.ok && faults.length === 0) return policy
  // Only here: after an edit nobody has read the tree yet.
  const { root } = source
  const issues = policy.ok ? [] : policy.issues
  const located = issues.map((issue) =>
    locateIssue(root, format === 'yaml' ? withYamlHint(text, root, issue) : issue),
  )
  return failure([...faults, ...located].toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0))) ?? policy
}

function lazyPolicy(document: Json, memory: EntryMemory): () => Parsed<Policy> {
  let policy: Parsed<Policy> | null = null
  return () => {
    policy ??= parsePolicy(document, memory)
    return policy
  }
}

function rootOf(text: string, format: Format): SourceNode {
  const source = readSource(text, format)
  if (source.ok) return source.value
  throw new Error(`what was taken for a document cannot be read: ${source.issues[0].message}`)
}
