'use server'

import { z } from 'zod'
import { publicAction } from '#lib/action.ts'
import { requestAddress } from '#lib/auth/index.ts'
import { saveTrialDraft } from '#lib/trials/index.ts'

/** Whoever holds the address of a trial may. */
export const saveTrialDraftAction = publicAction(
  z.strictObject({ trialId: z.string().max(100), draft: z.string().nullable() }),
  async ({ trialId, draft }) => {
    await saveTrialDraft(await requestAddress(), trialId, draft)
    return null
  },
)
