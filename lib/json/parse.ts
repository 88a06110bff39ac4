// A strict JSON reader (RFC 8259, I-JSON's duplicate rule) that holds its bounds while it reads.
// `JSON.parse` keeps the last of two equal keys, rounds numbers, and recurses as deep as it is told;
// two parsers that disagree on one message are how a policy gateway is got round.
import { DEFAULT_BOUNDS, type JsonBounds } from './bounds.ts'
import { Reader } from './reader.ts'
import type { Json } from './value.ts'

/**
 * Reads exactly one JSON value.
 * @throws {JsonSyntaxError} for anything else, for a key written twice in one object (after its
 *   escapes are resolved), a lone surrogate, a number beyond ±10^400, and at the bounds.
 */
export function parseJson(text: string, bounds: JsonBounds = DEFAULT_BOUNDS): Json {
  const reader = new Reader(text, bounds)
  const value = reader.value(0)
  reader.end()
  return value
}

/** A value, and how one member of it stands in the text. */
export type ReadJson = {
  readonly value: Json
  /** Exactly what `serializeJson` writes of that member; null where it is written otherwise, or is not there. */
  readonly memberText: string | null
}

/**
 * The same for a text of which one member may be passed on as it stands: writing 64 KB again costs four
 * times as much as reading them.
 * @param key of the outermost object
 * @throws {JsonSyntaxError} as `parseJson`
 */
export function parseJsonWith(text: string, bounds: JsonBounds, key: string): ReadJson {
  const reader = new Reader(text, bounds, key)
  const value = reader.value(0)
  reader.end()
  return { value, memberText: reader.memberText }
}
