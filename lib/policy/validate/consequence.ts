// What it comes to for calls that a rule can only go one way.
import { FALSE, TRUE } from '../evaluate/truth.ts'
import { CAN_BE_FALSE, CAN_BE_TRUE, canBe, NONE, type Possible } from './possible.ts'

export type List = 'require' | 'deny_if' | 'require_approval'

/** `always`: no call escapes the rule · `never`: the rule is without effect · `unsure`: only where it cannot be told. */
export type Consequence = 'always' | 'never' | 'unsure' | 'open'

/** C6: a requirement refuses what is not true, a denial and an approval act on what is not false. */
export function consequenceOf(list: List, possible: Possible): Consequence {
  if (possible === NONE) return 'open'
  if (list === 'require') {
    if (!canBe(possible, TRUE)) return 'always'
    return possible === CAN_BE_TRUE ? 'never' : 'open'
  }
  if (!canBe(possible, FALSE)) return 'always'
  if (possible === CAN_BE_FALSE) return 'never'
  return canBe(possible, TRUE) ? 'open' : 'unsure'
}

const WORDS: Record<List, Record<Exclude<Consequence, 'open'>, string>> = {
  require: {
    always: 'every call is refused',
    never: 'this requirement refuses nothing',
    unsure: 'every call is refused',
  },
  deny_if: {
    always: 'every call is refused',
    never: 'this rule denies nothing',
    unsure: 'this rule denies only what it cannot judge',
  },
  require_approval: {
    always: 'every call waits for a person',
    never: 'no call waits for a person',
    unsure: 'only a call that it cannot judge waits for a person',
  },
}

/** “, so every call is refused”; '' where the rule may still go either way. */
export function soWords(list: List, possible: Possible): string {
  const consequence = consequenceOf(list, possible)
  return consequence === 'open' ? '' : `, so ${WORDS[list][consequence]}`
}
