// One limit of the document (L1–L5), and the `rate_limit` shorthand that stands for one (P4).
import { compareNumbers, isJsonNumber, type Json, JsonNumber, member } from '#lib/json/index.ts'
import { parsePath } from '../evaluate/path.ts'
import { durationSeconds, isNamedWindow, MAX_WINDOW_SECONDS, MIN_WINDOW_SECONDS } from '../evaluate/window.ts'
import type { Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import { type Algorithm, type Limit, NAMED_WINDOWS, SCOPES, type Window } from '../policy.ts'
import { ALGORITHMS, KEY_WORDS, keysOf } from './keys.ts'
import { type Members, readChoice, readMembers, readString, requireMember, typeWords } from './members.ts'

/** A sliding limit is exact, so the store keeps one row for each call it counts. */
export const MAX_SLIDING = 10_000

export function readLimit(value: Json, at: string, report: Report): Limit | null {
  const members = readMembers(value, at, keysOf(KEY_WORDS.limit), report)
  if (!members) return null
  const counter = requireMember(members, 'counter', 'A limit names the counter that it tests.')
    ? readString(members, 'counter')
    : undefined
  if (counter === '') report(childPointer(at, 'counter'), 'wrong-value', 'A counter has a name.')
  const algorithm = readChoice(members, 'algorithm', ALGORITHMS, 'fixed')
  const window = readWindow(members)
  const max = readMax(members, algorithm)
  const incrementFrom = readIncrement(members)
  const onDeny = readString(members, 'on_deny')
  const scope = readChoice(members, 'scope', SCOPES, 'grant')
  if (counter === undefined || window === null || max === null) return null
  return {
    counter,
    window,
    max,
    scope,
    algorithm,
    ...(incrementFrom === undefined ? {} : { increment_from: incrementFrom }),
    ...(onDeny === undefined ? {} : { on_deny: onDeny }),
  }
}

/** The max of a rate limit that is written as a text. */
export const RATE_MAX = '[0-9]{1,15}(?:\\.[0-9]{1,15})?'
const RATE = new RegExp(`^(${RATE_MAX})/(.+)$`)

/** `{"max": M, "window": S}` or `"M/minute"`: one limit with the counter `<name>_rate`, counted per grant. */
export function readRateLimit(value: Json, at: string, name: string, report: Report): Limit | null {
  const limit = (max: number | JsonNumber, window: Window): Limit => ({
    counter: `${name}_rate`,
    window,
    max,
    scope: 'grant',
    algorithm: 'fixed',
  })
  if (typeof value === 'string') {
    const match = RATE.exec(value)
    const window = match ? parseWindow(match[2] ?? '') : null
    if (match && window !== null && typeof window !== 'object') return limit(numberOf(match[1] ?? ''), window)
    const example = 'A rate limit is written "30/minute", or {"max": 30, "window": 60}.'
    report(at, 'wrong-value', typeof window === 'object' && window ? window.problem : example)
    return null
  }
  const members = readMembers(value, at, keysOf(KEY_WORDS.rate_limit), report)
  if (!members) return null
  const window = readWindow(members)
  const max = readMax(members, 'fixed')
  return window === null || max === null ? null : limit(max, window)
}

/** Plain digits as a number of JSON: every digit kept, but no leading zero. */
export function numberOf(digits: string): number | JsonNumber {
  const text = digits.replace(/^0+(?=[0-9])/, '')
  return String(Number(text)) === text ? Number(text) : new JsonNumber(text)
}

function readWindow(members: Members): Window | null {
  if (!requireMember(members, 'window', 'A limit has a window, such as "minute".')) return null
  const window = parseWindow(member(members.object, 'window'))
  if (typeof window !== 'object') return window
  members.report(childPointer(members.at, 'window'), window.code, window.problem)
  return null
}

type WindowProblem = { readonly code: 'wrong-value' | 'out-of-range'; readonly problem: string }

/** L1: a calendar unit, whole seconds, or `"15m"`. */
export function parseWindow(value: Json | undefined): Window | WindowProblem {
  if (typeof value === 'string' && isNamedWindow(value)) return value
  const seconds = secondsOf(value)
  if (seconds === null) {
    const problem = `A window is one of ${NAMED_WINDOWS.join(', ')}, whole seconds, or a length such as "15m" or "2h".`
    return { code: 'wrong-value', problem }
  }
  if (seconds < MIN_WINDOW_SECONDS || seconds > MAX_WINDOW_SECONDS)
    return { code: 'out-of-range', problem: 'A window is between 1 second and 366 days long.' }
  return seconds
}

/** Whole seconds of a number (`60`, `6e1`) or a length (`"15m"`); null for anything else. */
export function secondsOf(value: Json | undefined): number | null {
  if (typeof value === 'string') return durationSeconds(value)
  if (!isJsonNumber(value)) return null
  const seconds = typeof value === 'number' ? value : Number(value.text)
  const exact = Number.isInteger(seconds) && compareNumbers(value, seconds) === 0
  return exact ? seconds : null
}

function readMax(members: Members, algorithm: Algorithm): number | JsonNumber | null {
  if (!requireMember(members, 'max', 'A limit has a max: how much may pass in a window.')) return null
  const max = member(members.object, 'max')
  const pointer = childPointer(members.at, 'max')
  if (!isJsonNumber(max)) {
    members.report(pointer, 'wrong-type', `“max” is a number, not ${typeWords(max)}.`)
    return null
  }
  if (compareNumbers(max, 0) < 0) members.report(pointer, 'out-of-range', '“max” is 0 or more.')
  if (algorithm === 'sliding' && compareNumbers(max, MAX_SLIDING) > 0)
    members.report(pointer, 'out-of-range', '“max” of a sliding limit is at most 10,000.')
  return max
}

function readIncrement(members: Members): string | undefined {
  const text = readString(members, 'increment_from')
  if (text === undefined) return undefined
  const path = parsePath(text)
  const pointer = childPointer(members.at, 'increment_from')
  if (typeof path === 'string') members.report(pointer, 'bad-path', path)
  else if (path.root !== 'args' || path.steps.length === 0)
    members.report(pointer, 'bad-path', '“increment_from” names one argument, such as "args.amount".')
  else if (path.steps.some((step) => step.kind === 'each'))
    members.report(pointer, 'bad-path', '“increment_from” names one number; [*] could name many.')
  return text
}
