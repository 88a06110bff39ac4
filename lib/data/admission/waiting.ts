// A call that waits for its verdict.
import type { DecidedCall, Verdict } from './admit.ts'
import { storeBusy, storeUnavailable } from './pool.ts'
import type { Shape } from './shape.ts'

export type Waiting = {
  readonly call: DecidedCall
  readonly shape: Shape
  /** When its caller gives up, in ms of the queue's clock. */
  readonly until: number
  /** How often it came back without a verdict. */
  tries: number
  /** Its caller was told, one way or the other: it may be on its way. */
  isAnswered: boolean
  readonly resolve: (verdict: Verdict) => void
  readonly reject: (error: unknown) => void
}

export function newWaiting(
  { call, shape, until }: Pick<Waiting, 'call' | 'shape' | 'until'>,
  resolve: (verdict: Verdict) => void,
  reject: (error: unknown) => void,
): Waiting {
  const each: Waiting = {
    call,
    shape,
    until,
    tries: 0,
    isAnswered: false,
    resolve: (verdict) => {
      each.isAnswered = true
      resolve(verdict)
    },
    reject: (error) => {
      each.isAnswered = true
      reject(error)
    },
  }
  return each
}

/**
 * Whatever failed, nobody waits for ever, and the lane goes on.
 * @param onLost told only of calls whose callers had not heard: what was answered must not be given back
 */
export function giveUp(batch: readonly Waiting[], error: unknown, onLost: (call: DecidedCall) => void): void {
  for (const each of batch) {
    if (each.isAnswered) continue
    onLost(each.call)
    each.reject(storeUnavailable(error))
  }
}

/** Without a verdict, the call is refused. */
export function settle(each: Waiting, verdict: Verdict | undefined): void {
  if (verdict === undefined) each.reject(storeUnavailable('no verdict'))
  else each.resolve(verdict)
}

/** False where it waited too long, and the call is refused; false, too, where that is over. */
export function isInTime(each: Waiting, now: number): boolean {
  if (each.isAnswered) return false
  if (each.until > now) return true
  each.reject(storeBusy('waited too long'))
  return false
}
