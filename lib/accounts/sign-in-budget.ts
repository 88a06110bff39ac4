// How many passwords may be tried: for one account, from one address, and on the whole installation. Counted before a
// password is looked at, so that parallel guesses do not slip past; a right one gives back what it took.
import { forgetAttempts, returnAttempt, type ThrottleName, takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { knownBrowser } from './known-browser.ts'
import { tellOperator, tellOwner } from './sign-in-alarm.ts'

export type Budget = {
  /** The password was right. */
  readonly proved: () => Promise<void>
}

/**
 * Counts one attempt at an account's password.
 * @param mark what the browser has kept from a sign-in before
 * @throws Fault too-many-attempts, store-unavailable
 */
export async function takeSignInAttempt(email: string, address: string, mark?: string): Promise<Budget> {
  const browser = knownBrowser(mark, email)
  await takeAttempt('sign-in-address', address)
  if (browser !== null) {
    await takeAttempt('sign-in-browser', browser)
    return { proved: () => giveBack(address, ['sign-in-browser', browser]) }
  }
  await takeAttempt('sign-in-account', email).catch(telling(() => tellOwner(email)))
  await takeAttempt('sign-in-all', 'all').catch(telling(tellOperator))
  return {
    async proved() {
      await giveBack(address, ['sign-in-account', email])
      await returnAttempt('sign-in-all', 'all')
    },
  }
}

async function giveBack(address: string, [name, key]: readonly [ThrottleName, string]): Promise<void> {
  await forgetAttempts(name, key)
  await returnAttempt('sign-in-address', address)
}

// Refused, as every attempt is from here on; somebody is told.
function telling(tell: () => void): (error: unknown) => never {
  return (error) => {
    if (error instanceof Fault && error.code === 'too-many-attempts') tell()
    throw error
  }
}
