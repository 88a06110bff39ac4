// P5: what patterns may cost together before any of them is compiled. One document of a megabyte of
// wide classes that ignore case would take its reader minutes.
import { isJsonObject, type Json, member } from '#lib/json/index.ts'
import { utf8Bytes } from '../evaluate/regex.ts'

/** Names with `*` in `tools`, and in `hide`: each pair is compared, and each call tries them in turn. */
export const MAX_GLOBS = 1_000
/** The bytes of all regular expressions of one document. */
export const MAX_PATTERN_BYTES = 64 * 1024
/** How many characters the ranges of one expression that ignores case may hold together. */
export const MAX_FOLDED = 100_000

const FOLDS = /\(\?[a-zA-Z-]*i/
const TOKEN = /\\x\{([0-9A-Fa-f]+)\}|\\x([0-9A-Fa-f]{2})|\\([0-7]{1,3})|(\\[pP])|\\?(.)/gsu
const CLASS_COST = 4_000

/** The bytes of every regular expression in a part of a document. */
export function patternBytes(value: Json): number {
  let bytes = 0
  if (Array.isArray(value)) for (const each of value) bytes += patternBytes(each)
  else if (isJsonObject(value)) {
    const operand = member(value, 'op') === 'regex' ? member(value, 'value') : undefined
    if (typeof operand === 'string') bytes += utf8Bytes(operand)
    for (const key of Object.keys(value)) bytes += patternBytes(value[key] ?? null)
  }
  return bytes
}

/**
 * How many characters an expression that ignores case folds, one by one, while it is compiled; 0 for one
 * that heeds case. Never too few: whatever looks like a range counts as one.
 */
export function foldedCharacters(pattern: string): number {
  if (!FOLDS.test(pattern)) return 0
  let classes = 0
  const codes = [...pattern.matchAll(TOKEN)].map(([, long, short, octal, property, plain]) => {
    if (property !== undefined) classes += 1
    if (octal !== undefined) return Number.parseInt(octal, 8)
    return long === undefined && short === undefined
      ? (plain?.codePointAt(0) ?? 0)
      : Number.parseInt(long ?? short ?? '', 16)
  })
  let folded = classes * CLASS_COST
  for (let at = 1; at + 1 < codes.length; at++) {
    if (codes[at] !== 0x2d) continue
    folded += Math.max(0, (codes[at + 1] ?? 0) - (codes[at - 1] ?? 0) + 1)
  }
  return folded
}
