// What a person is shown before a definition is accepted: everything that is different from the accepted
// one, and everything in the new one that an eye would miss.
import { type Json, jsonObject } from '#lib/json/index.ts'
import { type Difference, differencesOf } from './difference.ts'
import { type Warning, warningsOf } from './warnings.ts'

export type NotedWarning = Warning & {
  /** False where the accepted definition has the very same. */
  readonly isNew: boolean
}
export type DefinitionChange = {
  /** Empty exactly where both are one definition. */
  readonly differences: readonly Difference[]
  readonly warnings: readonly NotedWarning[]
}

/**
 * The change from the accepted definition to the listed one.
 * @param before null where none was ever accepted: every member is then new
 */
export function describeChange(before: Json | null, after: Json): DefinitionChange {
  const known = new Set((before === null ? [] : warningsOf(before)).map(keyOf))
  return {
    differences: differencesOf(before ?? jsonObject(), after),
    warnings: warningsOf(after).map((warning) => ({ ...warning, isNew: !known.has(keyOf(warning)) })),
  }
}

function keyOf({ pointer, why, count, text }: Warning): string {
  return JSON.stringify([pointer, why, count, text])
}
