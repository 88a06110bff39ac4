// How large values are as JSON. Each is looked at once: what holds it, and what holds that, ask again.
import { isJsonObject, type Json, serializeJson } from '#lib/json/index.ts'

/** Sizes in bytes of UTF-8, of values that do not change meanwhile. */
export function createSizes(): { of(value: Json): number } {
  const known = new Map<object, number>()
  const sizeOf = (value: Json): number => {
    if (!Array.isArray(value) && !isJsonObject(value)) return Buffer.byteLength(serializeJson(value))
    const found = known.get(value)
    if (found !== undefined) return found
    const members = Array.isArray(value)
      ? value.map(sizeOf)
      : Object.entries(value).map(([key, each]) => sizeOf(key) + 1 + sizeOf(each))
    const size = 2 + Math.max(0, members.length - 1) + members.reduce((sum, each) => sum + each, 0)
    known.set(value, size)
    return size
  }
  return { of: sizeOf }
}
