// Random documents and calls from a small world, so that rules, names and arguments meet often.
import fc from 'fast-check'
import { type Json, JsonNumber, type JsonObject, jsonObject, serializeJson } from '#lib/json/index.ts'
import { CATEGORIES, SEVERITIES, type ToolCall } from '../call.ts'
import { parsePolicyText } from '../parse-text.ts'
import { METHOD_GROUPS, type Policy, SCOPES } from '../policy.ts'
import { MONDAY } from './examples.ts'

const NAMES = ['read', 'read_a', 'read_b', 'write', 'delete_x', 'Read', 'a/b~c', '__proto__', 'get_']
const GLOBS = ['*', 'read*', 'read_*', '*_x', 'delete_*', 'w*te', 'g*t*']
const KEYS = ['a', 'A', 'b', 'items', '__proto__', 'n.m']
const TEXTS = [
  '',
  'a',
  'A',
  '5',
  'aaab',
  '/srv/data',
  '/srv/data/x',
  '/srv/%64ata/./x',
  '/srv/data/%2e%2e/x',
  '/srv//data%2Fx',
  'file:///srv/data/x',
  'srv/data',
  'https://example.com/x',
  'HTTP://API.Example.com:8080?q',
  'http://user@example.com',
  'http://127.1/',
  'http://127.0.0.1',
  'ws://[2001:DB8::1]:1/',
  'http://example.com./',
]
const NUMBERS: Json[] = [
  0,
  1,
  5,
  -1,
  100,
  0.1,
  ...['1.0', '1e2', '100.00', '-0', '0.10', '9007199254740993'].map((text) => new JsonNumber(text)),
]
const PATHS = [
  ...[
    'args',
    'args.a',
    'args.A',
    'args.b',
    'args.a.b',
    'args.items',
    'args.items[*]',
    'args.items[0]',
    'args.items[1].a',
  ],
  ...[
    'args.items[*].a',
    'args.items[*].items[*]',
    'args.__proto__',
    'args["n.m"]',
    'args["n.m"].a',
    'args.a[*]',
  ],
  ...[
    'grant.label',
    'grant.tags',
    'grant.tags[*]',
    'grant.tags[0]',
    'client.name',
    'user.email',
    'tool.category',
  ],
  ...['tool.severity', 'time.hour', 'time.weekday', 'grant.label.x'],
]
const REGEXES = ['a', '^a+$', 'srv', '(a|b)*b', '^/srv/']
const HOSTS = ['example.com', '*.example.com', '127.0.0.1', '[2001:db8::1]']

const object = (members: fc.Arbitrary<[string, Json][]>): fc.Arbitrary<JsonObject> => members.map(jsonObject)

/** Members that may each be left out. */
function members(
  given: Record<string, fc.Arbitrary<Json>>,
  required: string[] = [],
): fc.Arbitrary<JsonObject> {
  const requiredKeys = Object.keys(given).filter((key) => required.includes(key))
  return fc.record(given, { requiredKeys }).map((record) => jsonObject(Object.entries(record)))
}

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false),
  fc.constantFrom(...NUMBERS),
  fc.constantFrom(...TEXTS),
)

/** Values as they stand in arguments. */
export const jsonValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'json' },
    { arbitrary: scalar, weight: 3 },
    { arbitrary: fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'json' }), weight: 1 },
    {
      arbitrary: object(
        fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 3, depthIdentifier: 'json' }),
      ),
      weight: 2,
    },
  ),
})).value

const comparison: fc.Arbitrary<Json> = fc
  .tuple(
    fc.constantFrom(...PATHS),
    fc.oneof(
      fc.tuple(fc.constantFrom('eq', 'neq', 'contains'), jsonValue),
      fc.tuple(fc.constantFrom('lt', 'lte', 'gt', 'gte'), fc.constantFrom(...NUMBERS)),
      fc.tuple(fc.constantFrom('in', 'not_in'), fc.array(scalar, { maxLength: 3 })),
      fc.tuple(fc.constant('exists'), fc.boolean()),
      fc.tuple(fc.constant('regex'), fc.constantFrom(...REGEXES)),
      fc.tuple(fc.constant('within'), fc.constantFrom('/srv/data', '/', '/srv//data/')),
      fc.tuple(fc.constant('host_in'), fc.subarray(HOSTS)),
      fc.tuple(fc.constantFrom('eq', 'neq', 'in', 'not_in'), fc.constant([14, 'mon', 'claude', 'Read'])),
    ),
  )
  .map(([path, [op, value]]) =>
    jsonObject([
      ['path', path],
      ['op', op],
      ['value', value],
    ] as [string, Json][]),
  )

const condition: fc.Arbitrary<Json> = fc.oneof(
  { arbitrary: comparison, weight: 5 },
  {
    arbitrary: fc
      .array(comparison, { minLength: 1, maxLength: 3 })
      .map((any) => jsonObject([['any_of', any]])),
    weight: 1,
  },
)

const conditions = fc.array(condition, { maxLength: 3 })
const text = fc.constantFrom('No.', 'Ask the platform team.')

export const ruleValue = members({ conditions, on_deny: text }, ['conditions'])
export const approvalValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constant(true),
  members({ conditions, timeout: fc.constantFrom<Json>('10m', 60), reason: text }),
)

/** A counter's name fixes everything that L5 wants to agree. */
const COUNTERS: [string, Json, string | null][] = [
  ['calls', 'minute', null],
  ['spent', 'day', 'args.a'],
  ['nested', '15m', 'args["n.m"].a'],
  ['a/b', 60, null],
]
export const limitValue: fc.Arbitrary<Json> = fc
  .record({
    shape: fc.constantFrom(...COUNTERS),
    max: fc.oneof(
      { arbitrary: fc.constantFrom<Json>(30, 1000, new JsonNumber('10.50')), weight: 6 },
      { arbitrary: fc.constant<Json>(0), weight: 1 },
    ),
    scope: fc.option(fc.constantFrom(...SCOPES), { nil: undefined }),
    onDeny: fc.option(text, { nil: undefined }),
  })
  .map(({ shape: [counter, window, from], max, scope, onDeny }) => {
    const given: [string, Json | undefined | null][] = [
      ['counter', counter],
      ['window', window],
      ['max', max],
      ['scope', scope],
      ['increment_from', from],
      ['on_deny', onDeny],
    ]
    return jsonObject(
      given.filter((each): each is [string, Json] => each[1] !== undefined && each[1] !== null),
    )
  })

const layer = {
  require: fc.array(ruleValue, { maxLength: 2 }),
  deny_if: fc.array(ruleValue, { maxLength: 2 }),
  require_approval: approvalValue,
  limits: fc.array(limitValue, { maxLength: 2 }),
}

const entryValue: fc.Arbitrary<JsonObject> = fc.oneof(
  {
    arbitrary: members({ ...layer, strict_arguments: fc.boolean(), description: text, 'x-note': jsonValue }),
    weight: 4,
  },
  {
    arbitrary: members({
      require: layer.require,
      action: fc.constantFrom('deny', 'require_approval'),
      rate_limit: fc.constantFrom<Json>(
        '30/minute',
        '1.5/60s',
        jsonObject([
          ['max', 3],
          ['window', 60],
        ]),
      ),
    }),
    weight: 1,
  },
  { arbitrary: fc.constant(jsonObject()), weight: 1 },
)

/** Valid documents. `text` is what shrinks and is shown; the policy is what it was parsed to. */
export const validDocument: fc.Arbitrary<{ text: string; policy: Policy }> = members(
  {
    version: fc.constant('1'),
    default: fc.constantFrom('allow', 'deny'),
    hide: fc.subarray([...NAMES.slice(1), 'delete_*', 'w*te'], { maxLength: 2 }),
    methods: fc
      .array(fc.tuple(fc.constantFrom(...METHOD_GROUPS), fc.constantFrom('allow', 'deny')), { maxLength: 3 })
      .map((pairs) => jsonObject(pairs)),
    all_tools: members(layer),
    tools: object(
      fc.array(fc.tuple(fc.constantFrom(...NAMES, ...NAMES, ...GLOBS), entryValue), { maxLength: 6 }),
    ),
    'x-owner': text,
  },
  ['version', 'default', 'tools'],
)
  .map((document) => {
    const written = serializeJson(document)
    const parsed = parsePolicyText(written)
    return { text: written, policy: parsed.ok ? parsed.value.policy : null }
  })
  .filter((document): document is { text: string; policy: Policy } => document.policy !== null)

export const toolName = fc.constantFrom(...NAMES)

const argumentsValue = object(fc.array(fc.tuple(fc.constantFrom(...KEYS), jsonValue), { maxLength: 4 }))

export const toolCall: fc.Arbitrary<ToolCall> = fc
  .record({
    name: toolName,
    state: fc.oneof(
      { arbitrary: fc.constant('pinned' as const), weight: 12 },
      { arbitrary: fc.constantFrom('changed' as const, 'new' as const, 'gone' as const), weight: 1 },
    ),
    listed: fc.oneof(
      { arbitrary: fc.constant(true), weight: 20 },
      { arbitrary: fc.constant(false), weight: 1 },
    ),
    category: fc.constantFrom(...CATEGORIES),
    severity: fc.constantFrom(...SEVERITIES),
    declared: fc.subarray(KEYS, { minLength: 3 }),
    arguments: argumentsValue,
    label: fc.constantFrom('support', 'a'),
    tags: fc.subarray(['a', 'eu', '5']),
    client: fc.constantFrom({}, { name: 'claude' }, { name: 'a' }),
    user: fc.constantFrom({}, { email: 'a@example.com' }),
    at: fc.integer({ min: -400 * 86_400_000, max: 400 * 86_400_000 }).map((shift) => MONDAY + shift),
  })
  .map(
    ({
      name,
      state,
      listed,
      category,
      severity,
      declared,
      arguments: args,
      label,
      tags,
      client,
      user,
      at,
    }) => ({
      name,
      tool: listed ? { name, state, category, severity, declared } : null,
      arguments: args,
      grant: { label, tags },
      client,
      user,
      at,
    }),
  )
