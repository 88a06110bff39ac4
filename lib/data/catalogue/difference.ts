// What differs between a stored listing and what an import gives, as it is kept in the history.
import { fromPlain, type Json, parseJson } from '#lib/json/index.ts'
import { describeChange } from '#lib/pins/index.ts'
import type { ChangedField, ListingFacts } from './model.ts'

// What was bounded when it came is read again.
const STORED_BOUNDS = { maxDepth: 130, maxNodes: 4_000_000 }
const MAX_FIELDS = 40
const MAX_TEXT = 2_000

/** Place by place; none where both are one definition. */
export function definitionChanges(before: string, after: string): ChangedField[] {
  return changesOf(parseJson(before, STORED_BOUNDS), parseJson(after, STORED_BOUNDS))
}

/** What a person reads of a listing; where it was found and when is no change. */
export function factChanges(before: ListingFacts, after: ListingFacts): ChangedField[] {
  return changesOf(readable(before), readable(after))
}

/** What is known once both are taken together: a source that is silent takes nothing away. */
export function joined(before: ListingFacts, after: ListingFacts, hasTools: boolean): ListingFacts {
  const facts = {
    name: before.name,
    title: after.title === '' ? before.title : after.title,
    description: after.description === '' ? before.description : after.description,
    homepage: after.homepage ?? before.homepage,
    endpoint: after.endpoint ?? before.endpoint,
  }
  // Version, source and date are those of the tools that stand there.
  if (!hasTools)
    return { ...facts, version: before.version, source: before.source, scannedAt: before.scannedAt }
  return {
    ...facts,
    version: after.version === '' ? before.version : after.version,
    source: after.source,
    scannedAt: after.scannedAt,
  }
}

function readable({ title, description, version, homepage, endpoint }: ListingFacts): Json {
  return fromPlain({ title, description, version, homepage, endpoint })
}

function changesOf(before: Json, after: Json): ChangedField[] {
  return describeChange(before, after)
    .differences.slice(0, MAX_FIELDS)
    .map(({ pointer, before, after }) => ({
      pointer: shortened(pointer) ?? '',
      before: shortened(before),
      after: shortened(after),
    }))
}

function shortened(text: string | null): string | null {
  if (text === null || text.length <= MAX_TEXT) return text
  return `${text.slice(0, MAX_TEXT - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
