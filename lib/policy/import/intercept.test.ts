// [I] Intercept documents: whatever one refuses, its import refuses too.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import { type CompiledPolicy, compilePolicy, evaluate, importPolicy, windowAt } from '../index.ts'
import { callOf, MONDAY, policyOf, toolFacts } from '../testing/examples.ts'
import { runs } from '../testing/runs.ts'
import { type Call, type Document, judge, type Store, type Verdict } from './testing/intercept.ts'

const NAMES = ['read', 'write', 'w*te', '__proto__', 'Read', 'delete_x']
const SCALARS = [
  '5',
  5,
  5.5,
  -1,
  0,
  true,
  'true',
  false,
  null,
  '<nil>',
  'abc',
  1_000_000,
  '1e+06',
  '1000000',
  0.00001,
  '1e-05',
]
const COMPOSITES = [[], [5], ['5', 'abc'], [1_000_000], { b: 5 }, { b: 1_000_000 }, { a: { b: 'abc' } }]
const PATHS = [
  'args.a',
  'args.b',
  'args.a.b',
  'args.A',
  'args.n m',
  'args.__proto__',
  'args.',
  'args.items[0]',
]

// Values that print alike meet often: that is where the two languages differ.
const scalar = fc.oneof(fc.constantFrom<unknown>(...SCALARS), fc.constantFrom<unknown>('5', 5, 'true', true))
const anyValue = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(...COMPOSITES) },
)
const list = fc.array(fc.oneof({ weight: 9, arbitrary: scalar }, { weight: 1, arbitrary: anyValue }), {
  maxLength: 3,
})
const number = fc.constantFrom(5, 5.5, -1, 0, 1_000_000, 0.00001)

const condition = fc
  .tuple(
    fc.oneof(fc.constantFrom(...PATHS), fc.constant('args.a')),
    fc.oneof(
      fc.tuple(fc.constantFrom('eq', 'neq', 'contains'), anyValue),
      fc.tuple(fc.constantFrom('in', 'not_in'), list),
      fc.tuple(fc.constantFrom('lt', 'lte', 'gt', 'gte'), fc.oneof({ weight: 9, arbitrary: number }, scalar)),
      fc.tuple(fc.constant('exists'), fc.oneof({ weight: 9, arbitrary: fc.boolean() }, scalar)),
      fc.tuple(fc.constant('regex'), fc.constantFrom('a', '^a+$', '(a|b)c$')),
    ),
  )
  .map(([path, [op, value]]) => ({ path, op, value }))

const message = fc.record(
  { name: fc.constantFrom('one', 'two'), on_deny: fc.constant('No.') },
  { requiredKeys: [] },
)

/** A rule that counts: its bound names its own counter, which the rest of the document need not know. */
const counting = fc
  .record({
    counter: fc.constantFrom('spent', 'calls'),
    window: fc.constantFrom('minute', 'hour'),
    increment: fc.option(fc.constantFrom(0, 1, 2), { nil: undefined }),
    increment_from: fc.option(fc.constantFrom('args.a', 'args.a.b'), { nil: undefined }),
    op: fc.constantFrom('lt', 'lte', 'lt', 'lte', 'gt'),
    bound: fc.constantFrom(0, 1, 2, 3, 10, 2.5),
    more: fc.array(condition, { maxLength: 1 }),
  })
  .map(({ op, bound, more, ...state }) => (scope: string) => ({
    conditions: [{ path: `state.${scope}.${state.counter}`, op, value: bound }, ...more],
    state: Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)),
  }))

const rule = fc
  .tuple(
    message,
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .array(condition, { minLength: 1, maxLength: 2 })
          .map((conditions) => () => ({ conditions })),
      },
      {
        weight: 2,
        arbitrary: fc
          .constantFrom('1/minute', '2/minute', '3/hour', '2/day')
          .map((rate_limit) => () => ({ rate_limit })),
      },
      { weight: 3, arbitrary: counting },
      {
        weight: 2,
        arbitrary: fc
          .constantFrom<object>(
            { action: 'deny' },
            { action: 'require_approval', approval_timeout: '5m' },
            { action: 'allow', rate_limit: '2/minute', validate: { required_args: true } },
            { action: 'audit' },
            { rate_limit: '2/minute', only_from: 'office' },
            { conditions: [{ path: 'state.read.calls', op: 'lt', value: 5 }] },
          )
          .map((each) => () => each),
      },
    ),
  )
  .map(([words, body]) => (scope: string) => ({ ...words, ...body(scope) }))

const rulesFor = (tool: string, made: ((scope: string) => object)[]) => ({
  rules: made.map((each) => each(tool === '*' ? '_global' : tool)),
})

const anyDocument: fc.Arbitrary<Document> = fc
  .record(
    {
      default: fc.constantFrom('allow', 'deny'),
      hide: fc.subarray(['delete_x', 'read', 'w*te'], { maxLength: 1 }),
      tools: fc
        .uniqueArray(fc.tuple(fc.constantFrom(...NAMES, '*'), fc.array(rule, { maxLength: 2 })), {
          selector: ([name]) => name,
          minLength: 1,
          maxLength: 3,
        })
        .map((tools) => Object.fromEntries(tools.map(([name, made]) => [name, rulesFor(name, made)]))),
    },
    { requiredKeys: ['tools'] },
  )
  .map((document) => document as Document)

const anyCall: fc.Arbitrary<Call> = fc.record({
  tool: fc.constantFrom(...NAMES, 'write', 'wrote'),
  args: fc.dictionary(fc.constantFrom('a', 'b', 'n m', '__proto__', '', 'items[0]'), anyValue, {
    maxKeys: 4,
  }) as fc.Arbitrary<Call['args']>,
  at: fc.constantFrom(0, 1000, 59_000, 61_000, 3_700_000).map((later) => MONDAY + later),
})

const TOOLS = NAMES.map((name) => ({ name, inputSchema: { type: 'object', required: ['a'] } }))

function imported(text: string): CompiledPolicy | null {
  const result = importPolicy(text, TOOLS)
  if ('issues' in result) return null
  expect(result.kind).toBe('intercept-yaml')
  const policy = policyOf(result.document)
  return compilePolicy(policy)
}

/** Decides a call here; what passes is counted in `store`. */
function decide(policy: CompiledPolicy, { tool, args, at }: Call, store: Store): Verdict {
  const call = callOf(tool, {}, { tool: toolFacts(tool), arguments: fromPlain(args) as JsonObject, at })
  const { effect, draws } = evaluate(policy, call)
  if (effect !== 'allow') return effect
  const places = draws.map(({ counter, scope, window }) => `${scope} ${counter}@${windowAt(window, at).from}`)
  const fits = draws.every(
    ({ amount, max }, index) => (store.get(places[index] ?? '') ?? 0) + Number(amount) <= Number(max),
  )
  if (!fits) return 'deny'
  for (const [index, place] of places.entries())
    store.set(place, (store.get(place) ?? 0) + Number(draws[index]?.amount))
  return 'allow'
}

const written = fc.constantFrom(
  (document: object) => JSON.stringify(document, null, 2),
  (document: object) => stringify(document, { aliasDuplicateObjects: false }),
)

describe('[O1] what Intercept refuses is refused here', () => {
  it('for any document and any calls, given the calls that passed before', () => {
    let judged = 0
    fc.assert(
      fc.property(
        anyDocument,
        fc.array(anyCall, { minLength: 3, maxLength: 12 }),
        written,
        (document, calls, write) => {
          const policy = imported(write({ version: '1', ...document }))
          // The generator makes no broken documents: one that is not imported fails here.
          if (policy === null) throw new Error('not imported')
          const there: Store = new Map()
          const here: Store = new Map()
          for (const call of calls) {
            const verdict = decide(policy, call, here)
            // Only what passes here is counted there, so that both have seen the same calls.
            const original = judge(document, call, ['a'], verdict === 'allow' ? there : new Map(there))
            if (verdict === 'allow') expect(original).toBe('allow')
            judged++
          }
        },
      ),
      runs(300),
    )
    expect(judged).toBeGreaterThan(600)
  })
})

describe('[O4] one condition', () => {
  const OPERATORS = 'eq neq lt lte gt gte in not_in exists regex contains'.split(' ')
  const single = [...SCALARS, ...COMPOSITES]
  const pairs = SCALARS.flatMap((one, index) => SCALARS.slice(index + 1).map((other) => [one, other]))
  const lists = [[], ...single.map((each) => [each]), ...pairs]
  const given: Call['args'][] = [{}, ...single.map((a) => ({ a }) as Call['args']), { A: 5 }, { a: [5, 'x'] }]

  it.each(OPERATORS)('%s passes nothing that it does not pass there, whatever it compares', (op) => {
    let passed = 0
    const operands = op === 'in' || op === 'not_in' ? lists : op === 'regex' ? ['5', '^a', 'e'] : single
    for (const value of operands) {
      const document = {
        default: 'deny',
        tools: { read: { rules: [{ name: 'r', conditions: [{ path: 'args.a', op, value }] }] } },
      }
      const policy = imported(JSON.stringify({ version: '1', ...document }))
      for (const args of given) {
        const call: Call = { tool: 'read', args, at: MONDAY }
        if (policy && decide(policy, call, new Map()) !== 'allow') continue
        expect([op, value, args, judge(document as Document, call, [], new Map())]).toEqual([
          op,
          value,
          args,
          'allow',
        ])
        passed++
      }
    }
    expect(passed).toBeGreaterThan(0)
  })
})

describe('[O1] what both can say is decided alike', () => {
  // One type for each argument, whole amounts that are not negative, and bounds above 0 (L7): nothing to disagree on.
  const exact = fc
    .oneof(
      fc.tuple(fc.constant('args.a'), fc.constantFrom('lt', 'lte', 'gt', 'gte', 'eq', 'neq'), fc.nat(9)),
      fc.tuple(
        fc.constant('args.a'),
        fc.constantFrom('in', 'not_in'),
        fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
      ),
      fc.tuple(
        fc.constant('args.b.c'),
        fc.constantFrom('eq', 'neq', 'contains', 'regex'),
        fc.constantFrom('x', 'y', 'xy'),
      ),
      fc.tuple(fc.constantFrom('args.a', 'args.b.c', 'args.none'), fc.constant('exists'), fc.boolean()),
    )
    .map(([path, op, value]) => ({ path, op, value }))
  const counted = fc
    .tuple(
      fc.constantFrom('lt', 'lte'),
      fc.integer({ min: 2, max: 12 }),
      fc.constantFrom({}, { increment: 1 }, { increment_from: 'args.a' }),
    )
    .map(([op, value, by]) => (scope: string) => ({
      name: 'counted',
      conditions: [{ path: `state.${scope}.spent`, op, value }],
      state: { counter: 'spent', window: 'hour', ...by },
    }))
  const plain = fc
    .array(exact, { minLength: 1, maxLength: 2 })
    .map((conditions) => () => ({ name: 'plain', conditions }))
  const rated = fc
    .constantFrom('1/minute', '3/hour')
    .map((rate_limit) => () => ({ name: 'rated', rate_limit }))
  const rules = fc
    .tuple(fc.array(plain, { maxLength: 2 }), fc.option(counted), fc.option(rated))
    .map(([conditions, state, rate]) => [...conditions, ...(state ? [state] : []), ...(rate ? [rate] : [])])
  const document = fc.record({
    version: fc.constant('1'),
    default: fc.constantFrom('allow', 'deny'),
    hide: fc.subarray(['Read']),
    tools: fc
      .record({ read: rules, write: rules, '*': rules })
      .map((tools) =>
        Object.fromEntries(Object.entries(tools).map(([name, made]) => [name, rulesFor(name, made)])),
      ),
  })
  const call: fc.Arbitrary<Call> = fc.record({
    tool: fc.constantFrom('read', 'write', 'Read', 'other'),
    args: fc.record({ a: fc.nat(9), b: fc.record({ c: fc.constantFrom('x', 'y', 'xyz') }) }),
    at: fc.constantFrom(0, 61_000).map((later) => MONDAY + later),
  })

  it('for any calls in a row', () => {
    const verdicts = { allow: 0, deny: 0, await: 0 }
    fc.assert(
      fc.property(
        document,
        fc.array(call, { minLength: 3, maxLength: 12 }),
        written,
        (given, calls, write) => {
          const policy = imported(write(given))
          if (policy === null) throw new Error('not imported')
          const there: Store = new Map()
          const here: Store = new Map()
          for (const each of calls) {
            const verdict = decide(policy, each, here)
            expect(verdict).toBe(judge(given as Document, each, ['a'], there))
            verdicts[verdict]++
          }
        },
      ),
      runs(200),
    )
    expect(Math.min(verdicts.allow, verdicts.deny)).toBeGreaterThan(100)
  })
})
