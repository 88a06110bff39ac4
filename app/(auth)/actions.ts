'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '#lib/action.ts'
import { requestAddress, signIn, signOut, signUp } from '#lib/auth/index.ts'
import { addressOfClaim } from './claim-address.ts'

const Credentials = z.strictObject({ email: z.string(), password: z.string() })
const Newcomer = Credentials.extend({ trial: z.string().max(100).optional() })

export const signUpAction = publicAction(Newcomer, async ({ trial, ...credentials }) => {
  const member = await signUp(credentials, await requestAddress(), trial)
  if (!member) return { next: null, isMailed: true }
  return { next: trial === undefined ? null : await addressOfClaim(member, trial) }
})

export const signInAction = publicAction(Credentials, async (credentials) => {
  // What a member brings along to an organisation that is in use they confirm first.
  return signIn(credentials, await requestAddress())
})

export async function signOutAction(): Promise<void> {
  await signOut()
  redirect('/sign-in')
}
