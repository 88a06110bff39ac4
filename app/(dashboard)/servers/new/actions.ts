'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { registerConnector } from '#lib/servers/index.ts'
import { attachTrial } from '#lib/trials/index.ts'

export const registerConnectorAction = memberAction(
  'servers.manage',
  z.strictObject({ name: z.string(), trial: z.string().max(100).optional() }),
  async (member, { name, trial }) => {
    const { server, connectorKey } = await registerConnector(member, { name })
    if (trial !== undefined) await attachTrial(member, trial, server.id)
    return { id: server.id, name: server.name, connectorKey }
  },
)
