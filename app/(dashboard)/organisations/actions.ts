'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { switchOrganisation } from '#lib/auth/index.ts'
import { createOrganisation } from '#lib/organisation/index.ts'

export const switchOrganisationAction = memberAction(
  'organisation.read',
  z.strictObject({ organisationId: z.string() }),
  async (_member, { organisationId }) => {
    await switchOrganisation(organisationId)
    return null
  },
)

export const createOrganisationAction = memberAction(
  'organisation.read',
  z.strictObject({ name: z.string() }),
  async (member, { name }) => {
    const founder = await createOrganisation(member, name)
    await switchOrganisation(founder.organisation.id)
    return null
  },
)
