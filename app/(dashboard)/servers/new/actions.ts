'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { startNewSignIn } from '#lib/connections/index.ts'
import { registerConnector } from '#lib/servers/index.ts'
import { attachTrial } from '#lib/trials/index.ts'
import { browserToken } from '../browser.ts'

export const registerConnectorAction = memberAction(
  'servers.manage',
  z.strictObject({ name: z.string(), trial: z.string().max(100).optional() }),
  async (member, { name, trial }) => {
    const { server, connectorKey } = await registerConnector(member, { name })
    if (trial !== undefined) await attachTrial(member, trial, server.id)
    return { id: server.id, name: server.name, connectorKey }
  },
)

/** Leaves for a server's own sign-in; it is registered on the way back. */
export const startNewSignInAction = memberAction(
  'servers.manage',
  z.strictObject({
    server: z.strictObject({
      name: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      trial: z.string().max(100).optional(),
    }),
    mode: z.enum(['server', 'user']),
    client: z.strictObject({ id: z.string().max(2000), secret: z.string().max(2000) }).optional(),
  }),
  async (member, { server: { trial, ...server }, mode, client }) =>
    startNewSignIn(member, await browserToken(), {
      server: { ...server, ...(trial !== undefined && { trial }) },
      mode,
      ...(client && { client }),
    }),
)
