// A rule as everything that is shown of it. All texts are read off the document, never off what was asked
// for: so they cannot say what it does not.
import { isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import {
  type DocumentSource,
  documentYaml,
  judgeDocument,
  type Lane,
  type Policy,
  placementOf,
} from '#lib/policy/index.ts'
import { visibleJson } from './shown.ts'
import { buttonFor, sentenceOf } from './words.ts'

/** A policy for one tool: one object, and what is said of it. */
export type GuidedRule = {
  /** What the document does to the tool: `deny` also where it cannot name it. */
  readonly treatment: Lane
  /** Calls a minute, where the treatment is `limit`. */
  readonly amount: number | null
  readonly document: JsonObject
  /** The document as two-space JSON, with a line feed at its end. */
  readonly json: string
  /** The same as YAML; null for a name that is too long for a key of YAML, or holds what cannot be seen. */
  readonly yaml: string | null
  /** What it does to this tool and to all others, in words. */
  readonly sentence: string
  /** For a button that takes the rule over: what it does, without the tool's name. */
  readonly button: string
}

/** A document that Portcullis laid out, with the policy that it is. */
export type ReadRule = { readonly source: DocumentSource; readonly policy: Policy }

/** @throws where the document is no policy, which a test holds to be impossible for what `lib/policy` lays out */
export function readRule(source: DocumentSource): ReadRule {
  const policy = judgeDocument(source)
  if (!policy.ok) throw new Error(`a document that was laid out is no policy: ${policy.issues[0].message}`)
  return { source, policy: policy.value }
}

export function guidedRule({ source, policy }: ReadRule, tool: string): GuidedRule {
  const { lane, entry } = placementOf(policy, tool)
  const limit = lane === 'limit' && entry !== null ? policy.tools.get(entry)?.limits[0] : undefined
  return {
    treatment: lane,
    amount: limit === undefined ? null : Number(limit.max),
    ...texts(source),
    sentence: sentenceOf(policy, tool),
    button: buttonFor(policy, tool),
  }
}

/** A document as data and in both notations. */
export function texts({ document, text }: DocumentSource): {
  document: JsonObject
  json: string
  yaml: string | null
} {
  const json = visibleJson(text)
  // YAML has no escape that stands in every place.
  const yaml = json === text ? documentYaml(document) : null
  return { document: objectOf(document), json, yaml }
}

function objectOf(document: Json): JsonObject {
  return isJsonObject(document) ? document : jsonObject()
}
