// The fields that every call has beside its arguments (C1).
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'
import { type Field, freeField, typeWords } from './field.ts'

const DAYS = [
  ['mon', 'Monday'],
  ['tue', 'Tuesday'],
  ['wed', 'Wednesday'],
  ['thu', 'Thursday'],
  ['fri', 'Friday'],
  ['sat', 'Saturday'],
  ['sun', 'Sunday'],
] as const

/** What the client says of itself decides nothing alone (C7). */
export const CLAIM_WARNING =
  'This is what the client says of itself. Any client can claim any name, so do not let it decide alone.'

const same = (values: readonly string[]) => values.map((value) => ({ value, label: value }))

const made = (path: string, label: string, rest: Partial<Field>): Field => {
  const field = { ...freeField(path, label), presence: 'given' as const, ...rest }
  return { ...field, detail: rest.detail ?? typeWords(field) }
}

export const FACTS: readonly Field[] = [
  made('grant.label', 'grant’s label', {
    group: 'Who calls',
    types: ['string'],
    description: 'The name that you gave the grant.',
  }),
  made('grant.tags', 'grant’s tags', {
    group: 'Who calls',
    types: ['array'],
    element: { types: ['string'], choices: [] },
    description: 'The tags that you gave the grant.',
  }),
  made('user.email', 'user’s e-mail address', {
    group: 'Who calls',
    types: ['string'],
    presence: 'sometimes',
    description: 'The person whose grant it is; a grant of a program has none.',
  }),
  made('client.name', 'client’s name', {
    group: 'Who calls',
    types: ['string'],
    presence: 'sometimes',
    detail: 'a claim',
    description: CLAIM_WARNING,
  }),
  made('tool.category', 'tool’s category', {
    group: 'The tool',
    types: ['string'],
    choices: same(CATEGORIES),
  }),
  made('tool.severity', 'tool’s severity', {
    group: 'The tool',
    types: ['string'],
    choices: same(SEVERITIES),
  }),
  made('time.hour', 'hour (UTC)', {
    group: 'The time',
    types: ['number'],
    integer: true,
    detail: '0 to 23, UTC',
  }),
  made('time.weekday', 'weekday (UTC)', {
    group: 'The time',
    types: ['string'],
    choices: DAYS.map(([value, label]) => ({ value, label })),
    detail: 'day, UTC',
  }),
]
