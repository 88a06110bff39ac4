// `Mcp-Param-*` headers of 2026-07-28 repeat arguments that a tool's schema marks with `x-mcp-header`.
// The client's own are checked against its arguments and dropped; what goes up is written from the
// judged arguments and the pinned schema.
import {
  isJsonNumber,
  isJsonObject,
  type Json,
  type JsonObject,
  member,
  numberText,
} from '#lib/json/index.ts'
import { decodeHeaderValue, encodeHeaderValue } from './headers.ts'

/** An argument, by its chain of property names, and the header that repeats it. */
export type ParamHeader = { readonly header: string; readonly path: readonly string[] }

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/
const MAX_HEADERS = 64

/** The declarations in a tool's input schema: on properties that a chain of `properties` reaches. */
export function paramHeadersOf(inputSchema: Json | undefined): ParamHeader[] {
  const found: ParamHeader[] = []
  const visit = (schema: Json | undefined, path: readonly string[]) => {
    if (!isJsonObject(schema) || found.length >= MAX_HEADERS) return
    const name = member(schema, 'x-mcp-header')
    if (path.length > 0 && typeof name === 'string' && TOKEN.test(name))
      found.push({ header: `mcp-param-${name.toLowerCase()}`, path })
    const properties = member(schema, 'properties')
    if (!isJsonObject(properties)) return
    for (const key of Object.keys(properties)) visit(properties[key], [...path, key])
  }
  visit(inputSchema, [])
  return found
}

/** The headers for one call. A value that is absent, null or no scalar has none. */
export function writeParamHeaders(
  declared: readonly ParamHeader[],
  args: JsonObject,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const { header, path } of declared) {
    const text = scalarText(valueAt(args, path))
    if (text !== null) headers[header] = encodeHeaderValue(text)
  }
  return headers
}

/**
 * The first declared header that says something else than its argument, or null. A header without an
 * argument is ignored, as servers do; one that is missing is theirs to miss. Numbers are compared as numbers.
 * @param shown the header's one value, by its name in small letters
 */
export function mismatchedParamHeader(
  declared: readonly ParamHeader[],
  args: JsonObject,
  shown: (header: string) => string | undefined,
): string | null {
  for (const { header, path } of declared) {
    const value = valueAt(args, path)
    const text = scalarText(value)
    const sent = shown(header)
    if (text === null || sent === undefined) continue
    const said = decodeHeaderValue(sent.trim())
    if (said === null) return header
    if (said !== text && !(isJsonNumber(value) && isSameNumber(said, text))) return header
  }
  return null
}

function isSameNumber(said: string, text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(said) && Number(said) === Number(text)
}

function valueAt(args: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = args
  for (const key of path) value = isJsonObject(value) ? member(value, key) : undefined
  return value
}

function scalarText(value: Json | undefined): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  return isJsonNumber(value) ? numberText(value) : null
}
