// "Confirm that it is you": before what cannot be taken back, whoever holds the session proves again to be its person,
// by all that a sign-in would take.
import { proveAccount } from '#lib/accounts/index.ts'
import * as rows from '#lib/data/factors/index.ts'
import type { Member } from '#lib/data/model.ts'
import { forgetAttempts, takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { takeAnyCode } from './second-step.ts'
import { type PasskeyRequest, passkeyRequest, verifyAssertion } from './webauthn.ts'

/** What a person is to give: a passkey, or all that is true of the others; none: they sign in again. */
export type ConfirmWays = {
  readonly passkey: boolean
  readonly password: boolean
  /** Of the app, or a recovery code. */
  readonly code: boolean
}
export type ConfirmProof =
  | { readonly password?: string | undefined; readonly code?: string | undefined }
  | { readonly passkey: unknown }

export async function confirmWays(member: Member): Promise<ConfirmWays> {
  const factors = await rows.findFactors(member.userId)
  if (!factors) return { passkey: false, password: false, code: false }
  const { hasPassword, hasPasskey, hasApp, recoveryCodes } = factors
  const code = hasApp || (hasPasskey && recoveryCodes > 0)
  // A password alone is not enough where signing in takes more.
  return { passkey: hasPasskey, password: hasPassword && (code || !hasPasskey), code }
}

/** What the browser is to ask a passkey for. */
export function confirmRequest(member: Member): Promise<PasskeyRequest> {
  return passkeyRequest('confirm', member.userId)
}

/**
 * Proves that whoever asks is `member`.
 * @throws Fault wrong-credentials, too-many-attempts
 */
export async function proveAgain(member: Member, proof: ConfirmProof): Promise<void> {
  const { userId, email } = member
  if ('passkey' in proof) {
    await verifyAssertion('confirm', userId, proof.passkey)
    return
  }
  const ways = await confirmWays(member)
  if (!ways.password && !ways.code) throw notEnough()
  if (ways.password) {
    await takeAttempt('confirm-account', userId)
    await proveAccount({ email, password: proof.password ?? '' }, 'user').catch(wrongPassword)
  }
  if (ways.code) await takeAnyCode(userId, proof.code ?? '')
  await forgetAttempts('confirm-account', userId)
}

function wrongPassword(error: unknown): never {
  if (!(error instanceof Fault) || error.code !== 'wrong-credentials') throw error
  throw new Fault('wrong-credentials', 'The password is wrong. Type it again.', {
    data: { field: 'password' },
  })
}

function notEnough(): Fault {
  return new Fault('wrong-credentials', 'This account is confirmed another way: sign out, and in again.')
}
