// A short way to read the texts that Portcullis and most formatters write. The platform's own reader is
// thirty times faster than one that keeps offsets, and cannot be trusted by itself: it drops keys that
// stand twice, rounds numbers and takes half characters. Where writing its answer again gives the very
// same text, it did none of that.
import { type Json, jsonObject } from '#lib/json/index.ts'
import { MAX_DEPTH } from './source-node.ts'

/**
 * What a text says that is written as `JSON.stringify` writes, in any indentation. null for every other
 * text, which may be JSON none the less.
 */
export function readPlainJson(text: string): Json | null {
  // An escaped half of a pair would come back as it stood.
  if (/\\ud/i.test(text)) return null
  try {
    const value: unknown = JSON.parse(text)
    const written = JSON.stringify(value, null, /\n([ \t]+)\S/.exec(text)?.[1] ?? '')
    if (text !== written && text !== `${written}\n`) return null
    return withoutPrototypes(value, 0)
  } catch {
    // No JSON, or nested too deeply to be written.
    return null
  }
}

function withoutPrototypes(value: unknown, depth: number): Json {
  if (typeof value !== 'object' || value === null) return value as Json
  if (depth >= MAX_DEPTH) throw new RangeError('nested too deeply')
  if (Array.isArray(value)) return value.map((each) => withoutPrototypes(each, depth + 1))
  const object = jsonObject()
  for (const [key, each] of Object.entries(value)) object[key] = withoutPrototypes(each, depth + 1)
  return object
}
