'use server'

import { z } from 'zod'
import { memberAction } from '#lib/action.ts'
import { STOP_SCOPES } from '#lib/data/model.ts'
import { liftStop, setStop, stopTarget } from '#lib/stops/index.ts'

const MINUTE_MS = 60_000

export const setStopAction = memberAction(
  'stops.set',
  z.strictObject({
    scope: z.enum(STOP_SCOPES),
    id: z.string().optional(),
    reason: z.string(),
    minutes: z.number().positive().nullable(),
  }),
  async (member, { scope, id, reason, minutes }) => {
    const endsAt = minutes === null ? null : new Date(Date.now() + minutes * MINUTE_MS)
    await setStop(member, stopTarget(scope, id), { reason, endsAt })
    return null
  },
)

export const liftStopAction = memberAction(
  'stops.lift',
  z.strictObject({ stopId: z.string() }),
  async (member, { stopId }) => {
    await liftStop(member, stopId)
    return null
  },
)
