// What one way of fitting a schema says of a value itself: its types, its few values, its bounds.
import {
  compareNumbers,
  decimalText,
  fromPlain,
  isJsonNumber,
  type Json,
  JsonNumber,
} from '#lib/json/index.ts'
import { isMember, type JsonType, typeOf, type ValueSet, valueSet } from '../evaluate/equality.ts'
import type { Way } from './schema.ts'

export type Bound = { readonly value: number | JsonNumber; readonly open: boolean }
export type Shape = {
  readonly way: Way
  readonly types: ReadonlySet<JsonType>
  /** The only values there are, where the schema lists them. */
  readonly values: readonly Json[] | null
  readonly members: ValueSet | null
  readonly least: readonly Bound[]
  readonly most: readonly Bound[]
  readonly integer: boolean
  /** Of a text in characters (code points), of a list in elements. */
  readonly length: { readonly text: Span; readonly list: Span }
}
export type Span = { readonly least: number; readonly most: number }

export const ALL_TYPES: readonly JsonType[] = ['null', 'boolean', 'string', 'number', 'array', 'object']
const NAMED: Readonly<Record<string, JsonType>> = {
  null: 'null',
  boolean: 'boolean',
  string: 'string',
  number: 'number',
  integer: 'number',
  array: 'array',
  object: 'object',
}

/** A list of values longer than this is not looked through. */
const MAX_VALUES = 512

export function shapeOf(way: Way): Shape {
  const types = typesOf(way)
  const shape: Shape = {
    way,
    types,
    values: null,
    members: null,
    least: boundsOf(way, 'minimum', 'exclusiveMinimum'),
    most: boundsOf(way, 'maximum', 'exclusiveMaximum'),
    integer: way.some(({ type }) => isIntegerOnly(type)),
    length: {
      text: spanOf(way, 'minLength', 'maxLength'),
      list: spanOf(way, 'minItems', 'maxItems'),
    },
  }
  const values = valuesOf(way)
  if (values === null) return shape
  const fitting = values.filter((value) => fits(shape, value))
  return { ...shape, values: fitting, members: valueSet(fitting) }
}

/** The types that a value may have; all of them where the schema does not say. */
export function typesOf(way: Way): ReadonlySet<JsonType> {
  let types = new Set(ALL_TYPES)
  for (const schema of way) {
    if (schema.type === undefined) continue
    const names = Array.isArray(schema.type) ? schema.type : [schema.type]
    const own = names.map((name) => NAMED[String(name)])
    if (own.includes(undefined)) continue
    // OpenAPI's way of saying that null is fine too, which JSON Schema itself would ignore.
    if (schema.nullable === true) own.push('null')
    types = new Set([...types].filter((type) => own.includes(type)))
  }
  return types
}

/** Whether a value has a type, a length and a size that the shape allows, and is one of its values. */
export function fits(shape: Shape, value: Json): boolean {
  const type = typeOf(value)
  if (!shape.types.has(type)) return false
  if (shape.members !== null && !isMember(shape.members, value)) return false
  if (typeof value === 'string') return isWithin([...value].length, shape.length.text)
  if (Array.isArray(value)) return isWithin(value.length, shape.length.list)
  return !isJsonNumber(value) || fitsNumber(shape, value)
}

function fitsNumber({ least, most, integer }: Shape, value: number | JsonNumber): boolean {
  if (integer && !isWhole(value)) return false
  return (
    least.every((bound) => compareNumbers(value, bound.value) >= (bound.open ? 1 : 0)) &&
    most.every((bound) => compareNumbers(value, bound.value) <= (bound.open ? -1 : 0))
  )
}

function isWhole(value: number | JsonNumber): boolean {
  return !/\.\d*[1-9]/.test(decimalText(value))
}

function isWithin(count: number, { least, most }: Span): boolean {
  return count >= least && count <= most
}

/** The values of every `enum` and `const` at once; null where there is none to read. */
function valuesOf(way: Way): readonly Json[] | null {
  let values: readonly Json[] | null = null
  for (const schema of way)
    for (const list of [schema.enum, 'const' in schema ? [schema.const] : undefined]) {
      if (!Array.isArray(list) || list.length > MAX_VALUES) continue
      const read = list.map(jsonOf)
      if (read.includes(undefined)) continue
      const own = read.filter((value) => value !== undefined)
      const nullable = schema.nullable === true ? [...own, null] : own
      const others: ValueSet | null = values && valueSet(values)
      values = others ? nullable.filter((value) => isMember(others, value)) : nullable
    }
  return values
}

function jsonOf(value: unknown): Json | undefined {
  try {
    return fromPlain(value)
  } catch {
    return undefined
  }
}

function boundsOf(way: Way, plain: 'minimum' | 'maximum', exclusive: string): Bound[] {
  return way.flatMap((schema) => {
    const own = numberOf(schema[plain])
    const open = numberOf(schema[exclusive])
    return [
      // In draft 4 `exclusiveMinimum: true` stood beside the `minimum` that it opened.
      ...(own === null ? [] : [{ value: own, open: schema[exclusive] === true }]),
      ...(open === null ? [] : [{ value: open, open: true }]),
    ]
  })
}

function numberOf(value: unknown): number | JsonNumber | null {
  if (value instanceof JsonNumber) return value
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function spanOf(way: Way, least: string, most: string): Span {
  const numbers = (key: string): number[] =>
    way.map((schema) => schema[key]).filter((value): value is number => typeof value === 'number')
  return { least: Math.max(0, ...numbers(least)), most: Math.min(Infinity, ...numbers(most)) }
}

function isIntegerOnly(type: unknown): boolean {
  const names = Array.isArray(type) ? type : [type]
  return names.includes('integer') && !names.includes('number')
}
