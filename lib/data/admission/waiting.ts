// A call that waits for its verdict.
import type { DecidedCall, Verdict } from './admit.ts'
import { storeUnavailable } from './pool.ts'

export type Waiting = {
  readonly call: DecidedCall
  /** When its caller gives up, in ms of the queue's clock. */
  readonly until: number
  /** How often it came back without a verdict. */
  tries: number
  readonly resolve: (verdict: Verdict) => void
  readonly reject: (error: unknown) => void
}

/** Without a verdict, the call is refused. */
export function settle(each: Waiting, verdict: Verdict | undefined): void {
  if (verdict === undefined) each.reject(storeUnavailable('no verdict'))
  else each.resolve(verdict)
}

/** False, and the call is refused, where it waited too long. */
export function isInTime(each: Waiting, now: number): boolean {
  if (each.until > now) return true
  each.reject(storeUnavailable('waited too long'))
  return false
}
