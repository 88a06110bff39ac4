// “5/hour”, {max, window}, “$500/day” and “10m”, as other products write them.
import {
  compareNumbers,
  isJsonNumber,
  isJsonObject,
  type Json,
  JsonNumber,
  member,
  numberText,
} from '#lib/json/index.ts'
import type { Window } from '../policy.ts'
import { parseWindow } from '../read/read-limit.ts'
import { importPath } from './condition.ts'

export type Rate = { readonly max: number | JsonNumber; readonly window: Window }

const BY_SECONDS: ReadonlyMap<Window, Window> = new Map([
  [60, 'minute'],
  [3600, 'hour'],
  [86_400, 'day'],
])

/** A rate limit as a text or an object; null for anything else. */
export function readRate(value: Json): Rate | null {
  if (typeof value === 'string') return readWrittenRate(value)
  if (!isJsonObject(value) || Object.keys(value).some((key) => key !== 'max' && key !== 'window')) return null
  return rateOf(member(value, 'max'), member(value, 'window'))
}

/** A spend limit, and the argument that holds the amount where it says so itself. */
export function readSpend(value: Json): (Rate & { readonly from: string | null }) | null {
  if (typeof value === 'string') {
    // The currency is somebody's note: amounts are compared with whatever the argument holds.
    const rate = readWrittenRate(value.replace(/^\s*\p{Sc}\s*/u, ''))
    return rate && { ...rate, from: null }
  }
  if (!isJsonObject(value)) return null
  if (Object.keys(value).some((key) => !['max', 'window', 'increment_from'].includes(key))) return null
  const rate = rateOf(member(value, 'max'), member(value, 'window'))
  const from = member(value, 'increment_from')
  if (from === undefined) return rate && { ...rate, from: null }
  const path = typeof from === 'string' ? importPath(from) : null
  return rate && path !== null ? { ...rate, from: path } : null
}

function readWrittenRate(text: string): Rate | null {
  const match = /^\s*([0-9]{1,15}(?:\.[0-9]{1,15})?)\s*\/\s*([a-z0-9]+)\s*$/.exec(text)
  if (!match) return null
  const [, amount = '', window = ''] = match
  return rateOf(String(Number(amount)) === amount ? Number(amount) : new JsonNumber(amount), window)
}

function rateOf(max: Json | undefined, written: Json | undefined): Rate | null {
  const window = parseWindow(written)
  if (typeof window === 'object' || !isJsonNumber(max) || compareNumbers(max, 0) < 0) return null
  return { max, window: BY_SECONDS.get(window) ?? window }
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 }
const LONGEST_TIMEOUT = 7 * 86_400

/** Whole seconds of `600`, "10m" or "1h30m", at most a week; null for what is no length of at least a second. */
export function readTimeout(value: Json): number | null {
  let seconds = Number.NaN
  if (isJsonNumber(value)) seconds = Math.floor(Number(numberText(value)))
  else if (typeof value === 'string' && /^(?:\d{1,9}[hms])+$/.test(value))
    seconds = [...value.matchAll(/(\d+)([hms])/g)].reduce(
      (sum, [, count = '', unit = '']) => sum + Number(count) * (UNIT_SECONDS[unit] ?? Number.NaN),
      0,
    )
  return seconds >= 1 ? Math.min(seconds, LONGEST_TIMEOUT) : null
}
