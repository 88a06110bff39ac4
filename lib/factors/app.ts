// An authenticator app: its secret is shown until the first code proves that the app has it.
import * as rows from '#lib/data/factors/index.ts'
import type { Member } from '#lib/data/model.ts'
import { forgetAttempts, takeAttempt } from '#lib/data/throttle.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { openText, sealText } from '#lib/seal.ts'
import { codesForFirst } from './recovery-codes.ts'
import { newTotpSecret, stepOfCode, totpUri } from './totp.ts'

/** What an app is set up with. Shown to its person alone, and to nobody once a code was given. */
export type AppSetup = { readonly secret: string; readonly uri: string }

/**
 * Makes a secret for the member's app, in place of one that no code has proved.
 * @throws Fault in-use where an app counts already
 */
export async function startApp(member: Member): Promise<AppSetup> {
  const { userId, email } = member
  const secret = newTotpSecret()
  const sealed = sealText(env().secretKey, placeOf(userId), secret)
  if (!(await rows.startAuthenticator(userId, Uint8Array.from(sealed)))) throw hasOne()
  return { secret, uri: totpUri(secret, email, `Portcullis (${new URL(env().appUrl).host})`) }
}

/**
 * Takes the app's first code; from now on it is asked for at sign-in.
 * @returns recovery codes, shown once, where it is the member's first factor
 * @throws Fault wrong-credentials, too-many-attempts, in-use, not-found (nothing was started)
 */
export async function confirmApp(
  member: Member,
  code: string,
): Promise<{ readonly recoveryCodes: readonly string[] | null }> {
  const { userId } = member
  const app = await rows.findAuthenticator(userId)
  if (!app) throw new Fault('not-found', 'No app is being set up. Begin again with a new code to scan.')
  if (app.confirmedAt) throw hasOne()
  await takeAttempt('second-step-account', userId)
  const step = stepOfCode(secretOf(userId, app.sealedSecret), digitsOf(code), Date.now())
  if (step === null)
    throw new Fault(
      'wrong-credentials',
      'This is not the code that the app shows now. Check the clock of the device, then type the newest one.',
      { data: { field: 'code' } },
    )
  if (!(await rows.confirmAuthenticator(member, app.sealedSecret, step))) throw hasOne()
  await forgetAttempts('second-step-account', userId)
  return { recoveryCodes: await codesForFirst(member) }
}

/** Removes the app; again is no error. */
export async function removeApp(member: Member): Promise<void> {
  await rows.deleteAuthenticator(member)
}

/** Whether `code` is one that the person's app shows now, and was not used before. Uses it up. */
export async function takeCode(userId: string, code: string): Promise<boolean> {
  const app = await rows.findAuthenticator(userId)
  if (!app?.confirmedAt) return false
  const step = stepOfCode(secretOf(userId, app.sealedSecret), digitsOf(code), Date.now())
  return step !== null && (await rows.takeStep(userId, step))
}

function secretOf(userId: string, sealed: Uint8Array): string {
  return openText(env().secretKey, placeOf(userId), sealed)
}

function placeOf(userId: string): string[] {
  return ['authenticator', userId]
}

// Apps show "123 456".
function digitsOf(code: string): string {
  return code.replaceAll(/\s/g, '')
}

function hasOne(): Fault {
  return new Fault('in-use', 'An app is set up already. Remove it first to set up another one.')
}
