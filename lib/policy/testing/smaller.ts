// A failing example made small: one member or element is left out at a time.
import { isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'

/** Every value that lacks one member or element of this one, the largest omissions first. */
export function without(value: Json): Json[] {
  if (Array.isArray(value)) {
    const shorter = value.map((_, at) => value.filter((_, other) => other !== at))
    return [...shorter, ...value.flatMap((each, at) => without(each).map((one) => value.with(at, one)))]
  }
  if (!isJsonObject(value)) return []
  const entries = Object.entries(value)
  const fewer = entries.map(([key]) => jsonObject(entries.filter(([other]) => other !== key)))
  const inner = entries.flatMap(([key, each]) =>
    without(each).map((one) => jsonObject(entries.map(([other, old]) => [other, other === key ? one : old]))),
  )
  return [...fewer, ...inner]
}

/** The same for an object, which stays one. */
export function objectsWithout(object: JsonObject): JsonObject[] {
  return without(object).filter((each) => isJsonObject(each))
}
