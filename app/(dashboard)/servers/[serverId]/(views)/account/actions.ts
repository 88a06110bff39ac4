'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { disconnect, startSignIn, stopSigningIn } from '#lib/connections/index.ts'
import { browserToken } from '../../../browser.ts'

const serverId = z.string()

export const startSignInAction = memberAction(
  'servers.read',
  z.strictObject({
    serverId,
    mode: z.enum(['server', 'user']).optional(),
    client: z.strictObject({ id: z.string().max(2000), secret: z.string().max(2000) }).optional(),
  }),
  async (member, input) => startSignIn(member, await browserToken(), input),
)

export const disconnectAction = memberAction(
  'servers.read',
  z.strictObject({ serverId }),
  async (member, input) => {
    await disconnect(member, input.serverId)
    return null
  },
)

export const stopSigningInAction = memberAction(
  'servers.manage',
  z.strictObject({ serverId }),
  async (member, input) => {
    await stopSigningIn(member, input.serverId)
    return null
  },
)
