// A browser's session: begun with a token of its own at every sign-in, ended in the database.
import { randomBytes } from 'node:crypto'
import { findMember } from '#lib/data/members.ts'
import type { Member } from '#lib/data/model.ts'
import { SESSION_MS, sessions } from '#lib/data/sessions.ts'

export type Session = { readonly token: string; readonly expires: Date }

/**
 * Begins a session of a user, and ends the one that the browser held before (rotation).
 * @param previousToken what the browser's cookie held, whoever set it
 */
export async function beginSession(userId: string, previousToken?: string): Promise<Session> {
  if (previousToken) await sessions.deleteSession(previousToken)
  const token = randomBytes(32).toString('base64url')
  const expires = new Date(Date.now() + SESSION_MS)
  await sessions.createSession({ sessionToken: token, userId, expires })
  return { token, expires }
}

export async function endSession(token: string): Promise<void> {
  await sessions.deleteSession(token)
}

/** The member whose session a token opens, or null. */
export async function memberOfSession(token: string | undefined): Promise<Member | null> {
  if (!token) return null
  const found = await sessions.getSessionAndUser(token)
  return found && findMember(found.user.id, 'user')
}
