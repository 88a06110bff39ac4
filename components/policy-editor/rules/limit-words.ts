// The parts of a limit in words, and how what is typed becomes one.
import {
  compareNumbers,
  isJsonNumber,
  type Json,
  type JsonNumber,
  jsonObject,
  numberText,
  parseJson,
} from '#lib/json/index.ts'
import {
  type Limit,
  NAMED_WINDOWS,
  parsePolicy,
  type Scope,
  type Window,
  windowText,
} from '#lib/policy/index.ts'
import { durationText } from './duration.ts'
import type { Field } from './field.ts'
import { labelOfPath } from './path-label.ts'

export const SCOPE_OPTIONS: readonly { value: Scope; label: string; detail: string }[] = [
  { value: 'grant', label: 'grant', detail: 'Each grant has its own count.' },
  { value: 'user', label: 'person', detail: 'One count for all grants of a person, on all servers.' },
  {
    value: 'session',
    label: 'session',
    detail: 'A client can open another session, so add a limit per grant.',
  },
  { value: 'server', label: 'server', detail: 'One count for everyone who uses this server.' },
  { value: 'organisation', label: 'organisation', detail: 'One count for everyone, on all servers.' },
]

export const OWN_LENGTH = 'own'
export const CALLS = 'calls'

/** The calendar windows, and the way to a length of one’s own. */
export const WINDOW_OPTIONS: readonly { value: string; label: string }[] = [
  ...NAMED_WINDOWS.map((value) => ({ value, label: value })),
  { value: OWN_LENGTH, label: 'own length…' },
]

/** What a window shows as text where it is no calendar unit: `15m`. */
export function windowInput(window: Window): string {
  return typeof window === 'string' ? window : durationText(window)
}

/** What a limit counts: each call, or the sum of one number of the arguments. */
export function countedOptions(
  fields: readonly Field[],
  current: string | undefined,
): readonly { value: string; label: string }[] {
  const numbers = fields.filter(
    ({ path, types }) => isSummable(path) && (types.length === 0 || types.includes('number')),
  )
  const options = numbers.map(({ path, label }) => ({ value: path, label: `of ${label}` }))
  const known = current === undefined || options.some((option) => option.value === current)
  const own = known ? [] : [{ value: current, label: `of ${labelOfPath(current)}` }]
  return [{ value: CALLS, label: 'calls' }, ...options, ...own]
}

function isSummable(path: string): boolean {
  return path.startsWith('args') && !path.includes('[*]')
}

/** A maximum as typed; a sentence where it is none. */
export function readMax(
  text: string,
): { ok: true; value: number | JsonNumber } | { ok: false; problem: string } {
  const typed = text.trim()
  const value = /^\d/.test(typed) ? numberOrNull(typed) : null
  if (value === null) return { ok: false, problem: 'Write how many may pass, in digits, such as 30.' }
  return { ok: true, value }
}

function numberOrNull(text: string): number | JsonNumber | null {
  try {
    const value = parseJson(text)
    return isJsonNumber(value) && compareNumbers(value, 0) >= 0 ? value : null
  } catch {
    return null
  }
}

/** What the language says of a field of a limit, such as a window of "400d"; null where it may stand. */
export function limitProblem(
  field: 'window' | 'max' | 'on_deny' | 'counter',
  value: Json,
  limit: Limit,
): string | null {
  const members = jsonObject([
    ['counter', limit.counter],
    ['window', limit.window],
    ['max', limit.max],
    ['algorithm', limit.algorithm],
  ])
  members[field] = value
  return problemOfEntry(jsonObject([['limits', [members]]]))
}

/** The first thing wrong with an entry, in the parser's words; null where it may stand. */
export function problemOfEntry(entry: Json): string | null {
  const document = jsonObject([
    ['version', '1'],
    ['default', 'deny'],
    ['tools', jsonObject([['tool', entry]])],
  ])
  const parsed = parsePolicy(document)
  return parsed.ok ? null : parsed.issues[0].message
}

/** “At most 30 calls per minute for each grant.” */
export function limitSentence(limit: Limit): string {
  const most = numberText(limit.max)
  const what =
    limit.increment_from === undefined
      ? `At most ${most} calls`
      : `A sum of ${labelOfPath(limit.increment_from)} of at most ${most}`
  const length = windowText(limit.window)
  const window = limit.algorithm === 'sliding' ? `any ${length}` : `each ${length}`
  const scope = SCOPE_OPTIONS.find(({ value }) => value === limit.scope)?.label ?? limit.scope
  return `${what} in ${window}, for each ${scope}.`
}
