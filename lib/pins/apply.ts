// Differences applied to the value they were found in. Nothing of the product needs it: it is how a test
// can say that a description of a change is the whole change.
import { isJsonObject, type Json, type JsonObject, jsonObject, parseJson } from '#lib/json/index.ts'
import { pointerSteps } from '#lib/policy/index.ts'
import type { Difference } from './difference.ts'

const BOUNDS = { maxDepth: 140, maxNodes: 4_000_000 }

/**
 * `before` with every difference made to it.
 * @throws {TypeError} where a difference names a place that is not there
 */
export function applyDifferences(before: Json, differences: readonly Difference[]): Json {
  return differences.reduce((value, each) => {
    const after = each.after === null ? undefined : parseJson(each.after, BOUNDS)
    return put(value, pointerSteps(each.pointer), after) ?? null
  }, before)
}

function put(value: Json, [step, ...rest]: readonly string[], after: Json | undefined): Json | undefined {
  if (step === undefined) return after
  if (Array.isArray(value)) {
    const copy = [...value]
    copy[Number(step)] = put(copy[Number(step)] ?? null, rest, after) ?? null
    return copy
  }
  if (!isJsonObject(value)) throw new TypeError(`there is no place "${step}" here`)
  const copy: JsonObject = jsonObject(Object.entries(value))
  const changed = put(Object.hasOwn(copy, step) ? (copy[step] as Json) : null, rest, after)
  if (changed === undefined) delete copy[step]
  else copy[step] = changed
  return copy
}
