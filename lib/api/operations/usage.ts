// /usage and /limits
import { z } from 'zod'
import { limitsInUse, type Tally, usageBetween } from '#lib/usage/index.ts'
import { operation } from '../operation.ts'
import { id, instant, listOf, toolRisk } from '../shapes.ts'

const tally = {
  calls: z.int().meta({ description: 'All of them; a record that stands for equal refusals counts each.' }),
  allow: z.int(),
  deny: z.int(),
  await: z.int(),
}
const percentiles = z.object({ p50: z.number(), p95: z.number() }).nullable().meta({
  description: 'In ms, at most 4.4 % off; null where nothing was measured.',
})
const latency = z
  .object({
    measured: z.int().meta({ description: 'Forwarded calls that have ended.' }),
    gateway: percentiles,
    upstream: percentiles,
  })
  .meta({ id: 'Latency' })
const named = z.object({ id, name: z.string() })

const usage = z
  .object({
    from: instant,
    to: instant.meta({ description: 'An instant in UTC; it is not part of the time that was counted.' }),
    by: z.enum(['minute', 'hour', 'day']),
    total: z.object(tally),
    latency,
    steps: z.array(z.object({ from: instant, to: instant, ...tally, latency })),
    servers: z.array(named.extend(tally)),
    grants: z.array(named.extend(tally)),
    deniedTools: z.array(
      z.object({ server: named, tool: z.string(), risk: toolRisk.nullable(), calls: z.int() }),
    ),
    deniedRules: z.array(z.object({ server: named, rule: z.string(), calls: z.int() })),
  })
  .meta({ id: 'Usage' })

const filter = { serverId: id.optional(), grantId: id.optional() }

export const read = operation({
  name: 'getUsage',
  method: 'GET',
  path: '/usage',
  summary:
    'Calls and decisions over time, what was denied most, and latencies, in whole minutes, hours or days (UTC)',
  query: z.strictObject({
    from: instant.optional(),
    to: instant.optional(),
    by: z.enum(['minute', 'hour', 'day']).default('hour').meta({
      description:
        'The step. Minutes go back 3 hours, hours 9 days, days as far as calls are kept; the answer says what it counts.',
    }),
    ...filter,
  }),
  answer: usage,
  run: async ({ member, query: { from, to, by, ...rest } }) => {
    const asked = { by, from: instantOf(from), until: instantOf(to) }
    const found = await usageBetween(member, asked, rest)
    return {
      from: found.from.toISOString(),
      to: found.until.toISOString(),
      by: found.by,
      total: tallyOf(found.total),
      latency: found.latency,
      steps: found.steps.map((step) => ({
        from: step.from.toISOString(),
        to: step.until.toISOString(),
        ...tallyOf(step),
        latency: step.latency,
      })),
      servers: [...found.servers],
      grants: [...found.grants],
      deniedTools: [...found.deniedTools],
      deniedRules: [...found.deniedRules],
    }
  },
})

const decimal = z.string().meta({ description: 'A decimal number, every digit kept.' })
const limit = z
  .object({
    server: named,
    policyId: id,
    rule: z.string().meta({
      description: 'A JSON Pointer into the published document; into the baseline after `(baseline)`.',
    }),
    counter: z.string(),
    scope: z.enum(['grant', 'session', 'user', 'server', 'organisation']),
    window: z.string(),
    sliding: z.boolean(),
    max: decimal,
    used: decimal,
    remaining: decimal,
    share: z.number().meta({ description: 'used / max' }),
    resetsAt: instant.nullable().meta({
      description: 'When the window ends, or for a sliding limit when the first call leaves it.',
    }),
    grants: z.array(named),
  })
  .meta({ id: 'LimitUse' })

export const limits = operation({
  name: 'listLimitsInUse',
  method: 'GET',
  path: '/limits',
  summary: 'How much of each limit of the policies in force is used, the fullest first',
  query: z.strictObject(filter),
  answer: listOf(limit),
  run: async ({ member, query }) => ({
    items: (await limitsInUse(member, query)).map((use) => ({
      ...use,
      resetsAt: use.resetsAt?.toISOString() ?? null,
      grants: [...use.grants],
    })),
  }),
})

function instantOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text)
}

function tallyOf({ calls, allow, deny, await: waiting }: Tally): z.infer<z.ZodObject<typeof tally>> {
  return { calls, allow, deny, await: waiting }
}
