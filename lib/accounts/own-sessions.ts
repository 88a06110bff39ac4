// Where a person is signed in, and ending it there.
import type { Member } from '#lib/data/model.ts'
import { deleteOtherSessions, deleteSessionOf, listSessionsOf, type SessionRow } from '#lib/data/sessions.ts'
import { Fault } from '#lib/fault.ts'

/** The member's live sessions, the last used first. */
export function listSessions(member: Member): Promise<SessionRow[]> {
  return listSessionsOf(member.userId)
}

/** Ends one of the member's sessions: its next request is nobody's. @throws Fault not-found */
export async function revokeSession(member: Member, sessionId: string): Promise<void> {
  if (!(await deleteSessionOf(member.userId, sessionId)))
    throw new Fault('not-found', 'This session has ended already. Reload the page to see those there are.')
}

/** Ends all of the member's sessions but one. @returns how many */
export function revokeOtherSessions(member: Member, sessionId: string): Promise<number> {
  return deleteOtherSessions(member.userId, sessionId)
}
