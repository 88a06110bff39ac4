// Replays of recorded calls under a draft, and drafts in shadow.
import { z } from 'zod'
import type { Shadow } from '#lib/data/model.ts'
import { discardShadow, getPolicy, getShadow, promoteShadow, startShadow } from '#lib/policies/index.ts'
import { FATES, FORMATS } from '#lib/policy/index.ts'
import { MOST_CALLS, type ReplaySummary, replayDraft } from '#lib/replay/index.ts'
import { documentShape, documentText } from '../document.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf } from '../shapes.ts'

const fate = z.enum(FATES).meta({
  description:
    'What becomes of a call. unknown: it rests on a value that was not recorded, or on a limit that is not counted.',
})
const count = z.int().nonnegative()
const format = z.enum(FORMATS).optional()
const version = z.int().min(1).max(2_147_483_647)

const replayed = z
  .object({
    calls: count,
    version: z
      .int()
      .nullable()
      .meta({ description: 'The version in force that the draft was compared with.' }),
    from: instant,
    until: instant,
    isCut: z.boolean().meta({ description: `The range holds more records than the newest ${MOST_CALLS}.` }),
    matrix: z.array(z.object({ from: fate, to: fate, calls: count })),
    changed: z.array(
      z.object({
        tool: z.string(),
        grantId: z.string(),
        grantLabel: z.string(),
        from: fate,
        to: fate,
        rule: z
          .string()
          .meta({ description: 'The rule of the draft that decides; empty where none refuses.' }),
        calls: count,
        examples: z.array(z.string()).meta({ description: 'Ids of calls, newest first.' }),
      }),
    ),
    ungrouped: count.meta({ description: 'Changed calls beyond those groups.' }),
  })
  .meta({ id: 'Replay' })

const shadow = z
  .object({
    id,
    serverId: id,
    policyId: id,
    source: z.string(),
    format: z.enum(FORMATS),
    baseVersion: z.int(),
    author: z.string().nullable(),
    createdAt: instant,
    calls: count.meta({ description: 'Calls that it was evaluated on.' }),
    differing: count.meta({ description: 'Of them, those that it would have decided otherwise.' }),
    errors: count,
    missed: count.meta({ description: 'Calls of a busy moment that it was not evaluated on.' }),
    verdicts: z.array(
      z.object({
        tool: z.string(),
        grantId: z.string(),
        grantLabel: z.string(),
        live: z.string(),
        draft: z.string(),
        rule: z.string(),
        calls: count,
        firstAt: instant,
        lastAt: instant,
        examples: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'Shadow' })

export const replay = operation({
  name: 'replayPolicy',
  method: 'POST',
  path: '/policies/{id}/replay',
  summary: 'Run a draft over recorded calls: what would come out otherwise than under the version in force',
  body: z.strictObject({
    document: documentShape,
    format,
    hours: z
      .number()
      .positive()
      .max(26_280)
      .optional()
      .meta({ description: 'The last so many; 24 where neither is given.' }),
    calls: z.int().min(1).max(MOST_CALLS).optional().meta({ description: 'Or the last so many records.' }),
  }),
  answer: replayed,
  run: async ({ member, id: policyId, body, json }) => {
    const { serverId } = await getPolicy(member, policyId)
    const range = body.calls === undefined ? { hours: body.hours ?? 24 } : { calls: body.calls }
    for await (const step of replayDraft(member, { serverId, policyId, ...documentText(json), range }))
      if (step.type === 'done') return toReplay(step.result)
    throw new Error('a replay ended without a result')
  },
})

export const begin = operation({
  name: 'startShadow',
  method: 'POST',
  path: '/policies/{id}/shadow',
  summary:
    'Put a draft in shadow: the version in force decides, and what the draft would decide otherwise is counted',
  body: z.strictObject({ document: documentShape, format, baseVersion: version }),
  status: 201,
  answer: z.object({ id }),
  run: async ({ member, id: policyId, body, json }) => {
    const { serverId } = await getPolicy(member, policyId)
    return startShadow(member, { serverId, policyId, ...documentText(json), baseVersion: body.baseVersion })
  },
})

export const look = operation({
  name: 'getShadow',
  method: 'GET',
  path: '/servers/{id}/shadow',
  summary: 'The draft in shadow of a server, with what was counted so far: a list of one, or of none',
  answer: listOf(shadow),
  run: async ({ member, id: serverId }) => {
    const found = await getShadow(member, serverId)
    return { items: found ? [toShadow(found)] : [] }
  },
})

const named = z.strictObject({ shadowId: id })

export const promote = operation({
  name: 'promoteShadow',
  method: 'POST',
  path: '/servers/{id}/shadow/promote',
  summary: 'Publish the draft in shadow; 409 where `baseVersion` is not the published one any more',
  body: named.extend({ baseVersion: version, comment: z.string().max(500).optional() }),
  answer: z.object({ version: z.int() }),
  run: async ({ member, id: serverId, body }) => {
    const { comment, ...target } = body
    const published = await promoteShadow(member, {
      serverId,
      ...target,
      ...(comment !== undefined && { comment }),
    })
    return { version: published.version }
  },
})

export const discard = operation({
  name: 'discardShadow',
  method: 'POST',
  path: '/servers/{id}/shadow/discard',
  summary: 'Take a draft out of shadow, and delete what was counted',
  body: named,
  status: 204,
  run: ({ member, id: serverId, body }) => discardShadow(member, { serverId, ...body }),
})

function toReplay({ from, until, changed, matrix, ...rest }: ReplaySummary): z.input<typeof replayed> {
  return {
    ...rest,
    matrix: [...matrix],
    changed: changed.map((group) => ({ ...group, examples: [...group.examples] })),
    from: from.toISOString(),
    until: until.toISOString(),
  }
}

function toShadow({ createdAt, verdicts, ...rest }: Shadow): z.input<typeof shadow> {
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    verdicts: verdicts.map(({ firstAt, lastAt, examples, ...verdict }) => ({
      ...verdict,
      examples: [...examples],
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
    })),
  }
}
