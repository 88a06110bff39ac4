// /audit
import { z } from 'zod'
import { listAuditEvents } from '#lib/audit/index.ts'
import { operation } from '../operation.ts'
import { cursor, id, instant, pageOf } from '../shapes.ts'

const event = z
  .object({
    id,
    at: instant,
    actor: z.string().nullable(),
    actorKind: z.string(),
    action: z.string(),
    target: z.string(),
    detail: z.unknown(),
  })
  .meta({ id: 'AuditEvent' })

export const list = operation({
  name: 'listAuditEvents',
  method: 'GET',
  path: '/audit',
  summary: 'Who changed what, newest first, 50 a page',
  query: z.strictObject({ cursor }),
  answer: pageOf(event),
  run: async ({ member, query }) => {
    const page = await listAuditEvents(member, query.cursor === undefined ? {} : { cursor: query.cursor })
    return {
      items: page.items.map((each) => ({ ...each, at: each.at.toISOString() })),
      nextCursor: page.nextCursor,
    }
  },
})
