// From the text of a document to the policy that is enforced.
import { canonicalJson, isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import type { Issue, Parsed } from '../issue.ts'
import { pointerSteps } from '../pointer.ts'
import type { Policy } from '../policy.ts'
import { judgeDocument, readDocument } from '../source/document-source.ts'
import { findPlace, locateIssue, readSource, SHORTHANDS } from '../source/source.ts'
import type { Format, SourceNode } from '../source/source-node.ts'

/** `canonical` is RFC 8785 of the document as written, shorthands included: what is hashed and stored. */
export type PolicyDocument = {
  readonly policy: Policy
  readonly document: JsonObject
  readonly canonical: string
  /** The text's tree, for `locateIssue`: it spares reading the text again. */
  readonly root: SourceNode
}

/**
 * Reads a document. Every issue comes with `offset` and `length`; syntax errors are reported alone,
 * for what a broken text means is a guess.
 * @param format `jsonc` (the default) also takes comments; `formatOf` tells what a text looks like
 */
export function parsePolicyText(text: string, format: Format = 'jsonc'): Parsed<PolicyDocument> {
  const source = readDocument(text, format)
  if (!source.ok) return source
  const { document, root } = source.value
  const policy = judgeDocument(source.value)
  if (!policy.ok) return policy
  if (!isJsonObject(document)) return NOT_AN_OBJECT
  return { ok: true, value: { policy: policy.value, document, canonical: canonicalJson(document), root } }
}

const NOT_AN_OBJECT = {
  ok: false,
  issues: [{ code: 'wrong-type', pointer: '', message: 'An object is expected here.', severity: 'error' }],
} as const

/** The issues with their places in the text that they are about (warnings come without). */
export function locateIssues(text: string, issues: readonly Issue[], format: Format = 'jsonc'): Issue[] {
  if (issues.length === 0) return []
  const source = readSource(text, format)
  return source.ok ? issues.map((issue) => locateIssue(source.value, issue)) : [...issues]
}

/** The span of a rule pointer in the text, or of the nearest thing around it; null in a broken text. */
export function locatePointer(
  text: string,
  pointer: string,
  format: Format = 'jsonc',
): { offset: number; length: number } | null {
  const source = readSource(text, format)
  if (!source.ok || (pointer !== '' && !pointer.startsWith('/'))) return null
  const { node } = findPlace(source.value, pointer)
  return { offset: node.offset, length: node.length }
}

/**
 * The part of a document that a rule pointer names, as it was written: for a rule written in short
 * (P4) the shorthand, for a limit the one with that counter. Undefined where nothing stands there.
 */
export function ruleAt(document: Json, pointer: string): Json | undefined {
  if (!pointer.startsWith('/')) return undefined
  let here: Json | undefined = document
  for (const step of pointerSteps(pointer)) {
    if (Array.isArray(here)) here = here.find((each) => counterOf(each) === step) ?? here[Number(step)]
    else if (!isJsonObject(here)) return undefined
    else if (Object.hasOwn(here, step)) here = here[step]
    else return member(here, SHORTHANDS[step] ?? step)
  }
  return here
}

function counterOf(limit: Json): Json | undefined {
  return isJsonObject(limit) ? member(limit, 'counter') : undefined
}
