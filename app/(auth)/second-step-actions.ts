'use server'

import { z } from 'zod'
import { publicAction } from '#lib/action.ts'
import { requestAddress, secondStepRequest, signInWithPasskey, takeSecondStep } from '#lib/auth/index.ts'
import { signInRequest } from '#lib/factors/index.ts'

const nothing = z.strictObject({})

export const secondStepRequestAction = publicAction(nothing, () => secondStepRequest())

export const codeStepAction = publicAction(z.strictObject({ code: z.string().max(100) }), async (proof) => {
  await takeSecondStep(proof)
  return null
})

export const passkeyStepAction = publicAction(
  z.strictObject({ passkey: z.unknown() }).required(),
  async (proof) => {
    await takeSecondStep(proof)
    return null
  },
)

export const passkeySignInRequestAction = publicAction(nothing, async () =>
  signInRequest(await requestAddress()),
)

export const passkeySignInAction = publicAction(
  z.strictObject({ passkey: z.unknown() }).required(),
  async ({ passkey }) => {
    await signInWithPasskey(passkey)
    return null
  },
)
