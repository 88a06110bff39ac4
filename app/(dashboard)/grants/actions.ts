'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { createGrant, enableGrantUrl, revokeGrant, rotateGrant, updateGrant } from '#lib/grants/index.ts'

const grantId = z.string()
const Targets = z.array(z.strictObject({ serverId: z.string(), policyId: z.string().nullable() })).readonly()
const Instant = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .nullable()

export const createGrantAction = memberAction(
  'grants.manage',
  z.strictObject({
    label: z.string(),
    servers: Targets,
    tags: z.array(z.string()).readonly(),
    expiresAt: Instant,
  }),
  async (member, input) => {
    const { grant, token } = await createGrant(member, input)
    return { id: grant.id, label: grant.label, token }
  },
)

export const updateGrantAction = memberAction(
  'grants.manage',
  z.strictObject({
    grantId,
    label: z.string(),
    servers: Targets,
    tags: z.array(z.string()).readonly(),
    expiresAt: Instant.optional(),
  }),
  async (member, { grantId: id, ...change }) => {
    await updateGrant(member, id, change)
    return null
  },
)

export const enableGrantUrlAction = memberAction(
  'grants.manage',
  z.strictObject({ grantId, enabled: z.boolean() }),
  async (member, input) => {
    await enableGrantUrl(member, input.grantId, input.enabled)
    return null
  },
)

export const rotateGrantAction = memberAction('grants.manage', z.strictObject({ grantId }), (member, input) =>
  rotateGrant(member, input.grantId),
)

export const revokeGrantAction = memberAction(
  'grants.manage',
  z.strictObject({ grantId }),
  async (member, input) => {
    await revokeGrant(member, input.grantId)
    return null
  },
)
