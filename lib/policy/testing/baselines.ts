// A random baseline: a random document, less what none may say (S1).
import { isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'

const IDLE_KEYS = ['require', 'deny_if', 'limits']

/** The document as a baseline. */
export function asBaseline(document: JsonObject): JsonObject {
  return jsonObject(
    Object.entries(document)
      .filter(([key]) => key !== 'methods' && key !== 'default')
      .map(
        ([key, value]) => [key, key === 'tools' && isJsonObject(value) ? refusing(value) : value] as const,
      ),
  )
}

function refusing(tools: JsonObject): JsonObject {
  return jsonObject(Object.entries(tools).filter(([, entry]) => isJsonObject(entry) && refuses(entry)))
}

function refuses(entry: JsonObject): boolean {
  const has = (key: string, is: (value: Json) => boolean): boolean =>
    Object.hasOwn(entry, key) && is(entry[key] ?? null)
  return (
    IDLE_KEYS.some((key) => has(key, (list) => Array.isArray(list) && list.length > 0)) ||
    has('strict_arguments', (value) => value === true) ||
    has('action', (value) => value !== 'allow') ||
    Object.hasOwn(entry, 'require_approval') ||
    Object.hasOwn(entry, 'rate_limit')
  )
}
