'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { verifyAudit } from '#lib/audit/index.ts'

export const verifyAuditAction = memberAction(
  'audit.read',
  z.strictObject({ root: z.string().max(200).optional() }),
  async (member, { root }) => {
    const { verdict, problem } = await verifyAudit(member, root)
    return { verdict, isWhole: problem === null }
  },
)
