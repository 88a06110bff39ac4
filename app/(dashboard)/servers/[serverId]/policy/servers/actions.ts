'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { servePolicy, unservePolicy } from '#lib/policies/index.ts'

const Pair = z.strictObject({ policyId: z.string().max(100), serverId: z.string().max(100) })

export const servePolicyAction = memberAction(
  'policies.write',
  Pair,
  async (member, { policyId, serverId }) => {
    await servePolicy(member, policyId, serverId)
    return null
  },
)

export const unservePolicyAction = memberAction(
  'policies.write',
  Pair,
  async (member, { policyId, serverId }) => {
    await unservePolicy(member, policyId, serverId)
    return null
  },
)
