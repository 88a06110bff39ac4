'use server'

import { z } from 'zod'
import { askForReset, confirmEmail, resetPassword } from '#lib/accounts/index.ts'
import { publicAction } from '#lib/action.ts'
import { completeSignUp, goToProvider, requestAddress, requestOrigin } from '#lib/auth/index.ts'
import { addressOfClaim } from './claim-address.ts'

const Token = z.string().max(200)

export const askForResetAction = publicAction(z.strictObject({ email: z.string() }), async ({ email }) => {
  await askForReset(email, await requestAddress())
  return null
})

export const resetPasswordAction = publicAction(
  z.strictObject({ token: Token, password: z.string() }),
  async ({ token, password }) => {
    await resetPassword(token, password, await requestOrigin())
    return null
  },
)

export const confirmEmailAction = publicAction(z.strictObject({ token: Token }), async ({ token }) => {
  const { email, before } = await confirmEmail(token, await requestOrigin())
  return { email, isChanged: before !== null }
})

export const finishSignUpAction = publicAction(
  z.strictObject({ token: Token, password: z.string() }),
  async ({ token, password }) => {
    const { member, trialId } = await completeSignUp(token, password)
    return { next: trialId === null ? null : await addressOfClaim(member, trialId) }
  },
)

export const signInWithProviderAction = publicAction(
  z.strictObject({ provider: z.string().max(40), next: z.string().max(2048) }),
  async ({ provider, next }) => ({ url: await goToProvider(provider, null, next) }),
)
