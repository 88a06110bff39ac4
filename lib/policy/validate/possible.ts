// Sets of truths: what a condition may come to, over every call that is thought of. Three bits, so
// that joining two sets is a look-up.
import { FALSE, TRUE, type Truth, UNKNOWN } from '../evaluate/truth.ts'

/** Any of 0 (no call at all) to 7 (may be false, unknown or true). */
export type Possible = number

export const NONE: Possible = 0
export const CAN_BE_FALSE: Possible = 1 << FALSE
export const CAN_BE_UNKNOWN: Possible = 1 << UNKNOWN
export const CAN_BE_TRUE: Possible = 1 << TRUE
export const ANY_TRUTH: Possible = CAN_BE_FALSE | CAN_BE_UNKNOWN | CAN_BE_TRUE

const TRUTHS: readonly Truth[] = [FALSE, UNKNOWN, TRUE]

export function only(truth: Truth): Possible {
  return 1 << truth
}

/** What both may come to together: AND is the lesser truth. */
export function bothOf(a: Possible, b: Possible): Possible {
  return joined(a, b, Math.min)
}

/** What one of two may come to: OR is the greater truth. */
export function eitherOf(a: Possible, b: Possible): Possible {
  return joined(a, b, Math.max)
}

function joined(a: Possible, b: Possible, join: (x: Truth, y: Truth) => number): Possible {
  let set = NONE
  for (const x of TRUTHS) for (const y of TRUTHS) if (a & only(x) && b & only(y)) set |= 1 << join(x, y)
  return set
}

export function canBe(possible: Possible, truth: Truth): boolean {
  return (possible & only(truth)) !== 0
}
