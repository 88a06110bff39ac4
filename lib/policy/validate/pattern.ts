// What a regular expression says without being run: whether it is held to the whole text, and what it costs.
import { compileRegex, REGEX_BUDGET, type Regex } from '../evaluate/regex.ts'

/** Whether the pattern begins at the beginning and ends at the end, in each of its alternatives. */
export function isAnchored(pattern: string): boolean {
  const { body, multiline, choice } = outline(pattern)
  const begins = body.startsWith('^') || body.startsWith('\\A')
  const ends = /(?:^|[^\\])(?:\\\\)*(?:\$|\\z)$/.test(body)
  return begins && ends && !choice && !multiline
}

type Outline = {
  /** The pattern without the flags that it begins with. */
  readonly body: string
  /** `^` and `$` also match at line breaks, outside every group. */
  readonly multiline: boolean
  /** An `|` outside every group. */
  readonly choice: boolean
}

function outline(pattern: string): Outline {
  const lead = /^(?:\(\?[a-zA-Z-]+\))*/.exec(pattern)?.[0] ?? ''
  let depth = 0
  let choice = false
  let multiline = false
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]
    if (char === '\\') at += escapeLength(pattern, at)
    else if (char === '[') at = classEnd(pattern, at)
    else if (char === '(') {
      const flags = depth === 0 ? /^\(\?([a-zA-Z]*)(?:-[a-zA-Z]*)?\)/.exec(pattern.slice(at)) : null
      multiline ||= flags?.[1]?.includes('m') ?? false
      depth++
    } else if (char === ')') depth--
    else if (char === '|' && depth === 0) choice = true
  }
  return { body: pattern.slice(lead.length), multiline, choice }
}

/** How much stands behind a backslash: one character, or all up to `\E`. */
function escapeLength(pattern: string, at: number): number {
  if (pattern[at + 1] !== 'Q') return 1
  const end = pattern.indexOf('\\E', at)
  return end < 0 ? pattern.length - at : end + 1 - at
}

/** Where a class in brackets ends. A `]` right after its beginning is a character of it. */
function classEnd(pattern: string, start: number): number {
  let at = start + 1
  if (pattern[at] === '^') at++
  if (pattern[at] === ']') at++
  for (; at < pattern.length && pattern[at] !== ']'; at++) {
    if (pattern[at] === '\\') at++
    else if (pattern.startsWith('[:', at)) at = Math.max(at, pattern.indexOf(':]', at) + 1)
  }
  return at
}

/** The pattern held to the whole text. */
export function anchored(pattern: string): string {
  return `^(?:${pattern})$`
}

/** Whether it matches the empty text and asks for no place, so that it matches every text. */
export function matchesEveryText(pattern: string): boolean {
  return !/[$^]|\\[AzbB]/.test(pattern) && (compiled(pattern)?.test('') ?? false)
}

/** Programs are at most about twice as long as their pattern, but for counted repetition. */
const MOST_PER_CHARACTER = 3

/** The longest text in bytes that one evaluation can judge (P5), or null where it is surely more than `enough`. */
export function longestJudged(pattern: string, enough: number): number | null {
  const isShort = !pattern.includes('{') && pattern.length * MOST_PER_CHARACTER * enough <= REGEX_BUDGET
  if (isShort) return null
  const size = compiled(pattern)?.size ?? 0
  const longest = size === 0 ? Infinity : Math.floor(REGEX_BUDGET / size)
  return longest >= enough ? null : longest
}

function compiled(pattern: string): Regex | null {
  const regex = compileRegex(pattern)
  return typeof regex === 'string' ? null : regex
}
