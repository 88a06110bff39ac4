'use server'

import { z } from 'zod'
import {
  askToChangeEmail,
  askToConfirm,
  cancelEmailChange,
  disconnectProvider,
  revokeOtherSessions,
  revokeSession,
} from '#lib/accounts/index.ts'
import { confirmedAction, memberAction } from '#lib/action.ts'
import { changeOwnPassword, currentSession, goToProvider } from '#lib/auth/index.ts'

const Nothing = z.strictObject({})

export const askToConfirmAction = memberAction('organisation.read', Nothing, async (member) => {
  await askToConfirm(member)
  return null
})

export const changeEmailAction = confirmedAction(
  'organisation.read',
  z.strictObject({ email: z.string() }),
  async (member, { email }) => {
    await askToChangeEmail(member, email)
    return null
  },
)

export const cancelEmailChangeAction = memberAction('organisation.read', Nothing, async (member) => {
  await cancelEmailChange(member)
  return null
})

export const changePasswordAction = memberAction(
  'organisation.read',
  z.strictObject({ current: z.string(), password: z.string() }),
  async (_member, passwords) => {
    await changeOwnPassword(passwords)
    return null
  },
)

export const revokeSessionAction = memberAction(
  'organisation.read',
  z.strictObject({ sessionId: z.string() }),
  async (member, { sessionId }) => {
    await revokeSession(member, sessionId)
    return null
  },
)

export const revokeOtherSessionsAction = memberAction('organisation.read', Nothing, async (member) => {
  const current = await currentSession()
  return { ended: current === null ? 0 : await revokeOtherSessions(member, current.session.id) }
})

export const connectProviderAction = confirmedAction(
  'organisation.read',
  z.strictObject({ provider: z.string().max(40) }),
  async (member, { provider }) => ({ url: await goToProvider(provider, member, '/settings/account') }),
)

export const disconnectProviderAction = confirmedAction(
  'organisation.read',
  z.strictObject({ provider: z.string().max(40) }),
  async (member, { provider }) => {
    await disconnectProvider(member, provider)
    return null
  },
)
