// One JSON Schema node as the builder needs it: references followed, alternatives laid together. A
// schema is a claim of the server: whatever is not understood only makes the shape say less.
import { fromPlain, type Json } from '#lib/json/index.ts'

export const VALUE_TYPES = ['string', 'number', 'boolean', 'array', 'object'] as const
export type ValueType = (typeof VALUE_TYPES)[number]

export type Shape = {
  /** None where the schema does not say; null is left out, no rule compares with it. */
  readonly types: readonly ValueType[]
  readonly integer: boolean
  readonly format: string | null
  /** The values of `enum` and `const`; none where any value will do. */
  readonly choices: readonly Json[]
  readonly description: string
  readonly properties: ReadonlyMap<string, unknown>
  readonly required: ReadonlySet<string>
  /** The schema of the elements of a list; undefined where it does not say. */
  readonly items: unknown
}

type Members = Readonly<Record<string, unknown>>
const MAX_DEPTH = 12

const ANYTHING: Shape = {
  types: [],
  integer: false,
  format: null,
  choices: [],
  description: '',
  properties: new Map(),
  required: new Set(),
  items: undefined,
}

/** @param root the whole document, where `#/…` references point */
export function shapeOf(schema: unknown, root: unknown, depth = 0): Shape {
  if (!isMembers(schema) || depth > MAX_DEPTH) return ANYTHING
  const own = ownShape(schema)
  const parts: Shape[] = [own]
  if (typeof schema.$ref === 'string')
    parts.push(shapeOf(resolveReference(root, schema.$ref), root, depth + 1))
  for (const part of listOf(schema.allOf)) parts.push(shapeOf(part, root, depth + 1))
  for (const branches of [schema.anyOf, schema.oneOf]) {
    const shapes = listOf(branches)
      .filter((branch) => !isNull(branch))
      .map((branch) => shapeOf(branch, root, depth + 1))
    if (shapes.length > 0) parts.push(shapes.reduce(either))
  }
  return parts.reduce(both)
}

function ownShape(schema: Members): Shape {
  const names = typeof schema.type === 'string' ? [schema.type] : listOf(schema.type)
  const choices = 'const' in schema ? [schema.const] : listOf(schema.enum)
  return {
    types: unique(names.flatMap((name) => (name === 'integer' ? ['number'] : [name])).filter(isValueType)),
    integer: names.includes('integer') && !names.includes('number'),
    format: typeof schema.format === 'string' ? schema.format : null,
    choices: choices.flatMap(jsonOf).filter((choice) => choice !== null),
    description: typeof schema.description === 'string' ? schema.description : '',
    properties: new Map(Object.entries(isMembers(schema.properties) ? schema.properties : {})),
    required: new Set(listOf(schema.required).filter((name) => typeof name === 'string')),
    items: isMembers(schema.items) ? schema.items : undefined,
  }
}

/** What holds where both hold. */
function both(one: Shape, other: Shape): Shape {
  return {
    types: one.types.length > 0 ? one.types : other.types,
    integer: one.integer || other.integer,
    format: one.format ?? other.format,
    choices: one.choices.length > 0 ? one.choices : other.choices,
    description: one.description || other.description,
    properties: new Map([...other.properties, ...one.properties]),
    required: new Set([...one.required, ...other.required]),
    items: one.items ?? other.items,
  }
}

/** What holds where one of them holds. */
function either(one: Shape, other: Shape): Shape {
  const known = (less: readonly unknown[], more: readonly unknown[]) => less.length > 0 && more.length > 0
  return {
    types: known(one.types, other.types) ? unique([...one.types, ...other.types]) : [],
    integer: one.integer && other.integer,
    format: one.format === other.format ? one.format : null,
    choices: known(one.choices, other.choices) ? [...one.choices, ...other.choices] : [],
    description: one.description || other.description,
    properties: new Map([...other.properties, ...one.properties]),
    required: new Set([...one.required].filter((name) => other.required.has(name))),
    items: one.items ?? other.items,
  }
}

function resolveReference(root: unknown, reference: string): unknown {
  if (!reference.startsWith('#')) return undefined
  let here = root
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~')
    here = isMembers(here) && Object.hasOwn(here, key) ? here[key] : undefined
  }
  return here
}

function isNull(schema: unknown): boolean {
  return isMembers(schema) && (schema.type === 'null' || schema.const === null)
}

function jsonOf(value: unknown): Json[] {
  try {
    return [fromPlain(value)]
  } catch {
    return []
  }
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isValueType(name: unknown): name is ValueType {
  return VALUE_TYPES.some((type) => type === name)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}
