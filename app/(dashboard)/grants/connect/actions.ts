'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { guardServer, startWithDemo } from '#lib/first-run/index.ts'

export const startWithDemoAction = memberAction('servers.manage', z.strictObject({}), async (member) => {
  const { grantId, token } = await startWithDemo(member, Date.now())
  return { grantId, token }
})

export const guardServerAction = memberAction(
  'grants.manage',
  z.strictObject({ serverId: z.string() }),
  async (member, { serverId }) => {
    const { grantId, token } = await guardServer(member, serverId, Date.now())
    return { grantId, token }
  },
)
