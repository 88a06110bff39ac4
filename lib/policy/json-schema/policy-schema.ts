// The language as a JSON Schema (2020-12), for editors and for people without this program. It is made
// of the constants that the parser reads with, so the two say the same; what no schema can say is
// listed here, and the tests hold that it is all:
//
//   bad-regex        whether RE2 takes a pattern
//   regex-too-wide, too-much-regex   what expressions cost, one and all together
//   bad-host         whether an IPv6 address is written in its canonical form
//   too-many         sums: the rules of an entry, the comparisons of a rule with `any_of`
//   too-many-patterns   names with a star among all names
//   too-long         bytes; a schema counts characters
//   glob-ambiguous   two globs of equal weight that meet
//   limit-clash      one counter with two windows, algorithms or paths
//   syntax, duplicate-key, lone-surrogate, number-range, too-deep, too-large   faults of the text

import { METHOD_GROUPS } from '../policy.ts'
import { EFFECTS, KEY_WORDS } from '../read/keys.ts'
import { MAX_STRING_BYTES } from '../read/members.ts'
import { MAX_ENTRIES } from '../read/parse.ts'
import { CONDITION_DEFS } from './condition-schema.ts'
import { CARRIED, CARRIED_IN_ENTRY, ENTRY_DEFS } from './entry-schema.ts'
import { closed, describedBy, listOf, ref, type Schema, TEXT } from './schema.ts'

/** Where the schema of this version of the language stands on every Portcullis, for ever. */
export const SCHEMA_PATH = '/schemas/policy/1.json'
/** The same by the name that people guess. */
export const SCHEMA_NAME = '/policy.schema.json'

/**
 * The schema of policy documents, version 1.
 * @param origin what its `$id` begins with, such as `https://portcullis.example.com`; '' for none
 */
export function policySchema(origin = ''): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${origin}${SCHEMA_PATH}`,
    title: 'Portcullis policy, version 1',
    description: 'Which tools of an MCP server an agent may call, how often, and with what.',
    ...closed(
      {
        ...describedBy(KEY_WORDS.document, {
          version: { const: '1' },
          default: { enum: EFFECTS },
          hide: listOf(ref('text'), { maxItems: MAX_ENTRIES }),
          methods: closed(METHODS),
          all_tools: ref('all_tools'),
          tools: {
            type: 'object',
            additionalProperties: ref('entry'),
            propertyNames: { maxLength: MAX_STRING_BYTES },
            maxProperties: MAX_ENTRIES,
          },
        }),
        ...CARRIED_IN_ENTRY,
        $schema: { description: KEY_WORDS.carried.$schema, ...ref('text') },
      },
      ['version', 'default'],
    ),
    ...CARRIED,
    examples: EXAMPLES,
    $defs: {
      ...ENTRY_DEFS,
      ...CONDITION_DEFS,
      text: TEXT,
      // Any JSON; its texts and keys have the bound of all texts.
      value: {
        maxLength: MAX_STRING_BYTES,
        items: ref('value'),
        additionalProperties: ref('value'),
        propertyNames: { maxLength: MAX_STRING_BYTES },
      },
    },
  }
}

const METHODS = Object.fromEntries(
  METHOD_GROUPS.map((group) => [group, { description: KEY_WORDS.methods[group], enum: EFFECTS }]),
)

const EXAMPLES: readonly Schema[] = [
  {
    version: '1',
    default: 'deny',
    hide: ['delete_*'],
    tools: {
      'get_*': {},
      create_refund: {
        deny_if: [
          { conditions: [{ path: 'args.amount', op: 'gt', value: 100 }], on_deny: 'At most 100 at a time.' },
        ],
        limits: [{ counter: 'refund_total', window: 'day', max: 1000, increment_from: 'args.amount' }],
      },
    },
  },
]
