// /servers/{id}/recording
import { z } from 'zod'
import type { RecordingSetting } from '#lib/data/recording.ts'
import { MAX_RETENTION_DAYS } from '#lib/data/retention.ts'
import { changeRecording, eraseValues, getRecording } from '#lib/servers/index.ts'
import { operation } from '../operation.ts'
import { instant } from '../shapes.ts'

const mode = z.enum(['names', 'mentioned', 'all']).meta({
  description:
    'What is recorded of the arguments of calls: their names alone; also the values that the policy mentions; or all values. Values are encrypted, and what looks like a secret is left out.',
})
const days = z.int().min(1).max(MAX_RETENTION_DAYS).meta({
  description: 'How long values are kept: at most as long as the organisation keeps its calls.',
})
const recording = z
  .object({
    mode,
    days,
    erasedAt: instant.nullable().meta({ description: 'When its values were last erased by hand.' }),
    holdsValues: z.boolean().meta({ description: 'Whether there are values that could be read now.' }),
  })
  .meta({ id: 'Recording' })

export const get = operation({
  name: 'getRecording',
  method: 'GET',
  path: '/servers/{id}/recording',
  summary: 'What is recorded of the arguments of a server’s calls',
  answer: recording,
  run: async ({ member, id }) => toRecording(await getRecording(member, id)),
})

export const update = operation({
  name: 'changeRecording',
  method: 'PATCH',
  path: '/servers/{id}/recording',
  summary: 'Change what is recorded of arguments, or how long values are kept',
  body: z.strictObject({ mode: mode.optional(), days: days.optional() }),
  answer: recording,
  run: async ({ member, id, body }) => toRecording(await changeRecording(member, id, body)),
})

export const erase = operation({
  name: 'eraseValues',
  method: 'DELETE',
  path: '/servers/{id}/recording/values',
  summary: 'Erase all recorded values of a server, for good; its calls stay on record',
  run: async ({ member, id }) => {
    await eraseValues(member, id)
    return undefined
  },
})

function toRecording({
  mode,
  days,
  callDays,
  erasedAt,
  holdsValues,
}: RecordingSetting): z.input<typeof recording> {
  return { mode, days: Math.min(days, callDays), erasedAt: erasedAt?.toISOString() ?? null, holdsValues }
}
