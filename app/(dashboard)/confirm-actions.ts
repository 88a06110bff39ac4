'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { confirmRecent } from '#lib/auth/index.ts'
import { confirmRequest } from '#lib/factors/index.ts'

export const confirmRequestAction = memberAction('organisation.read', z.strictObject({}), confirmRequest)

export const confirmAction = memberAction(
  'organisation.read',
  z.union([
    z.strictObject({ passkey: z.unknown() }).required(),
    z.strictObject({ password: z.string().max(5000).optional(), code: z.string().max(100).optional() }),
  ]),
  async (_, proof) => {
    await confirmRecent(proof)
    return null
  },
)
