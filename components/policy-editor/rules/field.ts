// What a condition may look at, as a person chooses it from a list.
import type { Json } from '#lib/json/index.ts'
import type { ValueType } from './shape.ts'

export const FIELD_GROUPS = ['Arguments', 'Who calls', 'The tool', 'The time'] as const
export type FieldGroup = (typeof FIELD_GROUPS)[number]

export type Choice = { readonly value: Json; readonly label: string }

/**
 * Whether a call has it: `given` always, `optional` where the schema lets it be left out, `each` for the
 * elements of a list, of which there may be none, `sometimes` for a fact that not every call brings, and
 * `undeclared` for a path that no schema knows.
 */
export type Presence = 'given' | 'optional' | 'each' | 'sometimes' | 'undeclared'

export type Field = {
  /** The path that a condition writes: `args.config.source`. */
  readonly path: string
  /** The same for people: `config.source`, “each of items”. */
  readonly label: string
  readonly group: FieldGroup
  /** None where nobody says. */
  readonly types: readonly ValueType[]
  readonly integer: boolean
  readonly format: string | null
  readonly choices: readonly Choice[]
  /** Of a list: what its elements are. */
  readonly element: { readonly types: readonly ValueType[]; readonly choices: readonly Choice[] } | null
  readonly presence: Presence
  /** Its type in words: “text”, “whole number”, “one of 3”. */
  readonly detail: string
  readonly description: string
}

const WORDS: Readonly<Record<ValueType, string>> = {
  string: 'text',
  number: 'number',
  boolean: 'true or false',
  array: 'list',
  object: 'object',
}
const FORMATS: Readonly<Record<string, string>> = {
  uri: 'URL',
  url: 'URL',
  email: 'e-mail address',
  uuid: 'UUID',
  date: 'date',
  'date-time': 'date and time',
}

/** The type of a field in words. */
export function typeWords(
  field: Pick<Field, 'types' | 'integer' | 'format' | 'choices' | 'element'>,
): string {
  if (field.choices.length > 0)
    return field.choices.length === 1 ? 'one value' : `one of ${field.choices.length}`
  if (field.types.length === 0) return 'anything'
  if (field.types.length > 1) return field.types.map((type) => WORDS[type]).join(' or ')
  const [type] = field.types
  if (type === 'string' && field.format !== null) return FORMATS[field.format] ?? WORDS.string
  if (type === 'number' && field.integer) return 'whole number'
  if (type === 'array' && field.element !== null) return elementWords(field.element)
  return type === undefined ? 'anything' : WORDS[type]
}

function elementWords({ types, choices }: NonNullable<Field['element']>): string {
  const [type] = types
  if (choices.length > 0) return `list of one of ${choices.length}`
  if (types.length !== 1 || type === undefined) return 'list'
  return type === 'boolean' ? 'list of true or false' : `list of ${WORDS[type]}s`
}

/** A path that no schema and no root explains, as its writer typed it. */
export function freeField(path: string, label: string): Field {
  return {
    path,
    label,
    group: 'Arguments',
    types: [],
    integer: false,
    format: null,
    choices: [],
    element: null,
    presence: 'undeclared',
    detail: 'own path',
    description: '',
  }
}
