// When a delivery that failed is tried again: soon at first, then ever later, for most of a day.

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const WAITS = [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR] as const
const LONGEST_WISH = HOUR

/** How often a delivery is tried in all. */
export const MAX_ATTEMPTS = WAITS.length + 1

/**
 * How long to wait after an attempt that failed, or null where it was the last.
 * @param attempts made so far, from 1 · @param chance 0 to 1, so that many do not come back at once
 * @param wishedMs what the receiver asked for (Retry-After), up to an hour
 */
export function againAfter(attempts: number, chance: number, wishedMs = 0): number | null {
  const wait = WAITS[attempts - 1]
  if (wait === undefined) return null
  return Math.max(wait * (0.9 + 0.2 * chance), Math.min(wishedMs, LONGEST_WISH))
}
