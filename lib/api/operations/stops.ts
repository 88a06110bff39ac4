// /stops
import { z } from 'zod'
import { STOP_SCOPES, type Stop } from '#lib/data/model.ts'
import { liftStop, listHoldingStops, listStops, setStop, stopTarget } from '#lib/stops/index.ts'
import { operation } from '../operation.ts'
import { cursor, id, instant, pageOf } from '../shapes.ts'

const stop = z
  .object({
    id,
    scope: z.enum(STOP_SCOPES),
    subjectId: z.string().meta({ description: 'Of the grant, the server or the organisation.' }),
    subjectName: z.string().meta({ description: 'Its name when it was stopped.' }),
    reason: z.string().meta({ description: 'Agents read it.' }),
    setAt: instant,
    setBy: z.string().nullable(),
    endsAt: instant.nullable().meta({ description: 'null: until it is lifted.' }),
    liftedAt: instant.nullable(),
    liftedBy: z.string().nullable(),
    state: z.enum(['holding', 'lifted', 'ended']),
  })
  .meta({ id: 'Stop' })

const reason = z.string().min(1).max(300).meta({ description: 'One line; agents read it.' })
const endsAt = z.iso
  .datetime({ offset: true, error: 'an instant such as 2030-01-31T12:00:00Z, or null' })
  .nullable()
  .optional()
  .meta({ description: 'Absent or null: until it is lifted.' })

export const list = operation({
  name: 'listStops',
  method: 'GET',
  path: '/stops',
  summary: 'The emergency stops, newest first; those that hold now where state is holding',
  query: z.strictObject({ state: z.literal('holding').optional(), cursor }),
  answer: pageOf(stop),
  run: async ({ member, query }) => {
    if (query.state === 'holding')
      return { items: (await listHoldingStops(member)).map(toStop), nextCursor: null }
    const { items, nextCursor } = await listStops(member, query.cursor)
    return { items: items.map(toStop), nextCursor }
  },
})

export const set = operation({
  name: 'setStop',
  method: 'POST',
  path: '/stops',
  summary: 'Stop a grant, a server or the organisation: no call that starts after the answer passes',
  body: z.strictObject({
    scope: z.enum(STOP_SCOPES),
    id: id.optional().meta({ description: 'Of the grant or the server; absent for the organisation.' }),
    reason,
    endsAt,
  }),
  status: 201,
  answer: stop,
  run: async ({ member, body }) => {
    const end = body.endsAt ? new Date(body.endsAt) : null
    const target = stopTarget(body.scope, body.id)
    return toStop(await setStop(member, target, { reason: body.reason, endsAt: end }))
  },
})

export const lift = operation({
  name: 'liftStop',
  method: 'POST',
  path: '/stops/{id}/lift',
  summary: 'Lift an emergency stop; again is no error',
  answer: stop,
  run: async ({ member, id }) => toStop(await liftStop(member, id)),
})

function toStop(row: Stop): z.input<typeof stop> {
  return {
    id: row.id,
    scope: row.scope,
    subjectId: row.subjectId,
    subjectName: row.subjectName,
    reason: row.reason,
    setAt: row.setAt.toISOString(),
    setBy: row.setBy,
    endsAt: row.endsAt?.toISOString() ?? null,
    liftedAt: row.liftedAt?.toISOString() ?? null,
    liftedBy: row.liftedBy,
    state: row.state,
  }
}
