'use server'

import { z } from 'zod'
import { confirmedAction } from '#lib/action.ts'
import { signOut } from '#lib/auth/index.ts'
import { deleteAccount } from '#lib/leaving/index.ts'

/** Whether the export may be asked for now: the file itself is a form's answer, which cannot ask anything. */
export const accountExportAction = confirmedAction('organisation.read', z.strictObject({}), async () => null)

export const deleteAccountAction = confirmedAction(
  'organisation.read',
  z.strictObject({ email: z.string().max(1000) }),
  async (member, { email }) => {
    await deleteAccount(member, email)
    await signOut()
    return null
  },
)
