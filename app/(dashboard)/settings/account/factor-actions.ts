'use server'

import { z } from 'zod'
import { confirmedAction } from '#lib/action.ts'
import {
  addPasskey,
  confirmApp,
  passkeyCreation,
  removeApp,
  removePasskey,
  renewRecoveryCodes,
  startApp,
} from '#lib/factors/index.ts'

const nothing = z.strictObject({})

export const passkeyCreationAction = confirmedAction('viewer', nothing, passkeyCreation)

export const addPasskeyAction = confirmedAction(
  'viewer',
  z.strictObject({ name: z.string(), response: z.unknown() }).required(),
  addPasskey,
)

export const removePasskeyAction = confirmedAction(
  'viewer',
  z.strictObject({ passkeyId: z.string() }),
  async (member, { passkeyId }) => {
    await removePasskey(member, passkeyId)
    return null
  },
)

export const startAppAction = confirmedAction('viewer', nothing, startApp)

export const confirmAppAction = confirmedAction(
  'viewer',
  z.strictObject({ code: z.string().max(100) }),
  (member, { code }) => confirmApp(member, code),
)

export const removeAppAction = confirmedAction('viewer', nothing, async (member) => {
  await removeApp(member)
  return null
})

export const renewRecoveryCodesAction = confirmedAction('viewer', nothing, renewRecoveryCodes)
