// /policies/simulate: what a document would have done to the calls on record, in short.
import { z } from 'zod'
import { Fault } from '#lib/fault.ts'
import { getPolicy } from '#lib/policies/index.ts'
import { FATES, FORMATS } from '#lib/policy/index.ts'
import { replayDraft } from '#lib/replay/index.ts'
import { documentShape, documentText } from '../document.ts'
import { operation } from '../operation.ts'
import { id, instant } from '../shapes.ts'

const HOUR_MS = 3_600_000
const MOST_HOURS = 26_280
const DAY_HOURS = 24
const count = z.int().nonnegative()
const fate = z.enum(FATES)

export const simulate = operation({
  name: 'simulatePolicy',
  method: 'POST',
  path: '/policies/simulate',
  summary:
    'Run a document over the calls of a policy since an instant: how many would have come out otherwise',
  body: z.strictObject({
    policyId: id,
    document: documentShape,
    format: z.enum(FORMATS).optional(),
    since: instant.optional().meta({ description: 'The last 24 hours where it is absent.' }),
  }),
  answer: z
    .object({
      total: count.meta({ description: 'Calls that it was run over: the newest 100,000 at most.' }),
      changed: count,
      unknown: count.meta({
        description: 'Of the changed ones, those that rest on a value that was not recorded.',
      }),
      isCut: z.boolean().meta({ description: 'There are older calls since that instant.' }),
      items: z.array(
        z.object({
          tool: z.string(),
          grantLabel: z.string(),
          from: fate,
          to: fate,
          rule: z.string(),
          calls: count,
          examples: z.array(z.string()),
        }),
      ),
    })
    .meta({ id: 'Simulation' }),
  run: async ({ member, body, json }) => {
    const { serverId } = await getPolicy(member, body.policyId)
    const range = { hours: hoursSince(body.since) }
    const draft = { serverId, policyId: body.policyId, ...documentText(json), range }
    for await (const step of replayDraft(member, draft)) {
      if (step.type !== 'done') continue
      const { calls, isCut, changed, matrix } = step.result
      const differing = matrix.filter(({ from, to }) => from !== to)
      return {
        total: calls,
        isCut,
        changed: sum(differing),
        unknown: sum(differing.filter(({ to }) => to === 'unknown')),
        items: changed.map(({ tool, grantLabel, from, to, rule, calls, examples }) => ({
          ...{ tool, grantLabel, from, to, rule, calls },
          examples: [...examples],
        })),
      }
    }
    throw new Error('a replay ended without a result')
  },
})

function hoursSince(since: string | undefined): number {
  if (since === undefined) return DAY_HOURS
  const hours = (Date.now() - Date.parse(since)) / HOUR_MS
  if (hours > 0 && hours <= MOST_HOURS) return hours
  throw new Fault('invalid-input', 'since: name an instant in the past, of the last three years.', {
    data: { field: 'since' },
  })
}

function sum(rows: readonly { readonly calls: number }[]): number {
  return rows.reduce((total, { calls }) => total + calls, 0)
}
