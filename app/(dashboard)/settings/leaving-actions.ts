'use server'

import { z } from 'zod'
import { confirmedAction, memberAction } from '#lib/action.ts'
import { askOrganisationDeletion, takeBackOrganisationDeletion } from '#lib/leaving/index.ts'

/** Whether the export may be asked for now: the file itself is a form's answer, which cannot ask anything. */
export const organisationExportAction = confirmedAction(
  'organisation.manage',
  z.strictObject({}),
  async () => null,
)

export const askOrganisationDeletionAction = confirmedAction(
  'organisation.own',
  z.strictObject({ name: z.string().max(1000) }),
  (member, { name }) => askOrganisationDeletion(member, name),
)

export const takeBackOrganisationDeletionAction = memberAction(
  'organisation.own',
  z.strictObject({}),
  async (member) => {
    await takeBackOrganisationDeletion(member)
    return null
  },
)
