// What a child wrote in one line, as far as it must be known to find where it goes. It is judged later, by
// the relay, as any upstream's words are.
import {
  isJsonNumber,
  isJsonObject,
  type Json,
  type JsonObject,
  JsonSyntaxError,
  jsonObject,
  member,
  numberText,
  parseJson,
} from '#lib/json/index.ts'

export type Line =
  | { readonly kind: 'response'; readonly key: string; readonly message: JsonObject }
  | { readonly kind: 'request'; readonly id: Json; readonly message: JsonObject }
  | { readonly kind: 'notification'; readonly method: string; readonly message: JsonObject }

const BOUNDS = { maxDepth: 128, maxNodes: 2_000_000 }

/** Every message of a line; a batch (2025-03-26) holds several. Empty for a line that is no message. */
export function readLine(bytes: Buffer): Line[] {
  let value: Json
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), BOUNDS)
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) return []
    throw error
  }
  return (Array.isArray(value) ? value : [value]).flatMap((each) => lineOf(each) ?? [])
}

function lineOf(value: Json): Line | null {
  if (!isJsonObject(value)) return null
  const id = member(value, 'id')
  const method = member(value, 'method')
  if (typeof method === 'string')
    return id === undefined
      ? { kind: 'notification', method, message: value }
      : { kind: 'request', id, message: value }
  const key = keyOf(id)
  return key === null ? null : { kind: 'response', key, message: value }
}

/** An id or a token in a form that can be compared: 1 and "1" are two. Null for what is neither. */
export function keyOf(id: Json | undefined): string | null {
  if (typeof id === 'string') return `s${id}`
  return isJsonNumber(id) ? `n${numberText(id)}` : null
}

/** A copy of `message` with another value at a path of keys; the keys above are copied too. */
export function withValue(message: JsonObject, path: readonly string[], value: Json): JsonObject {
  const [key = '', ...rest] = path
  const inner = member(message, key)
  const changed =
    rest.length === 0 ? value : withValue(isJsonObject(inner) ? inner : jsonObject(), rest, value)
  // A key keeps its place.
  if (Object.hasOwn(message, key))
    return jsonObject(Object.entries(message).map(([name, each]) => [name, name === key ? changed : each]))
  return jsonObject([...Object.entries(message), [key, changed]])
}

/** The value at a path of keys. */
export function valueAt(message: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = message
  for (const key of path) value = isJsonObject(value) ? member(value, key) : undefined
  return value
}
