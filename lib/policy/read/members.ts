// Reading one object of a document: known keys by name, unknown ones reported with a suggestion (P2).
import { isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import type { Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import { KEY_WORDS, keysOf } from './keys.ts'

export const MAX_STRING_BYTES = 4096
/** What may stand at the top level and in an entry without meaning anything here. */
const CARRIED = keysOf(KEY_WORDS.carried)

export type Members = {
  readonly at: string
  readonly object: JsonObject
  readonly report: Report
}

/** The members of an object, or null (reported) for anything else. */
export function readMembers(
  value: Json | undefined,
  at: string,
  known: readonly string[],
  report: Report,
  options: { carries?: boolean } = {},
): Members | null {
  if (!isJsonObject(value)) {
    report(at, 'wrong-type', `An object is expected here, not ${typeWords(value)}.`)
    return null
  }
  const allowed = options.carries ? [...known, ...CARRIED] : known
  for (const key of Object.keys(value)) {
    if (allowed.includes(key) || (options.carries && key.startsWith('x-'))) continue
    reportUnknownKey(at, key, allowed, value, report)
  }
  if (options.carries) readString({ at, object: value, report }, 'description')
  return { at, object: value, report }
}

function reportUnknownKey(
  at: string,
  key: string,
  allowed: readonly string[],
  object: JsonObject,
  report: Report,
): void {
  const pointer = childPointer(at, key)
  const near = nearest(key, allowed)
  const hint = near ? ` Did you mean “${near}”?` : ` Known here: ${allowed.join(', ')}.`
  const fix =
    near && !Object.hasOwn(object, near)
      ? { label: `Rename to ${near}`, command: { type: 'rename-key', pointer, to: near } as const }
      : undefined
  report(pointer, 'unknown-key', `“${key}” is not a key of this language.${hint}`, fix)
}

export function has(members: Members, key: string): boolean {
  return Object.hasOwn(members.object, key)
}

/** The member's text; undefined where it is absent, or reported because it is no string. */
export function readString(members: Members, key: string): string | undefined {
  const value = member(members.object, key)
  if (value === undefined || typeof value === 'string') return value
  members.report(childPointer(members.at, key), 'wrong-type', `“${key}” is a text, not ${typeWords(value)}.`)
  return undefined
}

/** One of a closed list; `fallback` where it is absent or reported. */
export function readChoice<T extends string>(
  members: Members,
  key: string,
  choices: readonly T[],
  fallback: T,
): T {
  const value = member(members.object, key)
  if (value === undefined) return fallback
  const choice = choices.find((each) => each === value)
  if (choice !== undefined) return choice
  const pointer = childPointer(members.at, key)
  const near = typeof value === 'string' ? nearest(value, choices) : null
  const words = choices.map((each) => `"${each}"`).join(', ')
  members.report(
    pointer,
    'wrong-value',
    `“${key}” is one of ${words}.${near ? ` Did you mean "${near}"?` : ''}`,
    near ? { label: `Change to "${near}"`, command: { type: 'set', pointer, value: near } } : undefined,
  )
  return fallback
}

/** The elements of an array member; none where it is absent or reported. */
export function readList(members: Members, key: string): readonly Json[] {
  const value = member(members.object, key)
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  members.report(childPointer(members.at, key), 'wrong-type', `“${key}” is a list, not ${typeWords(value)}.`)
  return []
}

export function requireMember(members: Members, key: string, message: string): boolean {
  if (has(members, key)) return true
  members.report(childPointer(members.at, key), 'missing-key', message)
  return false
}

export function typeWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (isJsonObject(value)) return 'an object'
  if (typeof value === 'string') return 'a text'
  return typeof value === 'boolean' ? String(value) : 'a number'
}

/** The candidate that a typing error away from `text`, or null. */
export function nearest(text: string, candidates: Iterable<string>): string | null {
  const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_\s]/g, '')
  const written = plain(text)
  let best: { candidate: string; distance: number } | null = null
  for (const candidate of candidates) {
    const other = plain(candidate)
    const allowed = Math.min(2, Math.floor(Math.max(written.length, other.length) / 3))
    if (Math.abs(written.length - other.length) > allowed) continue
    const distance = written === other ? 0 : editDistance(written, other)
    if (distance <= allowed && (!best || distance < best.distance)) best = { candidate, distance }
  }
  return best?.candidate ?? null
}

/** Insertions, deletions, replacements and swaps of neighbours (Damerau–Levenshtein, restricted). */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = previous
    previous = row
  }
  return previous[b.length] ?? 0
}
