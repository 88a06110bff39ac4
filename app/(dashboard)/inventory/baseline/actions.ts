'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { checkBaseline, publishBaseline, rollbackBaseline } from '#lib/baseline/index.ts'
import { previewBaseline } from '#lib/inventory/index.ts'

const MAX_TEXT = 2 * 1024 * 1024

/** What is wrong with a draft, and what it would change; `preview` is null where it cannot be read. */
export const checkBaselineAction = memberAction(
  'policies.read',
  z.strictObject({ document: z.string().max(MAX_TEXT) }),
  async (member, { document }) => {
    const { errors, warnings } = checkBaseline(member, { document })
    const preview = errors.length > 0 ? null : await previewBaseline(member, { document })
    return { issues: [...errors, ...warnings], preview }
  },
)

export const publishBaselineAction = memberAction(
  'policies.write',
  z.strictObject({
    document: z.string().max(MAX_TEXT),
    baseVersion: z.int().nonnegative(),
    comment: z.string(),
  }),
  (member, publication) => publishBaseline(member, publication),
)

export const rollbackBaselineAction = memberAction(
  'policies.write',
  z.strictObject({ version: z.int().positive() }),
  (member, { version }) => rollbackBaseline(member, version),
)
