// A document as plain data: changed by copying what changes and sharing the rest, so that the text
// editor sees by identity what stayed.
import {
  decimalForm,
  isJsonNumber,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  numberText,
} from '#lib/json/index.ts'
import { pointerSteps } from '../pointer.ts'
import type { Window } from '../policy.ts'
import { numberOf, parseWindow } from '../read/read-limit.ts'

export function objectOr(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : jsonObject()
}
export function listOr(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

/** Two values that a document means the same by: objects without order, numbers by exact decimal value. */
export function isSameValue(a: Json, b: Json): boolean {
  if (a === b) return true
  if (isJsonNumber(a)) return isJsonNumber(b) && decimalForm(numberText(a)) === decimalForm(numberText(b))
  if (Array.isArray(a))
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, index) => isSameValue(each, b[index] ?? null))
    )
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSameValue(a[key] ?? null, b[key] ?? null))
  )
}

/** A copy with these members put (or, where the value is undefined, taken away). */
export function withMembers(
  object: JsonObject,
  changes: Iterable<readonly [string, Json | undefined]>,
): JsonObject {
  const copy = jsonObject(Object.entries(object))
  for (const [key, value] of changes) {
    if (value === undefined) delete copy[key]
    else copy[key] = value
  }
  return copy
}

export function withMember(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  return withMembers(object, [[key, value]])
}

/** A copy with a list that lost or gained elements; an emptied list goes with its key. */
export function withList(object: JsonObject, key: string, list: readonly Json[]): JsonObject {
  return withMember(object, key, list.length > 0 ? [...list] : undefined)
}

/** A rule without conditions decides by itself. */
export function isUnconditionalRule(rule: Json): boolean {
  const conditions = isJsonObject(rule) ? member(rule, 'conditions') : undefined
  return Array.isArray(conditions) && conditions.length === 0
}

/**
 * An entry's rules with its shorthands written out (P4), and nothing else of it: what a tool that a
 * glob governed gets as its own (M4). A `rate_limit` keeps the glob's counter, so what was counted
 * stays counted.
 */
export function rulesInFull(entry: JsonObject, name: string): JsonObject {
  let rules = jsonObject(Object.entries(entry).filter(([key]) => RULE_KEYS.includes(key)))
  const reason = member(entry, 'reason')
  const action = member(entry, 'action')
  const why = (key: string): (readonly [string, Json])[] => (reason === undefined ? [] : [[key, reason]])
  if (action === 'deny') {
    const rule = jsonObject([['conditions', []], ...why('on_deny')])
    rules = withMember(rules, 'deny_if', [rule])
  }
  if (action === 'require_approval') rules = withMember(rules, 'require_approval', jsonObject(why('reason')))
  return withLimitsInFull(entry, rules, name)
}
const RULE_KEYS = ['strict_arguments', 'require', 'deny_if', 'require_approval', 'limits']

/** `rate_limit` of `entry` as a limit of `rules`. */
export function withLimitsInFull(entry: JsonObject, rules: JsonObject, name: string): JsonObject {
  const rate = member(entry, 'rate_limit')
  if (rate === undefined) return rules
  const [max, window] =
    typeof rate === 'string'
      ? splitRate(rate)
      : [member(objectOr(rate), 'max'), member(objectOr(rate), 'window')]
  const limit = jsonObject([
    ['counter', `${name}_rate`],
    ['window', window ?? null],
    ['max', max ?? null],
    ['scope', 'grant'],
  ])
  return withMembers(rules, [
    ['rate_limit', undefined],
    ['limits', [limit]],
  ])
}

function splitRate(text: string): [Json, Json] {
  const slash = text.indexOf('/')
  return [numberOf(text.slice(0, slash)), text.slice(slash + 1)]
}

/** Every counter of a document with its window, so that a new one meets none of them (L5). */
export function countersOf(document: JsonObject): Map<string, Window | null> {
  const counters = new Map<string, Window | null>()
  const note = (name: Json | undefined, window: Json | undefined): void => {
    const parsed = parseWindow(window)
    if (typeof name === 'string') counters.set(name, typeof parsed === 'object' ? null : parsed)
  }
  const tools = objectOr(member(document, 'tools'))
  for (const [name, entry] of [
    ['', member(document, 'all_tools') ?? null] as const,
    ...Object.entries(tools),
  ]) {
    const members = objectOr(entry)
    for (const limit of listOr(member(members, 'limits')))
      note(member(objectOr(limit), 'counter'), member(objectOr(limit), 'window'))
    if (Object.hasOwn(members, 'rate_limit')) note(`${name}_rate`, null)
  }
  return counters
}

/** `<tool>_rate`, or the first numbered variant that no limit of the document uses. */
export function freeCounter(tool: string, taken: ReadonlyMap<string, unknown>): string {
  const base = `${tool}_rate`
  if (!taken.has(base)) return base
  let number = 2
  while (taken.has(`${base}_${number}`)) number++
  return `${base}_${number}`
}

/** The value at a pointer put, or taken away where it is undefined. Missing parents are made. */
export function withValueAt(document: Json, pointer: string, value: Json | undefined): Json {
  return putAt(document, pointerSteps(pointer), value) ?? null
}

function putAt(
  parent: Json | undefined,
  steps: readonly string[],
  value: Json | undefined,
): Json | undefined {
  const [step, ...rest] = steps
  if (step === undefined) return value
  const isIndex = step === '-' || /^\d+$/.test(step)
  if (Array.isArray(parent) || (parent === undefined && step === '-')) {
    const list = listOr(parent)
    const at = isIndex && step !== '-' ? Math.min(Number(step), list.length) : list.length
    const next = putAt(list[at], rest, value)
    return next === undefined ? list.toSpliced(at, 1) : list.toSpliced(at, 1, next)
  }
  if (parent !== undefined && !isJsonObject(parent)) return parent
  const object = objectOr(parent)
  if (value === undefined && !Object.hasOwn(object, step)) return parent
  return withMember(object, step, putAt(member(object, step), rest, value))
}
