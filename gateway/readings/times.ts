// When a list is read again. Spread by chance, so that a thousand servers registered in one minute are
// not read in one minute for ever, and two replicas do not wake together.

const FIRST_RETRY_MS = 5 * 60_000
const LAST_RETRY_MS = 6 * 3_600_000

/** @param everyMs the setting · @param chance 0 to 1 */
export function againAfterSuccess(everyMs: number, chance: number): number {
  return everyMs * (0.9 + 0.2 * chance)
}

/**
 * Sooner than usual at first, then ever later: a server that is down for an hour should be known to be
 * back soon, one that is gone for good should cost nothing.
 * @param failures how many in a row, this one included
 */
export function againAfterFailure(everyMs: number, failures: number, chance: number): number {
  const first = Math.min(FIRST_RETRY_MS, everyMs)
  const wait = first * 2 ** Math.min(failures - 1, 20)
  return Math.min(wait, Math.max(LAST_RETRY_MS, everyMs)) * (0.9 + 0.2 * chance)
}
