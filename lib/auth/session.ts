// A browser's session: begun with a token of its own at every sign-in, ended in the database.
import { randomBytes } from 'node:crypto'
import { findMember, findMemberIn } from '#lib/data/members.ts'
import type { Member } from '#lib/data/model.ts'
import {
  type Browser,
  deleteSession,
  findSession,
  insertSession,
  SESSION_MS,
  type SessionRow,
} from '#lib/data/sessions.ts'

export type Session = { readonly token: string; readonly expires: Date }
export type Opened = { readonly member: Member; readonly session: SessionRow }

/**
 * Begins a session of a user, and ends the one that the browser held before (rotation).
 * @param previousToken what the browser's cookie held, whoever set it
 * @param browser where it is begun, for its owner to know it by
 */
export async function beginSession(
  userId: string,
  previousToken?: string,
  browser?: Browser,
): Promise<Session> {
  if (previousToken) await deleteSession(previousToken)
  const token = newSessionToken()
  const expires = new Date(Date.now() + SESSION_MS)
  await insertSession(token, userId, expires, browser)
  return { token, expires }
}

/** 256 random bits. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url')
}

export const endSession = deleteSession

/** The session that a token opens, and the member whose it is; or null. */
export async function openedBy(token: string | undefined): Promise<Opened | null> {
  if (!token) return null
  const session = await findSession(token)
  const member = session && (await memberIn(session))
  return session && member && { member, session }
}

// The organisation that the session works in; where its person is no longer in that one, another of theirs.
async function memberIn({ userId, currentOrganisationId }: SessionRow): Promise<Member | null> {
  const there =
    currentOrganisationId === null ? null : await findMemberIn(currentOrganisationId, userId, 'user')
  return there ?? findMember(userId, 'user')
}

/** The member whose session a token opens, or null. */
export async function memberOfSession(token: string | undefined): Promise<Member | null> {
  return (await openedBy(token))?.member ?? null
}
