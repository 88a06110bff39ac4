// A draft, what was published meanwhile, and what both began from, ready to be compared.
import { type JsonObject, jsonObject } from '#lib/json/index.ts'
import {
  type MergePart,
  mergeParts,
  notationOf,
  type Placement,
  type Policy,
  parsePolicyText,
  placementIn,
} from '#lib/policy/index.ts'

type Document = { readonly document: JsonObject; readonly place: (tool: string) => Placement }
export type Comparison = {
  readonly parts: readonly MergePart[]
  readonly base: Document | null
  readonly mine: Document
  readonly theirs: Document
}

/** @param base null for a draft that began from nothing published. @returns null where the draft or the other text is broken */
export function compare(base: string | null, mine: string, theirs: string): Comparison | null {
  const [was, one, other] = [base === null ? null : read(base), read(mine), read(theirs)]
  if (one === null || other === null) return null
  const parts = mergeParts(was?.document ?? jsonObject(), one.document, other.document)
  return { parts, base: was, mine: one, theirs: other }
}

function read(text: string): Document | null {
  const parsed = parsePolicyText(text, notationOf(text))
  return parsed.ok ? documentOf(parsed.value) : null
}

function documentOf({ document, policy }: { document: JsonObject; policy: Policy }): Document {
  return { document, place: placementIn(policy) }
}
