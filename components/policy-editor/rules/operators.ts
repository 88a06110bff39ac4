// The operators that fit a field, in words (C3, C4). `absent` is `exists` with the value false.
import type { Operator } from '#lib/policy/index.ts'
import type { Field } from './field.ts'
import type { ValueType } from './shape.ts'

export type OperatorChoice = Operator | 'absent'

export const OPERATOR_WORDS: Readonly<Record<OperatorChoice, string>> = {
  eq: 'is',
  neq: 'is not',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
  in: 'is one of',
  not_in: 'is none of',
  contains: 'contains',
  regex: 'matches (RE2)',
  within: 'is within folder',
  host_in: 'has a host among',
  exists: 'is given',
  absent: 'is absent',
}

const PRESENT: readonly OperatorChoice[] = ['exists', 'absent']
const TEXT: readonly OperatorChoice[] = [
  'eq',
  'neq',
  'in',
  'not_in',
  'contains',
  'regex',
  'host_in',
  'within',
]
const BY_TYPE: Readonly<Record<ValueType, readonly OperatorChoice[]>> = {
  string: TEXT,
  number: ['gt', 'gte', 'lt', 'lte', 'eq', 'neq', 'in', 'not_in'],
  boolean: ['eq'],
  array: ['contains'],
  object: [],
}
const ENUM: readonly OperatorChoice[] = ['eq', 'neq', 'in', 'not_in']

/** The operators to choose from, the likeliest first. `current` stays in the list even where it does not fit. */
export function operatorsFor(field: Field, current: OperatorChoice | null = null): readonly OperatorChoice[] {
  const fitting = [...new Set([...fittingFor(field), ...PRESENT])]
  return current === null || fitting.includes(current) ? fitting : [current, ...fitting]
}

function fittingFor(field: Field): readonly OperatorChoice[] {
  if (field.choices.length > 0) {
    const isText = field.choices.every(({ value }) => typeof value === 'string')
    return isText ? [...ENUM, 'contains', 'regex'] : ENUM
  }
  if (field.types.length === 0) return [...TEXT, ...BY_TYPE.number]
  const [type, ...more] = field.types
  if (type === 'string' && more.length === 0) return likeliest(field)
  return field.types.flatMap((each) => BY_TYPE[each])
}

/** A URL is asked for its host and a path for its folder, before anything else. */
function likeliest(field: Field): readonly OperatorChoice[] {
  const first: OperatorChoice | null =
    field.format === 'uri' || field.format === 'url' || /(ur[il]|endpoint|href)s?$/i.test(field.path)
      ? 'host_in'
      : /(path|dir|directory|folder|file)s?$/i.test(field.path)
        ? 'within'
        : null
  return first === null ? TEXT : [first, ...TEXT.filter((each) => each !== first)]
}

/** Whether the operator is unknown, not false, for what is absent (C5). */
export function isNegative(op: OperatorChoice): boolean {
  return op === 'neq' || op === 'not_in'
}
