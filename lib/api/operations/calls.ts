// /calls
import { z } from 'zod'
import { CALL_FORMATS, explainCall, exportCalls, getCall, listCalls } from '#lib/calls/index.ts'
import type { CallRow } from '#lib/data/model.ts'
import { fileOperation, operation } from '../operation.ts'
import { cursor, id, instant, pageOf, toolRisk } from '../shapes.ts'

const call = z
  .object({
    id,
    at: instant,
    serverId: id,
    serverName: z.string(),
    grantId: id,
    grantLabel: z.string(),
    method: z.string(),
    tool: z.string(),
    risk: toolRisk.nullable().meta({ description: 'Null where the tool is not known (any more).' }),
    decision: z.enum(['allow', 'deny', 'await']),
    rule: z.string().meta({ description: 'A JSON Pointer into the policy, or a sentinel such as (hidden).' }),
    reason: z.string(),
    message: z.string(),
    outcome: z.string(),
    upstreamStatus: z.int().nullable(),
    latencyMs: z.number().nullable(),
    argumentNames: z.array(z.string()).meta({ description: 'Names only; values are not kept.' }),
    policyId: id.nullable().meta({ description: 'The policy of the version that judged the call.' }),
    policyVersion: z.int().nullable(),
    detail: z.unknown(),
    repeats: z.int().meta({
      description: 'How many equal refusals this record stands for; 1 for every other call.',
    }),
    lastAt: instant.nullable().meta({ description: 'When the last of them came; null for a single one.' }),
  })
  .meta({ id: 'Call' })

const explanation = z
  .object({
    agent: z.string().meta({ description: 'What the agent was told; empty for an allowed call.' }),
    person: z.string(),
    ruleText: z
      .string()
      .nullable()
      .meta({ description: 'The rule in the policy version that judged the call.' }),
    change: z.string().nullable().meta({
      description:
        'What would change the decision, where that can be told without the argument values, which are not kept.',
    }),
  })
  .meta({ id: 'Explanation' })

const filter = z.strictObject({
  serverId: id.optional(),
  grantId: id.optional(),
  tool: z.string().min(1).max(512).optional(),
  decision: z.enum(['allow', 'deny', 'await']).optional(),
  rule: z.string().min(1).max(4096).optional(),
  from: instant.optional(),
  to: instant.optional().meta({ description: 'An instant in UTC; a call at it is left out.' }),
  cursor,
})

export const list = operation({
  name: 'listCalls',
  method: 'GET',
  path: '/calls',
  summary: 'Recorded calls, newest first, 50 a page',
  query: filter,
  answer: pageOf(call),
  run: async ({ member, query: { from, to, ...query } }) => {
    const page = await listCalls(member, { ...query, ...spanOf(from, to) })
    return { items: page.items.map(toCall), nextCursor: page.nextCursor }
  },
})

export const exported = fileOperation({
  name: 'exportCalls',
  path: '/calls/export',
  summary:
    'All recorded calls that fit, newest first, as CSV or as a JSON object a line; the export is audited',
  query: filter.extend({ format: z.enum(['csv', 'ndjson']).default('ndjson') }),
  media: Object.values(CALL_FORMATS),
  run: ({ member, query: { format, cursor, from, to, ...rest } }) =>
    exportCalls(member, { format, filter: { ...rest, ...spanOf(from, to) }, cursor }),
})

export const get = operation({
  name: 'getCall',
  method: 'GET',
  path: '/calls/{id}',
  summary: 'One recorded call, with the explanation of its decision',
  answer: call.extend({ explanation }).meta({ id: 'CallWithExplanation' }),
  run: async ({ member, id }) => {
    const row = await getCall(member, id)
    const { agent, person, ruleText, change } = await explainCall(member, row)
    return { ...toCall(row), explanation: { agent, person, ruleText, change } }
  },
})

function spanOf(from: string | undefined, to: string | undefined): { from?: number; until?: number } {
  return {
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { until: Date.parse(to) }),
  }
}

function toCall(row: CallRow): z.input<typeof call> {
  return {
    ...row,
    at: row.at.toISOString(),
    lastAt: row.lastAt?.toISOString() ?? null,
    argumentNames: [...row.argumentNames],
  }
}
