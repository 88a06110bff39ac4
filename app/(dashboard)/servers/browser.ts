// What tells one browser of a member from another: whoever begins to sign in at a server has to be who comes back.
import { currentSession } from '#lib/auth/index.ts'
import { Fault } from '#lib/fault.ts'

/** @throws {Fault} not-signed-in */
export async function browserToken(): Promise<string> {
  const session = await currentSession()
  if (!session)
    throw new Fault('not-signed-in', 'Your session has ended. Sign in again; nothing was changed.')
  return session.token
}
