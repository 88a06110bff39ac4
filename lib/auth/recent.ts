// "Confirm that it is you": what cannot be taken back is done by somebody who proved a moment ago to be the session's
// person, not by whoever found a browser open. The page answers `confirm-first` with one dialog, then asks again.
import type { Member } from '#lib/data/model.ts'
import { confirmSession, type SessionRow } from '#lib/data/sessions.ts'
import { type ConfirmProof, confirmWays, proveAgain } from '#lib/factors/index.ts'
import { Fault } from '#lib/fault.ts'
import { newSessionToken } from './session.ts'

const RECENT_MS = 10 * 60_000

/**
 * Passes where `session` was confirmed within ten minutes; signing in counts.
 * @throws Fault confirm-first {passkey, password, code}: what its person can prove it by
 */
export async function checkRecent(member: Member, session: Pick<SessionRow, 'confirmedAt'>): Promise<void> {
  // A confirmation from the near future is one by another machine's clock.
  if (Math.abs(Date.now() - session.confirmedAt.getTime()) <= RECENT_MS) return
  throw new Fault('confirm-first', 'Confirm that it is you, then this goes on. Nothing was changed.', {
    data: await confirmWays(member),
  })
}

/**
 * Takes the proof, and counts the session as confirmed from now on.
 * @returns the session's token from now on: the one before opens nothing any more
 * @throws Fault wrong-credentials, too-many-attempts
 */
export async function confirmAgain(
  member: Member,
  session: Pick<SessionRow, 'id'>,
  proof: ConfirmProof,
): Promise<string> {
  await proveAgain(member, proof)
  const token = newSessionToken()
  await confirmSession(member, session.id, token)
  return token
}
