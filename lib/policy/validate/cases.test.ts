// [V] One case for each thing that validation says, and one beside it where it must stay silent. Every
// fix is tried: what it was offered for is gone afterwards, and nothing else is worse.
import { describe, expect, it } from 'vitest'
import {
  edit,
  ISSUE_CODES,
  type Issue,
  parsePolicyText,
  type ValidatedTool,
  validatePolicy,
} from '../index.ts'
import { policyOf } from '../testing/examples.ts'

const PAY = {
  type: 'object',
  properties: {
    amount: { type: 'number', minimum: 0, maximum: 500 },
    count: { type: 'integer' },
    currency: { enum: ['EUR', 'USD'] },
    note: { type: 'string', maxLength: 40 },
    body: { type: 'string', maxLength: 20_000 },
    tags: { type: 'array', items: { enum: ['a', 'b'] } },
    items: {
      type: 'array',
      items: { properties: { price: { type: 'number' }, label: { type: 'string' } }, required: ['price'] },
    },
    extra: { type: 'object', additionalProperties: true },
  },
  required: ['amount', 'currency', 'count', 'body', 'tags', 'items'],
}
const tool = (name: string, facts: Partial<ValidatedTool> = {}): ValidatedTool => ({
  name,
  inputSchema: PAY,
  category: 'Write',
  severity: 'Medium',
  state: 'pinned',
  ...facts,
})
const READ = tool('read', { inputSchema: { type: 'object', properties: { id: { type: 'string' } } } })
const TOOLS = [tool('pay'), READ]

type Case = {
  readonly name: string
  /** `code pointer`, and the first character of an error is `!`. */
  readonly issue: string
  readonly document: object
  /** Silent of this code. */
  readonly near: object
  readonly says?: string
  readonly tools?: readonly ValidatedTool[]
  readonly nearTools?: readonly ValidatedTool[]
  readonly approvers?: number
  readonly fixed?: boolean
}

/** `pay` with these rules, beside a tool that is let through. */
const pay = (entry: object, more: object = {}) => ({ ...more, tools: { pay: entry, read: {} } })
const when = (path: string, op: string, value?: unknown) => ({
  path: `args.${path}`,
  op,
  ...(value === undefined ? {} : { value }),
})
const rules = (list: 'require' | 'deny_if', ...conditions: object[]) => pay({ [list]: [{ conditions }] })
const limit = (counter: string, window: unknown, max: number, more: object = {}) => ({
  counter,
  window,
  max,
  ...more,
})
const limits = (...list: object[]) => pay({ limits: list })
const DENY = '/tools/pay/deny_if/0'
const FIRST = `${DENY}/conditions/0`
const REQUIRED = '/tools/pay/require/0/conditions/0'

const NAMES: Case[] = [
  {
    name: 'an entry for a tool that is not there',
    issue: 'unknown-tool /tools/pya',
    document: { tools: { pya: {}, read: {} } },
    near: { tools: { pay: {}, read: {} } },
    says: 'Did you mean “pay”?',
    fixed: true,
  },
  {
    name: 'a hidden name that is not there',
    issue: 'unknown-tool /hide/0',
    document: { hide: ['pya'], tools: { read: {} } },
    near: { hide: ['pay'], tools: { read: {} } },
    fixed: true,
  },
  {
    name: 'a pattern that matches nothing',
    issue: 'unused-pattern /tools/get_*',
    document: { tools: { 'get_*': {}, read: {} } },
    near: { tools: { 'p*': {}, read: {} } },
  },
  {
    name: 'a pattern whose tools have entries',
    issue: 'shadowed-pattern /tools/p*',
    document: { tools: { pay: {}, 'p*': { action: 'deny' } } },
    near: { tools: { pay: {}, 'r*': { action: 'deny' } } },
    says: 'pay',
  },
  {
    name: 'a pattern behind a more specific one',
    issue: 'shadowed-pattern /tools/p*',
    document: { tools: { 'pa*': {}, 'p*': { action: 'deny' }, read: {} } },
    near: { tools: { 'payx*': {}, 'p*': {}, read: {} } },
  },
  {
    name: 'rules of a hidden tool',
    issue: 'hidden-entry /tools/pay',
    document: { hide: ['pay'], ...limits(limit('a', 'day', 5)) },
    near: { hide: ['pay'], tools: { pay: {}, read: {} } },
    fixed: true,
  },
  {
    name: 'rules of a pattern of which one tool shows',
    issue: 'hidden-entry /tools/p*',
    document: { hide: ['pay'], tools: { 'p*': { rate_limit: '5/day' }, read: {} } },
    near: { hide: ['pay'], tools: { '*': { rate_limit: '5/day' } } },
    fixed: true,
  },
  {
    name: 'a name that a pattern hides',
    issue: 'hidden-twice /hide/0',
    document: { hide: ['pay', 'p*'], tools: { read: {} } },
    near: { hide: ['pay', 'r*'], tools: { read: {} } },
    fixed: true,
  },
  {
    name: 'a name that is hidden twice',
    issue: 'hidden-twice /hide/1',
    document: { hide: ['pay', 'pay'], tools: { read: {} } },
    near: { hide: ['pay', 'Pay'], tools: { read: {} } },
    fixed: true,
  },
  {
    name: 'a pattern inside another',
    issue: 'hidden-twice /hide/1',
    document: { hide: ['p*', 'pa*y'], tools: { read: {} } },
    near: { hide: ['p*y', 'pa*'], tools: { read: {} } },
    fixed: true,
  },
  {
    name: 'two ways to write one pattern',
    issue: 'hidden-twice /hide/1',
    document: { hide: ['p*', 'p**'], tools: { read: {} } },
    near: { hide: ['p*'], tools: { read: {} } },
    fixed: true,
  },
]

const CONDITIONS: Case[] = [
  {
    name: 'a path that is misspelt',
    issue: `path-not-in-schema ${FIRST}/path`,
    document: rules('deny_if', when('amout', 'gt', 5)),
    near: rules('deny_if', when('amount', 'gt', 5)),
    says: 'this rule denies nothing. Did you mean “args.amount”?',
    fixed: true,
  },
  {
    name: 'a path that is misspelt deep down',
    issue: `path-not-in-schema ${FIRST}/path`,
    document: rules('deny_if', when('items[*].prize', 'gt', 5)),
    near: rules('deny_if', when('extra.prize', 'gt', 5)),
    says: 'args.items[*].price',
    fixed: true,
  },
  {
    name: 'a requirement that some of its tools cannot meet',
    issue: 'path-not-in-schema /all_tools/require/0/conditions/0/path',
    document: {
      all_tools: { require: [{ conditions: [when('amount', 'lt', 5)] }] },
      tools: { pay: {}, read: {} },
    },
    near: {
      all_tools: { deny_if: [{ conditions: [when('amount', 'gt', 5)] }] },
      tools: { pay: {}, read: {} },
    },
    says: 'every call of read is refused',
  },
  {
    name: 'an operator that does not fit the type',
    issue: `path-never-fits ${FIRST}/path`,
    document: rules('deny_if', when('amount', 'regex', '^5$')),
    near: rules('deny_if', when('body', 'regex', '^5$')),
    says: 'a number from 0 up to 500',
  },
  {
    name: 'a number compared with a text',
    issue: `path-never-fits ${REQUIRED}/path`,
    document: rules('require', when('amount', 'eq', '5')),
    near: rules('require', when('amount', 'eq', 5)),
    says: 'every call is refused',
  },
  {
    name: 'parts of a fact that has none',
    issue: `!path-never-fits ${FIRST}/path`,
    document: rules('deny_if', { path: 'grant.label.x', op: 'eq', value: 'x' }),
    near: rules('deny_if', { path: 'grant.tags[0]', op: 'eq', value: 'x' }),
  },
  {
    name: 'a value outside the enum',
    issue: `never-true ${REQUIRED}/value`,
    document: rules('require', when('currency', 'eq', 'EURO')),
    near: rules('require', when('currency', 'eq', 'EUR')),
    says: 'Did you mean “EUR”?',
    fixed: true,
  },
  {
    name: 'one element outside the enum',
    issue: `never-true ${REQUIRED}/value/1`,
    document: rules('require', when('currency', 'in', ['EUR', 'USDD'])),
    near: rules('require', when('currency', 'in', ['EUR'])),
    says: 'is never "USDD"',
    fixed: true,
  },
  {
    name: 'a number above the maximum',
    issue: `never-true ${FIRST}/value`,
    document: rules('deny_if', when('amount', 'gt', 500)),
    near: rules('deny_if', when('amount', 'gt', 499.99)),
    says: 'this rule denies nothing',
  },
  {
    name: 'a whole number with a fraction',
    issue: `never-true ${FIRST}/value`,
    document: rules('deny_if', when('count', 'eq', 1.5)),
    near: rules('deny_if', when('count', 'eq', 15)),
  },
  {
    name: 'a text that is longer than any',
    issue: `never-true ${DENY}/conditions/1/value`,
    document: rules('deny_if', when('note', 'exists'), when('note', 'eq', 'x'.repeat(41))),
    near: rules('deny_if', when('note', 'exists'), when('note', 'eq', 'x'.repeat(40))),
  },
  {
    name: 'a part that is longer than the whole',
    issue: `never-true ${FIRST}/value`,
    document: rules('deny_if', when('note', 'contains', 'x'.repeat(41))),
    near: rules('deny_if', when('note', 'contains', 'x'.repeat(40))),
  },
  {
    name: 'an element that no list holds',
    issue: `never-true ${FIRST}/value`,
    document: rules('deny_if', when('tags', 'contains', 'c')),
    near: rules('deny_if', when('tags', 'contains', 'a')),
  },
  {
    name: 'a pattern that no value of the enum matches',
    issue: `never-true ${FIRST}/value`,
    document: rules('deny_if', when('currency', 'regex', '^[a-z]+$')),
    near: rules('deny_if', when('currency', 'regex', '^E.*$')),
  },
  {
    name: 'an empty list of values',
    issue: `!never-true ${FIRST}/value`,
    document: rules('deny_if', when('amount', 'in', [])),
    near: rules('deny_if', when('amount', 'in', [5])),
    says: 'an empty list',
  },
  {
    name: 'an empty list of hosts',
    issue: `!never-true ${REQUIRED}/value`,
    document: rules('require', when('body', 'host_in', [])),
    near: rules('require', when('body', 'host_in', ['example.com'])),
    says: 'holds no host',
  },
  {
    name: 'a category in the wrong case',
    issue: `!never-true ${FIRST}/value`,
    document: rules('deny_if', { path: 'tool.category', op: 'eq', value: 'write' }),
    near: rules('deny_if', { path: 'tool.category', op: 'eq', value: 'Write' }),
    says: 'Did you mean “Write”?',
    fixed: true,
  },
  {
    name: 'an hour that no day has',
    issue: `!never-true ${FIRST}/value`,
    document: rules('deny_if', { path: 'time.hour', op: 'gt', value: 23 }),
    near: rules('deny_if', { path: 'time.hour', op: 'gt', value: 22 }),
  },
  {
    name: 'a category that this one tool does not have',
    issue: `never-true ${FIRST}/value`,
    document: rules('deny_if', { path: 'tool.category', op: 'eq', value: 'Read' }),
    near: {
      tools: {
        'p*': { deny_if: [{ conditions: [{ path: 'tool.category', op: 'eq', value: 'Read' }] }] },
        read: {},
      },
    },
  },
  {
    name: 'a bound that the schema holds anyway',
    issue: `always-true ${REQUIRED}`,
    document: rules('require', when('amount', 'gte', 0)),
    near: rules('require', when('amount', 'gt', 0)),
    says: 'this requirement refuses nothing',
  },
  {
    name: 'asking for what is always given',
    issue: `always-true ${FIRST}`,
    document: rules('deny_if', when('amount', 'exists')),
    near: rules('deny_if', when('note', 'exists')),
    says: 'every call is refused',
  },
  {
    name: 'none of what never comes',
    issue: `always-true ${REQUIRED}`,
    document: rules('require', when('currency', 'not_in', ['GBP', 'CHF'])),
    near: rules('require', when('currency', 'not_in', ['GBP', 'EUR'])),
  },
  {
    name: 'an hour that every day has',
    issue: `always-true ${REQUIRED}`,
    document: rules('require', { path: 'time.hour', op: 'gte', value: 0 }),
    near: rules('require', { path: 'time.hour', op: 'gte', value: 1 }),
  },
  {
    name: 'a choice that leaves nothing out',
    issue: `always-true ${DENY}`,
    document: rules('deny_if', { any_of: [when('amount', 'lt', 5), when('amount', 'gte', 5)] }),
    near: rules('deny_if', { any_of: [when('amount', 'lt', 5), when('amount', 'gt', 5)] }),
    says: 'every call is refused',
  },
  {
    name: 'two bounds that exclude each other',
    issue: `!contradiction ${DENY}/conditions/1`,
    document: rules('deny_if', when('amount', 'gt', 100), when('amount', 'lt', 50)),
    near: rules('deny_if', when('amount', 'gt', 50), when('amount', 'lt', 100)),
    says: 'any_of',
  },
  {
    name: 'two values at once',
    issue: `!contradiction ${DENY}/conditions/1`,
    document: rules('deny_if', when('currency', 'eq', 'EUR'), when('currency', 'eq', 'USD')),
    near: rules('deny_if', { any_of: [when('currency', 'eq', 'EUR'), when('currency', 'eq', 'USD')] }),
  },
  {
    name: 'an hour before morning and after evening',
    issue: '!contradiction /tools/pay/require/0/conditions/1',
    document: rules(
      'require',
      { path: 'time.hour', op: 'gte', value: 22 },
      { path: 'time.hour', op: 'lt', value: 6 },
    ),
    near: rules('require', {
      any_of: [
        { path: 'time.hour', op: 'gte', value: 22 },
        { path: 'time.hour', op: 'lt', value: 6 },
      ],
    }),
  },
  {
    name: 'a whole number between two neighbours',
    issue: `contradiction ${DENY}/conditions/1`,
    document: rules('deny_if', when('count', 'gt', 5), when('count', 'lt', 6)),
    near: rules('deny_if', when('amount', 'gt', 5), when('amount', 'lt', 6)),
    says: 'fits the schema',
  },
  {
    name: 'every element above and below',
    issue: '!contradiction /tools/pay/require/0/conditions/1',
    document: rules('require', when('items[*].price', 'gt', 5), when('items[*].price', 'lt', 5)),
    near: rules('deny_if', when('items[*].price', 'gt', 5), when('items[*].price', 'lt', 5)),
  },
  {
    name: 'two requirements that exclude each other',
    issue: 'contradiction /tools/pay/require/1',
    document: pay({
      require: [{ conditions: [when('amount', 'gt', 100)] }, { conditions: [when('amount', 'lt', 50)] }],
    }),
    near: pay({
      require: [{ conditions: [when('amount', 'gt', 50)] }, { conditions: [when('amount', 'lt', 100)] }],
    }),
    says: 'every call is refused',
  },
  {
    name: 'a denial of all that is required',
    issue: 'contradiction /tools/pay/deny_if/0',
    document: pay({
      require: [{ conditions: [when('amount', 'gt', 100)] }],
      deny_if: [{ conditions: [when('amount', 'gt', 50)] }],
    }),
    near: pay({
      require: [{ conditions: [when('amount', 'gt', 100)] }],
      deny_if: [{ conditions: [when('amount', 'gt', 150)] }],
    }),
  },
  {
    name: 'a requirement against one for all tools',
    issue: 'contradiction /tools/pay/require/0',
    document: pay(
      { require: [{ conditions: [{ path: 'time.hour', op: 'lt', value: 6 }] }] },
      { all_tools: { require: [{ conditions: [{ path: 'time.hour', op: 'gte', value: 6 }] }] } },
    ),
    near: pay(
      { require: [{ conditions: [{ path: 'time.hour', op: 'lt', value: 7 }] }] },
      { all_tools: { require: [{ conditions: [{ path: 'time.hour', op: 'gte', value: 6 }] }] } },
    ),
  },
  {
    name: 'a denial on an optional argument',
    issue: `optional-without-exists ${FIRST}/path`,
    document: rules('deny_if', when('note', 'contains', 'x')),
    near: rules('deny_if', when('note', 'exists'), when('note', 'contains', 'x')),
    says: 'a call without it is not denied by this rule',
    fixed: true,
  },
  {
    name: 'a negative denial on an optional argument',
    issue: `optional-without-exists ${FIRST}/path`,
    document: rules('deny_if', when('note', 'neq', 'x')),
    near: pay({
      require: [{ conditions: [when('note', 'contains', '')] }],
      deny_if: [{ conditions: [when('note', 'neq', 'x')] }],
    }),
    says: 'a call without it is refused',
    fixed: true,
  },
  {
    name: 'an approval on an optional argument',
    issue: 'optional-without-exists /tools/pay/require_approval/conditions/0/path',
    document: pay({ require_approval: { conditions: [when('note', 'contains', 'x')] } }),
    near: pay({ require_approval: { conditions: [when('amount', 'gt', 5)] } }),
    says: 'does not wait for a person',
    fixed: true,
  },
  {
    name: 'the same for all tools',
    issue: 'optional-without-exists /all_tools/deny_if/0/conditions/0/path',
    document: {
      all_tools: { deny_if: [{ conditions: [when('note', 'contains', 'x')] }] },
      tools: { pay: {} },
    },
    tools: [tool('pay')],
    near: { all_tools: { deny_if: [{ conditions: [when('body', 'contains', 'x')] }] }, tools: { pay: {} } },
    fixed: true,
  },
  {
    name: 'a pattern that may match anywhere',
    issue: `unanchored-regex ${REQUIRED}/value`,
    document: rules('require', when('body', 'regex', 'a|b')),
    near: rules('require', when('body', 'regex', '^(?:a|b)$')),
    fixed: true,
  },
  {
    name: 'a pattern that matches every text',
    issue: `unanchored-regex ${REQUIRED}/value`,
    document: rules('require', when('body', 'regex', '[a-z]*')),
    near: rules('require', when('body', 'regex', '^[a-z]*$')),
    says: 'matches every text',
    fixed: true,
  },
  {
    name: 'a pattern that holds only lines',
    issue: `unanchored-regex ${REQUIRED}/value`,
    document: rules('require', when('body', 'regex', '(?m)^a$')),
    near: rules('require', when('body', 'regex', '^(?m:a)$')),
    fixed: true,
  },
  {
    name: 'a pattern too large for what may come',
    issue: `regex-too-slow ${REQUIRED}/value`,
    document: rules('require', when('body', 'regex', '^[a-z]{1,200}$')),
    near: rules('require', when('note', 'regex', '^[a-z]{1,200}$')),
    says: 'bytes',
  },
  {
    name: 'what a client says of itself [C7]',
    issue: `client-name-widens ${REQUIRED}/path`,
    document: rules('require', { path: 'client.name', op: 'eq', value: 'x' }),
    near: rules('require', { path: 'grant.label', op: 'eq', value: 'x' }),
  },
  {
    name: 'a requirement without conditions',
    issue: 'rule-without-effect /tools/pay/require/0',
    document: rules('require'),
    near: rules('require', when('amount', 'gt', 5)),
    fixed: true,
  },
  {
    name: 'a rule behind a denial',
    issue: 'unreachable-rule /tools/pay/deny_if/1',
    document: pay({ deny_if: [{ conditions: [] }, { conditions: [when('amount', 'gt', 5)] }] }),
    near: pay({ deny_if: [{ conditions: [when('amount', 'gt', 5)] }, { conditions: [] }] }),
    fixed: true,
  },
  {
    name: 'a limit of a denied tool',
    issue: 'unreachable-rule /tools/pay/limits',
    document: pay({ action: 'deny', rate_limit: '5/day' }),
    near: pay({ rate_limit: '5/day' }),
    fixed: true,
  },
]

const LIMITS: Case[] = [
  {
    name: 'a limit of 0',
    issue: 'limit-zero /tools/pay/limits/0/max',
    document: limits(limit('a', 'day', 0)),
    near: limits(limit('a', 'day', 1)),
  },
  {
    name: 'a limit below one call',
    issue: 'limit-too-small /tools/pay/limits/0/max',
    document: limits(limit('a', 'day', 0.5)),
    near: limits(limit('a', 'day', 0.5, { increment_from: 'args.amount' })),
    says: 'Every call counts 1',
  },
  {
    name: 'a limit below the least amount',
    issue: 'limit-too-small /tools/pay/limits/0/max',
    document: limits(limit('a', 'day', 5, { increment_from: 'args.n' })),
    near: limits(limit('a', 'day', 10, { increment_from: 'args.n' })),
    tools: [
      tool('pay', { inputSchema: { properties: { n: { type: 'number', minimum: 10 } }, required: ['n'] } }),
      READ,
    ],
  },
  {
    name: 'an amount that is misspelt',
    issue: 'path-not-in-schema /tools/pay/limits/0/increment_from',
    document: limits(limit('a', 'day', 5, { increment_from: 'args.amout' })),
    near: limits(limit('a', 'day', 5, { increment_from: 'args.amount' })),
    fixed: true,
  },
  {
    name: 'an amount that is no number',
    issue: 'path-never-fits /tools/pay/limits/0/increment_from',
    document: limits(limit('a', 'day', 5, { increment_from: 'args.body' })),
    near: limits(limit('a', 'day', 5, { increment_from: 'args.count' })),
  },
  {
    name: 'a day that 30 a minute never fill',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(limit('a', 'minute', 30), limit('b', 'day', 43_200)),
    near: limits(limit('a', 'minute', 30), limit('b', 'day', 43_199)),
    says: '43200',
    fixed: true,
  },
  {
    name: 'a minute wider than its day',
    issue: 'limit-unreachable /tools/pay/limits/0/max',
    document: limits(limit('a', 'minute', 50), limit('b', 'day', 50)),
    near: limits(limit('a', 'minute', 49), limit('b', 'day', 50)),
    fixed: true,
  },
  {
    name: 'a month of 31 days',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(limit('a', 'day', 10), limit('b', 'month', 310)),
    near: limits(limit('a', 'day', 10), limit('b', 'month', 309)),
    fixed: true,
  },
  {
    name: 'a sliding hour across two fixed ones',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(limit('a', 'hour', 10), limit('b', 'hour', 20, { algorithm: 'sliding' })),
    near: limits(limit('a', 'hour', 10), limit('b', 'hour', 19, { algorithm: 'sliding' })),
    fixed: true,
  },
  {
    name: 'a limit behind a tighter one for all tools',
    issue: 'limit-unreachable /tools/pay/limits/0/max',
    document: pay({ rate_limit: '100/minute' }, { all_tools: { limits: [limit('all', 'minute', 60)] } }),
    near: pay({ rate_limit: '50/minute' }, { all_tools: { limits: [limit('all', 'minute', 60)] } }),
    fixed: true,
  },
  {
    name: 'a session within its grant',
    issue: 'limit-unreachable /tools/pay/limits/0/max',
    document: limits(limit('a', 'day', 5, { scope: 'session' }), limit('b', 'day', 5)),
    near: limits(limit('a', 'day', 4, { scope: 'session' }), limit('b', 'day', 5)),
    fixed: true,
  },
  {
    name: 'a shared count is no bound for what others draw',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(limit('b', 'minute', 5), limit('shared', 'minute', 9)),
    near: {
      tools: {
        pay: { limits: [limit('b', 'minute', 5), limit('shared', 'minute', 9)] },
        read: { limits: [limit('shared', 'minute', 9)] },
      },
    },
    fixed: true,
  },
  {
    name: 'other amounts are no bound',
    issue: 'limit-unreachable /tools/pay/limits/1/max',
    document: limits(
      limit('a', 'day', 5, { increment_from: 'args.amount' }),
      limit('b', 'day', 5, { increment_from: 'args.amount' }),
    ),
    near: limits(limit('a', 'day', 5, { increment_from: 'args.amount' }), limit('b', 'day', 5)),
    fixed: true,
  },
  {
    name: 'limits for each session alone',
    issue: 'limit-session-only /tools/pay/limits',
    document: limits(limit('a', 'day', 5, { scope: 'session' })),
    near: limits(limit('a', 'day', 3, { scope: 'session' }), limit('b', 'day', 5)),
    fixed: true,
  },
  {
    name: 'the same for all tools',
    issue: 'limit-session-only /all_tools/limits',
    document: { all_tools: { limits: [limit('a', 'day', 5, { scope: 'session' })] }, tools: { pay: {} } },
    near: { all_tools: { limits: [limit('a', 'day', 5)] }, tools: { pay: {} } },
    fixed: true,
  },
]

const CRITICAL = [tool('pay', { severity: 'Critical' }), READ]
const METHODS = { tasks: 'deny', sampling: 'deny', elicitation: 'deny', roots: 'deny' }
const APPROVALS: Case[] = [
  {
    name: 'nobody may approve',
    issue: 'approval-impossible /tools/pay/require_approval',
    document: pay({ require_approval: true }),
    near: pay({ rate_limit: '5/day' }),
    approvers: 0,
    says: 'Nobody in the organisation may approve',
  },
  {
    name: 'an approval of a denied tool',
    issue: 'approval-impossible /tools/pay/require_approval',
    document: pay({ action: 'deny', require_approval: {} }),
    near: pay({ require_approval: {} }),
    approvers: 3,
    fixed: true,
  },
  {
    name: 'an approval before a limit of 0',
    issue: 'approval-impossible /tools/pay/require_approval',
    document: pay({ action: 'require_approval', rate_limit: '0/day' }),
    near: pay({ action: 'require_approval', rate_limit: '1/day' }),
    fixed: true,
  },
  {
    name: 'an approval in 29 seconds',
    issue: 'approval-timeout-short /tools/pay/require_approval/timeout',
    document: pay({ require_approval: { timeout: '29s' } }),
    near: pay({ require_approval: { timeout: 30 } }),
    fixed: true,
  },
]
const WHOLE: Case[] = [
  {
    name: 'a Critical tool by default',
    issue: 'open-by-default /default',
    document: { default: 'allow', methods: METHODS },
    near: { default: 'allow', methods: METHODS, all_tools: { require_approval: true } },
    tools: CRITICAL,
    says: 'pay',
    fixed: true,
  },
  {
    name: 'a Critical tool by an entry',
    issue: 'critical-open /tools/pay',
    document: pay({}),
    near: pay({ rate_limit: '5/day' }),
    tools: CRITICAL,
    fixed: true,
  },
  {
    name: 'a Critical tool by a pattern',
    issue: 'critical-open /tools/*',
    document: { tools: { '*': {} } },
    near: { hide: ['pay'], tools: { '*': {} } },
    tools: CRITICAL,
    fixed: true,
  },
  {
    name: 'a Critical tool where nobody may approve',
    issue: 'critical-open /tools/pay',
    document: pay({}),
    near: pay({ action: 'deny' }),
    tools: CRITICAL,
    approvers: 0,
    fixed: true,
  },
  {
    name: 'nothing is let through',
    issue: 'everything-denied ',
    document: { hide: ['pay'], tools: { read: { action: 'deny' } } },
    near: { hide: ['pay'], tools: { read: {} } },
  },
  {
    name: 'nothing is let through, whatever the tools',
    issue: 'everything-denied ',
    document: { all_tools: { deny_if: [{ conditions: [] }] } },
    near: { all_tools: { deny_if: [{ conditions: [when('x', 'exists')] }] } },
    tools: [],
    nearTools: [],
  },
  {
    name: 'groups of methods that default opens in vain',
    issue: 'methods-by-default /methods',
    document: { default: 'allow' },
    near: { default: 'allow', methods: METHODS },
  },
]

const CASES = [...NAMES, ...CONDITIONS, ...LIMITS, ...APPROVALS, ...WHOLE]
const textOf = (members: object) => JSON.stringify({ version: '1', default: 'deny', ...members }, null, 2)
const shown = ({ code, pointer, severity }: Issue) => `${severity === 'error' ? '!' : ''}${code} ${pointer}`
const context = (approvers: number | undefined) => (approvers === undefined ? {} : { approvers })

describe('[V] each code', () => {
  it.each(CASES)(
    '$name: $issue',
    ({ issue, document, near, says, tools = TOOLS, nearTools = tools, approvers, fixed = false }) => {
      const issues = validatePolicy(policyOf(textOf(document)), tools, context(approvers))
      expect(issues.map(shown)).toContain(issue)
      const found = issues.find((each) => shown(each) === issue)
      expect(found?.message).toContain(says ?? '')
      expect(found?.fix !== undefined).toBe(fixed)
      const code = /[a-z-]+/.exec(issue)?.[0]
      const besides = validatePolicy(policyOf(textOf(near)), nearTools, context(approvers))
      expect(besides.map(shown).filter((each) => code !== undefined && each.includes(code))).toEqual([])
    },
  )

  it.each(CASES)(
    '$name: every fix removes what it was offered for, and makes no error',
    ({ document, tools = TOOLS, approvers }) => {
      const text = textOf(document)
      const before = validatePolicy(policyOf(text), tools, context(approvers))
      for (const issue of before) {
        if (!issue.fix) continue
        const changed = edit(text, issue.fix.command)
        expect(changed.text, changed.label).not.toBe(text)
        const parsed = parsePolicyText(changed.text)
        if (!parsed.ok) throw new Error(parsed.issues.map((each) => each.message).join())
        const after = validatePolicy(parsed.value.policy, tools, context(approvers))
        const same = (list: readonly Issue[]) => list.filter((each) => each.code === issue.code).length
        expect(same(after), `${shown(issue)}: ${issue.fix.label}`).toBeLessThan(same(before))
        const errors = (list: readonly Issue[]) => list.filter((each) => each.severity === 'error').map(shown)
        expect(errors(before)).toEqual(expect.arrayContaining(errors(after)))
      }
    },
  )

  it('every code of validation has a case', () => {
    const first = ISSUE_CODES.indexOf('unknown-tool')
    const tried = new Set(CASES.map((each) => /[a-z-]+/.exec(each.issue)?.[0]))
    expect(ISSUE_CODES.slice(first).filter((code) => !tried.has(code))).toEqual([])
  })

  it('every message is one that a person can act on: a sentence that ends, and no name of ours', () => {
    for (const { document, tools = TOOLS, approvers } of CASES)
      for (const { message } of validatePolicy(policyOf(textOf(document)), tools, context(approvers))) {
        expect(message).toMatch(/[.?]$/)
        expect(message).not.toMatch(/undefined|null\b|\[object|NaN|Infinity| {2}/)
      }
  })
})
