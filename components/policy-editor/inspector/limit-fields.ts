// The fields of a limit as choices a person can make.
import type { Scope, Window } from '#lib/policy/index.ts'

const NAMED: readonly { value: string; label: string }[] = [
  { value: 'second', label: 'second' },
  { value: 'minute', label: 'minute' },
  { value: 'hour', label: 'hour' },
  { value: 'day', label: 'day' },
  { value: 'week', label: 'week' },
  { value: 'month', label: 'month' },
]

export const SCOPE_OPTIONS: readonly { value: Scope; label: string }[] = [
  { value: 'grant', label: 'grant' },
  { value: 'session', label: 'session' },
  { value: 'user', label: 'user' },
  { value: 'server', label: 'server' },
  { value: 'organisation', label: 'organisation' },
]

/** The calendar windows, and the one in use where it is a length of its own. */
export function windowOptions(current: Window): readonly { value: string; label: string }[] {
  if (typeof current === 'string') return NAMED
  return [...NAMED, { value: String(current), label: `${current.toLocaleString('en')} seconds` }]
}

/** The window that an option means: a calendar name, or seconds. */
export function readWindow(value: string): string | number {
  return /^\d+$/.test(value) ? Number(value) : value
}

/** A maximum as typed: digits, at most one point. Null for anything else, so that nothing is guessed. */
export function readMax(text: string): number | null {
  const typed = text.trim()
  if (!/^\d{1,15}(\.\d{1,6})?$/.test(typed)) return null
  return Number(typed)
}
