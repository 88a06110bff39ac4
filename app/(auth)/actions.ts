'use server'

import { redirect } from 'next/navigation'
import { z } from 'zod'
import { publicAction } from '#lib/action.ts'
import { requestAddress, signIn, signOut, signUp } from '#lib/auth/index.ts'

const Credentials = z.strictObject({ email: z.string(), password: z.string() })

export const signUpAction = publicAction(Credentials, async (credentials) => {
  await signUp(credentials, await requestAddress())
  return null
})

export const signInAction = publicAction(Credentials, async (credentials) => {
  await signIn(credentials, await requestAddress())
  return null
})

export async function signOutAction(): Promise<void> {
  await signOut()
  redirect('/sign-in')
}
