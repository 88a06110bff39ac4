// Rules and their conditions (C1–C3): what a comparison's value must be depends on its operator.
import { NOT_IN_FOLDER } from '../evaluate/folder.ts'
import { DOMAIN, ENDS_IN_NUMBER, MAX_DOMAIN } from '../evaluate/host.ts'
import { PATH_PATTERN } from '../evaluate/path.ts'
import { MAX_REGEX_BYTES } from '../evaluate/regex.ts'
import { OPERATORS, type Operator } from '../policy.ts'
import { KEY_WORDS, OPERATOR_WORDS } from '../read/keys.ts'
import { MAX_CONDITIONS } from '../read/read-rule.ts'
import { closed, conditional, describedBy, listOf, ref, type Schema, TEXT, whenGiven } from './schema.ts'

const FOLDER: Schema = {
  ...TEXT,
  pattern: '^/',
  not: { anyOf: [{ pattern: NOT_IN_FOLDER.source }, { pattern: '/\\.\\.(?:/|$)' }] },
  examples: ['/srv/data'],
}

const NUMBER = '(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])'
const HOST: Schema = {
  ...TEXT,
  anyOf: [
    { maxLength: MAX_DOMAIN, pattern: DOMAIN.source, not: { pattern: ENDS_IN_NUMBER.source } },
    {
      maxLength: MAX_DOMAIN + '*.'.length,
      pattern: DOMAIN.source.replace('^', '^\\*\\.'),
      not: { pattern: ENDS_IN_NUMBER.source },
    },
    { pattern: `^${NUMBER}(?:\\.${NUMBER}){3}$` },
    // Which of the many ways to write an IPv6 address is the canonical one, a pattern cannot say.
    { pattern: '^\\[[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}\\]$' },
  ],
  examples: ['example.com', '*.example.com', '192.0.2.1', '[2001:db8::1]'],
}

const ANYTHING = ref('value')
const LIST: Schema = { type: 'array', items: ref('value') }
const COUNT: Schema = { type: 'number' }

/** What may stand as the value of each operator. */
const OPERANDS: Readonly<Record<Operator, Schema>> = {
  eq: ANYTHING,
  neq: ANYTHING,
  lt: COUNT,
  lte: COUNT,
  gt: COUNT,
  gte: COUNT,
  in: LIST,
  not_in: LIST,
  exists: { type: 'boolean' },
  regex: { type: 'string', maxLength: MAX_REGEX_BYTES, examples: ['^[a-z]+$'] },
  contains: ANYTHING,
  within: FOLDER,
  host_in: listOf(HOST),
}

const comparison: Schema = {
  title: 'Comparison',
  ...closed(
    describedBy(KEY_WORDS.comparison, {
      path: {
        ...TEXT,
        pattern: PATH_PATTERN,
        examples: ['args.amount', 'args.files[*].path', 'args["a.b"]', 'client.name', 'time.hour'],
      },
      op: { oneOf: OPERATORS.map((op) => ({ const: op, description: OPERATOR_WORDS[op] })) },
      value: ANYTHING,
    }),
    ['path', 'op'],
  ),
  allOf: OPERATORS.map((op) => whenGiven('op', { const: op }, operandIs(op))),
}

function operandIs(op: Operator): Schema {
  return { properties: { value: OPERANDS[op] }, ...(op === 'exists' ? {} : { required: ['value'] }) }
}

export const CONDITION_DEFS: Readonly<Record<string, Schema>> = {
  rule: {
    title: 'Rule',
    ...closed(describedBy(KEY_WORDS.rule, { conditions: ref('conditions'), on_deny: ref('text') }), [
      'conditions',
    ]),
    examples: [
      { conditions: [{ path: 'args.amount', op: 'gt', value: 100 }], on_deny: 'At most 100 at a time.' },
      { conditions: [] },
    ],
  },
  // `any_of` counts for as many as it holds, which a schema cannot sum.
  conditions: listOf(ref('condition'), { maxItems: MAX_CONDITIONS }),
  condition: conditional({ required: ['any_of'] }, ref('any_of'), ref('comparison')),
  any_of: {
    title: 'Any of',
    ...closed(
      describedBy(KEY_WORDS.any_of, {
        any_of: listOf(ref('comparison'), { minItems: 1, maxItems: MAX_CONDITIONS }),
      }),
      ['any_of'],
    ),
  },
  comparison,
}
