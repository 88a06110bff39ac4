// "Confirm that it is you": what cannot be taken back is done by somebody who proved a moment ago to be the session's
// person, not by whoever found a browser open. The page answers `confirm-first` with one dialog, then asks again.
import 'server-only'
import { cookies } from 'next/headers'
import type { Member } from '#lib/data/model.ts'
import { confirmSession, findConfirmedAt } from '#lib/data/sessions.ts'
import { type ConfirmProof, confirmWays, proveAgain } from '#lib/factors/index.ts'
import { Fault } from '#lib/fault.ts'
import { sessionCookieName } from './cookie.ts'
import { isRecent } from './recently.ts'

/**
 * Passes where the signed-in person proved within ten minutes that it is them; signing in counts.
 * @throws Fault confirm-first {passkey, password, code}: what they can prove it by
 */
export async function requireRecent(member: Member): Promise<void> {
  const token = await sessionToken()
  const confirmedAt = token === null ? null : await findConfirmedAt(token)
  if (confirmedAt && isRecent(confirmedAt, new Date())) return
  throw new Fault('confirm-first', 'Confirm that it is you, then this goes on. Nothing was changed.', {
    data: await confirmWays(member),
  })
}

/**
 * Takes the proof, and counts the session as confirmed from now on.
 * @throws Fault wrong-credentials, too-many-attempts
 */
export async function confirmRecent(member: Member, proof: ConfirmProof): Promise<void> {
  await proveAgain(member, proof)
  const token = await sessionToken()
  if (token !== null) await confirmSession(member, token)
}

async function sessionToken(): Promise<string | null> {
  return (await cookies()).get(sessionCookieName())?.value ?? null
}
