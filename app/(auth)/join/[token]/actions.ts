'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { memberAction, publicAction } from '#lib/action.ts'
import { arrive, requestOrigin, signOut, switchOrganisation } from '#lib/auth/index.ts'
import { acceptInvitation, joinAsNewcomer, joinWithPassword } from '#lib/invitations/index.ts'

const token = z.string().max(200)

/** For who is signed in with the address: the session goes over to the organisation. */
export const acceptInvitationAction = memberAction(
  'organisation.read',
  z.strictObject({ token }),
  async (member, input) => {
    const joined = await acceptInvitation(member, input.token)
    await switchOrganisation(joined.organisation.id)
    return null
  },
)

/** For who is not: a new account, or one that is in no organisation. */
export const joinAction = publicAction(
  z.strictObject({ token, password: z.string(), isNew: z.boolean() }),
  async ({ token, password, isNew }) => {
    const join = isNew ? joinAsNewcomer : joinWithPassword
    return arrive(await join(token, password, await requestOrigin()))
  },
)

export async function leaveForInvitationAction(token: string): Promise<void> {
  await signOut()
  redirect(`/join/${encodeURIComponent(String(token))}`)
}
