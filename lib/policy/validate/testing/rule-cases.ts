// Rules, by themselves and together.
import { type Case, DENY, FIRST, pay, REQUIRED, rules, tool, when } from './case.ts'

export const TOGETHER: readonly Case[] = [
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
]

export const RULES: readonly Case[] = [
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
