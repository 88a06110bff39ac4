const STEPS = [
  { unit: 'second', ms: 1000, until: 60_000 },
  { unit: 'minute', ms: 60_000, until: 3_600_000 },
  { unit: 'hour', ms: 3_600_000, until: 86_400_000 },
  { unit: 'day', ms: 86_400_000, until: 30 * 86_400_000 },
] as const

/** "just now", "3 min. ago", "in 2 days"; beyond thirty days a date. Both arguments are ms since the epoch. */
export function relative(at: number, now: number, locale?: string): string {
  const distance = at - now
  const size = Math.abs(distance)
  if (size < 5000) return 'just now'
  const step = STEPS.find((candidate) => size < candidate.until)
  if (!step) return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at)
  const amount = Math.trunc(distance / step.ms)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' }).format(amount, step.unit)
}

/** The whole instant with seconds and zone, in the reader's locale and zone where none are given. */
export function exact(instant: Date, locale?: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone }).format(instant)
}
