// JSON as this gateway holds it: numbers keep the digits they were written with, objects inherit
// nothing (so `__proto__` is a key like any other), and nothing here was ever coerced.

/** A number whose source text a JavaScript number would not give back, such as `1.0` or `9007199254740993`. */
export class JsonNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type JsonPrimitive = null | boolean | string | number | JsonNumber
export type Json = JsonPrimitive | Json[] | JsonObject
export type JsonObject = { [key: string]: Json }

// What has no prototype at all, V8 keeps as a hash table from its first key on: twice the time to fill, and a call to list its
// keys. One empty prototype for all, which nobody can add to, lends as little.
function Empty(): void {}
Empty.prototype = Object.freeze(Object.create(null))
const Bare = Empty as unknown as new () => JsonObject

/** A new object that inherits nothing: assigning `__proto__` to it makes an own key. */
export function jsonObject(entries?: Iterable<readonly [string, Json]>): JsonObject {
  const object = new Bare()
  if (entries) for (const [key, value] of entries) object[key] = value
  return object
}

/** The same members in a new object; their values are shared. */
export function copyOf(object: JsonObject): JsonObject {
  const copy = jsonObject()
  for (const key of Object.keys(object)) copy[key] = object[key] as Json
  return copy
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  )
}

export function isJsonNumber(value: Json | undefined): value is number | JsonNumber {
  return typeof value === 'number' || value instanceof JsonNumber
}

/** The own member of an object, or undefined: never what a prototype would lend. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** The source text of a JSON number. */
export function numberText(value: number | JsonNumber): string {
  return typeof value === 'number' ? (Object.is(value, -0) ? '-0' : String(value)) : value.text
}

/** Plain JavaScript data (from code or a library) as a `Json` value. Throws on what JSON cannot hold. */
export function fromPlain(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a JSON number is finite')
    return value
  }
  if (value instanceof JsonNumber) return value
  if (Array.isArray(value)) return value.map(fromPlain)
  if (typeof value === 'object') {
    const members = Object.entries(value).filter(([, each]) => each !== undefined)
    return jsonObject(members.map(([key, each]) => [key, fromPlain(each)] as const))
  }
  throw new TypeError(`not a JSON value: ${typeof value}`)
}

/** A `Json` value as plain JavaScript data, for display and libraries: big numbers lose digits here. */
export function toPlain(value: Json): unknown {
  if (value instanceof JsonNumber) return Number(value.text)
  if (Array.isArray(value)) return value.map(toPlain)
  if (isJsonObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlain(each)]))
  return value
}
