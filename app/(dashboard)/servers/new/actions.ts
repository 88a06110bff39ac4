'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { registerConnector } from '#lib/servers/index.ts'

export const registerConnectorAction = memberAction(
  'admin',
  z.strictObject({ name: z.string() }),
  async (member, input) => {
    const { server, connectorKey } = await registerConnector(member, input)
    return { id: server.id, name: server.name, connectorKey }
  },
)
