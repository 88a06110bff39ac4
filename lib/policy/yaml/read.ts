// The text of a YAML document as the same tree that a JSON text gives (SPEC P1). Whatever readers of YAML
// disagree on, or do without being seen, is refused with its place.
import { engines } from '#lib/policy/engines/chosen.ts'
import { failure, type Parsed } from '../issue.ts'
import { issueAt, type SourceNode, tooDeep } from '../source/source-node.ts'
import { Faults } from './faults.ts'
import { refuseCharacters, refuseTokens } from './refuse.ts'
import { readTokens } from './tokens.ts'
import { treeOf } from './tree.ts'
import { faultWords } from './words.ts'

/**
 * The tree of one YAML 1.2 document (core schema), or every fault of its syntax and everything in it
 * that is no plain data: anchors, tags, merge keys, more documents, keys that are no text. Keys that
 * stand twice stay in the tree. The caller bounds the size of the text.
 */
export function readYaml(text: string): Parsed<SourceNode> {
  const faults = new Faults(text)
  refuseCharacters(text, faults)
  const unreadable = failure(faults.issues())
  if (unreadable) return unreadable
  const read = readTokens(text, faults)
  if ('tooDeepAt' in read) return { ok: false, issues: [tooDeep(read.tooDeepAt)] }
  const deepAt = refuseTokens(read.tokens, faults)
  if (deepAt !== null) return { ok: false, issues: [tooDeep(deepAt)] }
  if (faults.full) return failure(faults.issues()) ?? NOTHING
  const { Composer } = engines.yamlLibrary()
  const [document] = new Composer(OPTIONS).compose(read.tokens)
  for (const { code, message, pos } of document?.errors ?? [])
    faults.add(pos[0], Math.max(pos[1] - pos[0], 1), faultWords(code, message))
  const root = document?.contents ? treeOf(document.contents, 0, text, faults) : null
  const refusal = failure(faults.issues())
  if (refusal) return refusal
  return root ? { ok: true, value: root } : NOTHING
}

const NOTHING: Parsed<never> = {
  ok: false,
  issues: [issueAt('syntax', '', 'The document is empty.', 0, 0)],
}

// Keys that stand twice are reported with their pointers, as in JSON.
const OPTIONS = {
  version: '1.2',
  schema: 'core',
  strict: true,
  uniqueKeys: false,
  keepSourceTokens: true,
  prettyErrors: false,
  logLevel: 'silent',
} as const
