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

export const passkeyCreationAction = confirmedAction('organisation.read', nothing, passkeyCreation)

export const addPasskeyAction = confirmedAction(
  'organisation.read',
  z.strictObject({ name: z.string(), response: z.unknown() }).required(),
  addPasskey,
)

export const removePasskeyAction = confirmedAction(
  'organisation.read',
  z.strictObject({ passkeyId: z.string() }),
  async (member, { passkeyId }) => {
    await removePasskey(member, passkeyId)
    return null
  },
)

export const startAppAction = confirmedAction('organisation.read', nothing, startApp)

export const confirmAppAction = confirmedAction(
  'organisation.read',
  z.strictObject({ code: z.string().max(100) }),
  (member, { code }) => confirmApp(member, code),
)

export const removeAppAction = confirmedAction('organisation.read', nothing, async (member) => {
  await removeApp(member)
  return null
})

export const renewRecoveryCodesAction = confirmedAction('organisation.read', nothing, renewRecoveryCodes)
