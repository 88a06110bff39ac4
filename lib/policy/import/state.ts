// A rule that counts: `state` with the bounds of its conditions, as a limit (O5).
import {
  isJsonNumber,
  isJsonObject,
  type Json,
  type JsonObject,
  member,
  numberText,
} from '#lib/json/index.ts'
import { importPath } from './condition.ts'

/** What an Intercept rule counts, and by how much. */
export type State = {
  readonly counter: string
  readonly window: 'minute' | 'hour' | 'day'
  /** How much each call counts; a whole number of at least 1. */
  readonly increment: number
  /** The argument that holds the amount, as a path of this language. */
  readonly from: string | null
}

const WINDOWS = ['minute', 'hour', 'day'] as const
const KEYS = ['counter', 'window', 'increment', 'increment_from']

/** The state block of a rule, or why it cannot be carried over. */
export function readState(value: Json): State | string {
  if (!isJsonObject(value)) return '“state” is an object'
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key))
  if (unknown !== undefined) return `“${unknown}” is no part of a state block`
  const counter = member(value, 'counter')
  if (typeof counter !== 'string' || counter === '') return 'a state block names its counter'
  const window = WINDOWS.find((each) => each === member(value, 'window'))
  if (!window) return 'a state block has the window minute, hour or day'
  const increment = readIncrement(value)
  if (increment === null) return '“increment” is a whole number of at least 1'
  const written = member(value, 'increment_from')
  if (written === undefined || written === '') return { counter, window, increment, from: null }
  const from = typeof written === 'string' ? importPath(written) : null
  return from === null ? '“increment_from” names an argument' : { counter, window, increment, from }
}

/** Intercept takes 0 and nothing for 1; a negative increment would lower the counter. */
function readIncrement(state: JsonObject): number | null {
  const value = member(state, 'increment')
  if (value === undefined) return 1
  const number = isJsonNumber(value) ? Number(numberText(value)) : Number.NaN
  if (!Number.isSafeInteger(number) || number < 0) return null
  return number === 0 ? 1 : number
}

/** The most calls, or with `from` the greatest sum, that the bound lets through in one window. */
export function maxOf({ increment, from }: State, bound: number): number {
  return Math.max(0, from === null ? Math.floor(bound / increment) : bound)
}
