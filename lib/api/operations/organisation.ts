// /organisation
import { z } from 'zod'
import { RESOURCES } from '#lib/bounds/index.ts'
import type { Member } from '#lib/data/model.ts'
import { MAX_RETENTION_DAYS } from '#lib/data/retention.ts'
import { changeRetention, getRetention, listQuotas, renameOrganisation } from '#lib/organisation/index.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf } from '../shapes.ts'

const retentionDays = z.int().min(1).max(MAX_RETENTION_DAYS).meta({
  description: 'How long calls are kept. A shorter time hides older calls at once and deletes them soon.',
})
const organisation = z
  .object({
    id,
    name: z.string(),
    retentionDays,
    callsKeptSince: instant,
  })
  .meta({ id: 'Organisation' })

export const get = operation({
  name: 'getOrganisation',
  method: 'GET',
  path: '/organisation',
  summary: 'The organisation of the key',
  answer: organisation,
  run: ({ member }) => read(member, member.organisation.name),
})

export const update = operation({
  name: 'updateOrganisation',
  method: 'PATCH',
  path: '/organisation',
  summary: 'Rename the organisation, or change how long its calls are kept',
  body: z.strictObject({ name: z.string().optional(), retentionDays: retentionDays.optional() }),
  answer: organisation,
  run: async ({ member, body }) => {
    if (body.name !== undefined) await renameOrganisation(member, body.name)
    if (body.retentionDays !== undefined) await changeRetention(member, body.retentionDays)
    return read(member, body.name?.trim() ?? member.organisation.name)
  },
})

export const quotas = operation({
  name: 'listQuotas',
  method: 'GET',
  path: '/organisation/quotas',
  summary: 'How much there is of each thing that is bounded, and how much there may be',
  answer: listOf(
    z
      .object({
        resource: z.enum(RESOURCES),
        used: z.int(),
        most: z.int(),
        isOwn: z
          .boolean()
          .meta({ description: 'Set for this organisation, not for the whole installation.' }),
      })
      .meta({ id: 'Quota' }),
  ),
  run: async ({ member }) => ({ items: await listQuotas(member) }),
})

async function read(member: Member, name: string): Promise<z.input<typeof organisation>> {
  const { days, keptSince } = await getRetention(member)
  return {
    id: member.organisation.id,
    name,
    retentionDays: days,
    callsKeptSince: keptSince.toISOString(),
  }
}
