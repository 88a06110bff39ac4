// Somebody tries passwords: who is told. Each is told once in a while, however many replicas notice it, and after the
// answer, so that nothing of it shows in the time that the answer takes.
import { findAccount } from '#lib/data/accounts.ts'
import { takeAttempt } from '#lib/data/throttle.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { sendMail } from '#lib/mail/index.ts'
import { guessedLetter, massGuessesLetter } from './letters.ts'

/** The budget of one account is used up: whoever owns it is told, at most once a day. */
export function tellOwner(email: string): void {
  void tell('alarm-account', email, async () => {
    const account = await findAccount(email)
    if (!account) return
    log.warn({ user: account.userId }, 'wrong passwords for one account come in masses')
    await sendMail(guessedLetter(email))
  })
}

/** The budget of the whole installation is used up: whoever runs it is told, at most once an hour. */
export function tellOperator(): void {
  void tell('alarm-all', 'all', async () => {
    log.error(
      'wrong passwords come in masses: sign-in is closed to browsers that are not known, for up to an hour',
    )
    const { contactEmail } = env()
    if (contactEmail !== '') await sendMail(massGuessesLetter(contactEmail))
  })
}

async function tell(
  throttle: 'alarm-account' | 'alarm-all',
  key: string,
  say: () => Promise<void>,
): Promise<void> {
  try {
    await takeAttempt(throttle, key)
    await say()
  } catch (error) {
    if (error instanceof Fault && error.code === 'too-many-attempts') return
    log.error({ err: error }, 'nobody could be told that passwords are being tried')
  }
}
