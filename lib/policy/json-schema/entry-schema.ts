// Entries, approvals and limits (P4, L): the long forms, and the shorthands that stand for them.

import { ARGUMENT_PATTERN } from '../evaluate/path.ts'
import { MAX_WINDOW_SECONDS, MIN_WINDOW_SECONDS } from '../evaluate/window.ts'
import { NAMED_WINDOWS, SCOPES } from '../policy.ts'
import { ACTIONS, ALGORITHMS, KEY_WORDS } from '../read/keys.ts'
import { MAX_RULES, MAX_TIMEOUT_SECONDS } from '../read/read-entry.ts'
import { MAX_SLIDING, RATE_MAX } from '../read/read-limit.ts'
import { lengthPattern, WINDOW_TEXT } from './length-pattern.ts'
import { closed, describedBy, listOf, ref, type Schema, whenGiven } from './schema.ts'

// The rules of the three lists are counted together, which a schema cannot do.
const RULES = listOf(ref('rule'), { maxItems: MAX_RULES })
const LAYER = {
  require: RULES,
  deny_if: RULES,
  require_approval: { oneOf: [{ const: true }, ref('approval')] },
  limits: listOf(ref('limit'), { maxItems: MAX_RULES }),
}

/** What stands for nothing, in an entry and at the top level: notes, and keys of other programs. */
export const CARRIED: Schema = { patternProperties: { '^x-': ref('value') } }
export const CARRIED_IN_ENTRY = describedBy(KEY_WORDS.carried, {
  $schema: ref('value'),
  description: ref('text'),
})

const entry: Schema = {
  title: 'Entry',
  ...closed({
    ...describedBy(KEY_WORDS.entry, {
      ...LAYER,
      strict_arguments: { type: 'boolean' },
      action: { enum: ACTIONS },
      reason: ref('text'),
      rate_limit: { oneOf: [ref('rate_text'), ref('rate_limit')] },
    }),
    ...CARRIED_IN_ENTRY,
  }),
  ...CARRIED,
  allOf: [
    whenGiven('action', { const: 'deny' }, without('deny_if')),
    whenGiven('action', { const: 'require_approval' }, without('require_approval')),
    whenGiven('rate_limit', {}, without('limits')),
    whenGiven(
      'reason',
      {},
      { properties: { action: { enum: ['deny', 'require_approval'] } }, required: ['action'] },
    ),
  ],
  examples: [
    {},
    { action: 'deny', reason: 'Ask the platform team.' },
    { rate_limit: '30/minute' },
    { require_approval: { timeout: '10m' } },
  ],
}

/** A shorthand beside its own long form is an error. */
function without(key: string): Schema {
  return { properties: { [key]: false } }
}

export const ENTRY_DEFS: Readonly<Record<string, Schema>> = {
  entry,
  all_tools: {
    title: 'Rules for every tool',
    ...closed({ ...describedBy(KEY_WORDS.all_tools, LAYER), ...CARRIED_IN_ENTRY }),
    ...CARRIED,
  },
  approval: {
    title: 'Approval',
    ...closed(
      describedBy(KEY_WORDS.approval, {
        conditions: ref('conditions'),
        timeout: {
          anyOf: [
            { type: 'string', pattern: `^${lengthPattern(MAX_TIMEOUT_SECONDS)}$`, examples: ['10m', '2h'] },
            { type: 'integer', minimum: 1, maximum: MAX_TIMEOUT_SECONDS },
          ],
        },
        reason: ref('text'),
      }),
    ),
  },
  limit: {
    title: 'Limit',
    ...closed(
      describedBy(KEY_WORDS.limit, {
        counter: ref('text', { minLength: 1 }),
        window: ref('window'),
        max: ref('max'),
        scope: { enum: SCOPES, default: 'grant' },
        increment_from: ref('text', { pattern: ARGUMENT_PATTERN, examples: ['args.amount'] }),
        algorithm: { enum: ALGORITHMS, default: 'fixed' },
        on_deny: ref('text'),
      }),
      ['counter', 'window', 'max'],
    ),
    ...whenGiven('algorithm', { const: 'sliding' }, { properties: { max: { maximum: MAX_SLIDING } } }),
    examples: [{ counter: 'refund_total', window: 'day', max: 1000, increment_from: 'args.amount' }],
  },
  rate_text: { type: 'string', pattern: `^${RATE_MAX}/${WINDOW_TEXT}$`, examples: ['30/minute', '5/15m'] },
  rate_limit: {
    title: 'Rate limit',
    ...closed(describedBy(KEY_WORDS.rate_limit, { max: ref('max'), window: ref('window') }), [
      'max',
      'window',
    ]),
  },
  window: {
    anyOf: [
      { enum: NAMED_WINDOWS },
      { type: 'string', pattern: `^${lengthPattern(MAX_WINDOW_SECONDS)}$`, examples: ['15m', '2h'] },
      { type: 'integer', minimum: MIN_WINDOW_SECONDS, maximum: MAX_WINDOW_SECONDS },
    ],
  },
  max: { type: 'number', minimum: 0 },
}
