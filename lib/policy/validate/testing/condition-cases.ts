// Single conditions: their paths, their types, their ranges.
import { type Case, DENY, FIRST, REQUIRED, rules, when } from './case.ts'

export const TYPES: readonly Case[] = [
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
]

export const RANGES: readonly Case[] = [
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
    says: '“host_in” an empty list',
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
]
