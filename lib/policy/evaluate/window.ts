// Calendar and epoch windows in UTC (L1). Pure arithmetic: no clock is read here.
import { NAMED_WINDOWS, type NamedWindow, type Window } from '../policy.ts'

const SECOND = 1000
const DAY = 86_400 * SECOND
const LENGTHS: Record<Exclude<NamedWindow, 'month'>, number> = {
  second: SECOND,
  minute: 60 * SECOND,
  hour: 3600 * SECOND,
  day: DAY,
  week: 7 * DAY,
}
/** 1 January 1970 was a Thursday; weeks start on Monday. */
const FIRST_MONDAY = 4 * DAY

export const MIN_WINDOW_SECONDS = 1
export const MAX_WINDOW_SECONDS = 366 * 86_400

/** The window that holds the instant `at`, in milliseconds since the epoch: `from` inclusive, `until` exclusive. */
export function windowAt(window: Window, at: number): { from: number; until: number } {
  if (window === 'month') {
    const { year, month } = civilDate(at)
    const next = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 }
    return { from: monthStart(year, month), until: monthStart(next.year, next.month) }
  }
  const length = typeof window === 'number' ? window * SECOND : LENGTHS[window]
  const anchor = window === 'week' ? FIRST_MONDAY : 0
  const from = Math.floor((at - anchor) / length) * length + anchor
  return { from, until: from + length }
}

/** The letters of a length such as `15m`, in seconds. */
export const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds of `"15m"`, `"2h"`, `"30s"` or `"7d"`; null for any other text. */
export function durationSeconds(text: string): number | null {
  const match = /^([1-9][0-9]{0,8})([smhd])$/.exec(text)
  return match ? Number(match[1]) * (UNIT_SECONDS[match[2] ?? ''] ?? Number.NaN) : null
}

export function isNamedWindow(text: string): text is NamedWindow {
  return (NAMED_WINDOWS as readonly string[]).includes(text)
}

/** `minute` for “30 per minute”; `15 minutes`, `90 seconds` for a length of its own. */
export function windowText(window: Window): string {
  if (typeof window === 'string') return window
  const units = [['day', 86_400] as const, ['hour', 3600] as const, ['minute', 60] as const]
  const [unit, seconds] = units.find(([, length]) => window % length === 0) ?? (['second', 1] as const)
  return window === seconds ? unit : `${window / seconds} ${unit}s`
}

// Days since the epoch to year and month and back, after Howard Hinnant's civil-calendar algorithms
// (years that begin in March, eras of 400 years).
function civilDate(at: number): { year: number; month: number } {
  const days = Math.floor(at / DAY) + 719_468
  const era = Math.floor(days / 146_097)
  const dayOfEra = days - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month }
}

function monthStart(year: number, month: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year
  const era = Math.floor(shiftedYear / 400)
  const yearOfEra = shiftedYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5)
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return (era * 146_097 + dayOfEra - 719_468) * DAY
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** The UTC hour, 0–23, and weekday of an instant. */
export function hourAt(at: number): number {
  return Math.floor((at - Math.floor(at / DAY) * DAY) / LENGTHS.hour)
}
export function weekdayAt(at: number): string {
  const { from } = windowAt('week', at)
  return WEEKDAYS[Math.floor((at - from) / DAY)] ?? 'mon'
}
