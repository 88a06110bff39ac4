'use server'

import { z } from 'zod'
import { createApiKey, revokeApiKey } from '#lib/accounts/index.ts'
import { confirmedAction, memberAction } from '#lib/action.ts'
import { changeRetention, renameOrganisation } from '#lib/organisation/index.ts'
import { PERMISSIONS } from '#lib/roles/index.ts'

export const renameOrganisationAction = memberAction(
  'organisation.manage',
  z.strictObject({ name: z.string() }),
  async (member, input) => {
    await renameOrganisation(member, input.name)
    return null
  },
)

export const changeRetentionAction = memberAction(
  'organisation.manage',
  z.strictObject({ days: z.number() }),
  async (member, input) => {
    await changeRetention(member, input.days)
    return null
  },
)

export const createApiKeyAction = confirmedAction(
  'keys.create',
  z.strictObject({
    name: z.string(),
    scopes: z.array(z.enum(PERMISSIONS)).nullable(),
    expiresAt: z.iso.datetime().nullable(),
  }),
  (member, { name, scopes, expiresAt }) =>
    createApiKey(member, name, { scopes, expiresAt: expiresAt === null ? null : new Date(expiresAt) }),
)

export const revokeApiKeyAction = memberAction(
  'keys.create',
  z.strictObject({ keyId: z.string() }),
  async (member, input) => {
    await revokeApiKey(member, input.keyId)
    return null
  },
)
