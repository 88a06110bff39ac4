// How long the policy core takes: one decision of a typical call, and compiling 1,300 entries.
// Run with `npm run bench:policy` (`-- --json` adds one JSON object as the last line). Medians of
// several rounds; figures are for comparison on one machine, not a pass mark.
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import {
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  edit,
  evaluate,
  LANES,
  type Policy,
  parsePolicyText,
  placementIn,
  recommendedPolicy,
  type ToolCall,
} from '#lib/policy/index.ts'

const ROUNDS = 9
const CALLS = 100_000

/** Milliseconds of one run: the median of several rounds. */
function median(run: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN
}

function policyOf(text: string): Policy {
  const parsed = parsePolicyText(text)
  if (!parsed.ok) throw new Error(parsed.issues[0].message)
  return parsed.value.policy
}

/** 1,300 tools as a large server has them: every category, a limit, a condition or a denial each. */
function largeDocument(): string {
  const categories = ['Read', 'Write', 'Execute', 'Destructive', 'Financial', 'Other'] as const
  const tools = Array.from({ length: 1300 }, (_, index) => ({
    name: `service_${index % 40}_operation_${index}`,
    category: categories[index % categories.length] ?? 'Other',
  }))
  return recommendedPolicy(tools)
}

/** What people write: an amount, a pattern, a folder, a host, a limit by amount. */
const TYPICAL = JSON.stringify({
  version: '1',
  default: 'deny',
  hide: ['delete_*'],
  all_tools: { limits: [{ counter: 'calls', window: 'minute', max: 600 }] },
  tools: {
    create_refund: {
      require: [{ conditions: [{ path: 'args.reason', op: 'exists' }] }],
      deny_if: [
        { conditions: [{ path: 'args.amount', op: 'gt', value: 500 }], on_deny: 'Too much.' },
        { conditions: [{ path: 'args.currency', op: 'not_in', value: ['EUR', 'USD'] }] },
        { conditions: [{ path: 'args.note', op: 'regex', value: '^test' }] },
      ],
      limits: [{ counter: 'refunds', window: 'day', max: 1000, increment_from: 'args.amount' }],
    },
    'read_*': {},
  },
})

function callOf(name: string, args: unknown): ToolCall {
  return {
    name,
    tool: { name, state: 'pinned', category: 'Financial', severity: 'Critical', declared: [] },
    arguments: fromPlain(args) as JsonObject,
    grant: { label: 'support', tags: [] },
    client: { name: 'claude' },
    user: {},
    at: 1_753_108_200_000,
  }
}

/** Microseconds of one evaluation. The decisions are counted, so that none can be left out. */
function evaluateMicros(policy: CompiledPolicy, call: ToolCall, effect: Decision['effect']): number {
  let same = 0
  const millis = median(() => {
    for (let count = 0; count < CALLS; count++) if (evaluate(policy, call).effect === effect) same++
  })
  if (same !== ROUNDS * CALLS) throw new Error(`expected ${effect} every time`)
  return (millis * 1000) / CALLS
}

const text = largeDocument()
const large = policyOf(text)
const typical = compilePolicy(policyOf(TYPICAL))
const refund = callOf('create_refund', {
  amount: 120.5,
  currency: 'EUR',
  reason: 'broken',
  note: 'as agreed',
})
const names = [...large.tools.keys()]

const figures = {
  evaluateMicros: evaluateMicros(typical, refund, 'allow'),
  globMicros: evaluateMicros(typical, callOf('read_stream', { id: 1 }), 'allow'),
  deniedMicros: evaluateMicros(
    typical,
    callOf('create_refund', { amount: 900, reason: 'x', currency: 'EUR' }),
    'deny',
  ),
  compile1300Millis: median(() => compilePolicy(large)),
  parse1300Millis: median(() => policyOf(text)),
  place1300Millis: median(() => names.map(placementIn(large))),
  ...Object.fromEntries(
    LANES.map((to) => [
      `move1300To${to}Millis`,
      median(() => edit(text, { type: 'move', tools: names, to })),
    ]),
  ),
}

for (const [name, value] of Object.entries(figures))
  console.log(`${name.padEnd(24)} ${value.toFixed(3).padStart(10)}`)
if (process.argv.includes('--json')) {
  const rounded = Object.entries(figures).map(([name, value]) => [name, Number(value.toPrecision(4))])
  console.log(JSON.stringify(Object.fromEntries(rounded)))
}
