// How long a confirmation lasts.
const RECENT_MS = 10 * 60_000

/** Whether a confirmation still counts. One from the future, by another machine's clock, does where it is near. */
export function isRecent(confirmedAt: Date, now: Date): boolean {
  return Math.abs(now.getTime() - confirmedAt.getTime()) <= RECENT_MS
}
