// The second step of signing in: whoever gave the right password proves that they hold a factor, too. Between the two a
// token stands in the browser that opens nothing else, for ten minutes.
import { randomBytes } from 'node:crypto'
import { recordDeed, recordFailedSignIn } from '#lib/data/audit-access.ts'
import * as rows from '#lib/data/factors/index.ts'
import { insertMail } from '#lib/data/mail.ts'
import { findMember } from '#lib/data/members.ts'
import type { Member, RequestOrigin } from '#lib/data/model.ts'
import { forgetAttempts, returnAttempt, takeAttempt } from '#lib/data/throttle.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { takeCode } from './app.ts'
import { factorLetter } from './letters.ts'
import { digestOfTyped } from './recovery.ts'
import { type PasskeyRequest, passkeyRequest, verifyAssertion } from './webauthn.ts'

/** What proves it: a code of the app or a recovery code, or what a passkey signed. */
export type StepProof = { readonly code: string } | { readonly passkey: unknown }

/** Whether a password alone does not open this person's account. */
export function needsSecondStep(userId: string): Promise<boolean> {
  return rows.hasSecondStep(userId)
}

/** The token of a sign-in whose second step is due. */
export async function beginArrival(userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await rows.keepChallenge('arrival', token, userId)
  return token
}

/** By what the second step may be done; null where the token opens nothing (any more). */
export async function findArrival(token: string): Promise<rows.Factors | null> {
  const userId = await rows.findChallenge('arrival', token)
  return userId === null ? null : rows.findFactors(userId)
}

/** What the browser is to ask a passkey for. @throws Fault not-signed-in */
export async function arrivalRequest(token: string): Promise<PasskeyRequest> {
  return passkeyRequest('second-step', await userOf(token))
}

/**
 * Ends the second step; the token is used up with it. Ten wrong codes an hour, whoever types them.
 * @throws Fault wrong-credentials, too-many-attempts, not-signed-in (it took too long)
 */
export async function proveSecondStep(token: string, proof: StepProof, from: RequestOrigin): Promise<Member> {
  const userId = await userOf(token)
  const member = await findMember(userId, 'user')
  if (!member) throw tooLate()
  const by = await provedBy(userId, proof).catch((error) => {
    if (error instanceof Fault && error.code === 'wrong-credentials')
      void recordFailedSignIn(member.email, 'wrong-code', from)
    if (error instanceof Fault && error.code === 'too-many-attempts') void tellOfGuesses(member)
    throw error
  })
  if (!(await rows.takeChallenge('arrival', token, userId))) throw tooLate()
  const arrived = { ...member, from }
  await recordDeed(arrived, 'session.opened', userId, { email: member.email, secondStep: by })
  if (by === 'recovery code') await insertMail(factorLetter(member.email, 'code-used'))
  return arrived
}

/** What the browser is to ask any passkey of this site for. @throws Fault too-many-attempts */
export async function signInRequest(address: string): Promise<PasskeyRequest> {
  await takeAttempt('passkey-address', address)
  return passkeyRequest('sign-in', null)
}

/**
 * Signs in by a passkey alone: its device was unlocked by its person, so it is two factors in one.
 * @throws Fault wrong-credentials, too-many-attempts
 */
export async function signInByPasskey(response: unknown, from: RequestOrigin): Promise<Member> {
  await takeAttempt('sign-in-address', from.address)
  const userId = await verifyAssertion('sign-in', null, response)
  const member = await findMember(userId, 'user')
  if (!member) throw new Fault('wrong-credentials', 'This account is in no organisation any more.')
  const arrived = { ...member, from }
  await recordDeed(arrived, 'session.opened', userId, { email: member.email, by: 'passkey' })
  await returnAttempt('sign-in-address', from.address)
  return arrived
}

/**
 * Takes a code of the person's app, or one of their recovery codes.
 * @throws Fault wrong-credentials, too-many-attempts
 */
export async function takeAnyCode(userId: string, code: string): Promise<'app' | 'recovery code'> {
  await takeAttempt('second-step-account', userId)
  const digest = digestOfTyped(userId, code)
  const taken = (await takeCode(userId, code))
    ? 'app'
    : digest !== null && (await rows.takeRecoveryCode(userId, digest))
      ? 'recovery code'
      : null
  if (taken === null)
    throw new Fault(
      'wrong-credentials',
      'This code is wrong, or was used before. Type the newest one of your app, or another recovery code.',
      { data: { field: 'code' } },
    )
  await forgetAttempts('second-step-account', userId)
  return taken
}

async function provedBy(userId: string, proof: StepProof): Promise<string> {
  if ('code' in proof) return takeAnyCode(userId, proof.code)
  await verifyAssertion('second-step', userId, proof.passkey)
  return 'passkey'
}

async function userOf(token: string): Promise<string> {
  const userId = await rows.findChallenge('arrival', token)
  if (userId === null) throw tooLate()
  return userId
}

function tooLate(): Fault {
  return new Fault('not-signed-in', 'This sign-in took too long. Begin again with your password.')
}

// Once a day: whoever comes this far has the password.
async function tellOfGuesses({ userId, email }: Member): Promise<void> {
  try {
    await takeAttempt('alarm-account', `codes ${userId}`)
    await insertMail(factorLetter(email, 'codes-guessed'))
  } catch (error) {
    if (error instanceof Fault && error.code === 'too-many-attempts') return
    log.error({ err: error, user: userId }, 'a person could not be told that codes are being tried')
  }
}
