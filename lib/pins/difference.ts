// What is different between two JSON values, place by place. Two values have no difference exactly when
// their canonical JSON is the same, which is what a pin's hash is made of: nothing can change in silence.
import { canonicalJson, isJsonObject, type Json, type JsonObject, serializeJson } from '#lib/json/index.ts'
import { childPointer } from '#lib/policy/index.ts'

/** One place that differs. `before` and `after` are JSON texts; null where the place does not exist. */
export type Difference = {
  /** RFC 6901, from the top of the definition. */
  readonly pointer: string
  readonly before: string | null
  readonly after: string | null
}

/** Every place that differs, in the order of `after`; what was taken away comes last in its object. */
export function differencesOf(before: Json, after: Json): Difference[] {
  const found: Difference[] = []
  compare(before, after, '', found)
  return found
}

/** True where both are one definition: key order and the writing of a number do not count. */
export function isSame(before: Json, after: Json): boolean {
  return before === after || canonicalJson(before) === canonicalJson(after)
}

function compare(before: Json, after: Json, pointer: string, found: Difference[]): void {
  if (isJsonObject(before) && isJsonObject(after)) compareMembers(before, after, pointer, found)
  else if (Array.isArray(before) && Array.isArray(after)) compareItems(before, after, pointer, found)
  else if (!isSame(before, after)) found.push(difference(pointer, before, after))
}

function compareMembers(before: JsonObject, after: JsonObject, pointer: string, found: Difference[]): void {
  for (const [key, value] of Object.entries(after)) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    const place = childPointer(pointer, key)
    if (old === undefined) found.push(difference(place, undefined, value))
    else compare(old, value, place, found)
  }
  for (const [key, value] of Object.entries(before))
    if (!Object.hasOwn(after, key)) found.push(difference(childPointer(pointer, key), value, undefined))
}

// Items have no names. Objects that keep their places are compared one by one (the branches of an anyOf,
// icons); any other list is shown as two lists, for a person sees at once what came and what went.
function compareItems(before: readonly Json[], after: readonly Json[], pointer: string, found: Difference[]) {
  const pairs = after.map((value, index) => [before[index] as Json, value] as const)
  const isPaired =
    before.length === after.length &&
    pairs.every(([old, value]) => (isJsonObject(old) && isJsonObject(value)) || isSame(old, value))
  if (!isPaired) {
    found.push(difference(pointer, [...before], [...after]))
    return
  }
  for (const [index, [old, value]] of pairs.entries())
    compare(old, value, childPointer(pointer, String(index)), found)
}

function difference(pointer: string, before: Json | undefined, after: Json | undefined): Difference {
  return {
    pointer,
    before: before === undefined ? null : serializeJson(before),
    after: after === undefined ? null : serializeJson(after),
  }
}
