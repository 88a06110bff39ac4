// What a tool's own input schema says of a path. A schema is a claim of the server, so it only ever
// makes a warning; wherever it is not plain, the answer is “unknown”.
import type { Json } from '#lib/json/index.ts'
import { type JsonType, typeOf } from './equality.ts'
import type { Step } from './path.ts'

export type SchemaFinding =
  | { readonly known: false }
  | { readonly known: true; readonly present: false; readonly near: readonly string[] }
  | {
      readonly known: true
      readonly present: true
      readonly types: readonly JsonType[]
      readonly required: boolean
    }

const UNKNOWN_FINDING: SchemaFinding = { known: false }
/** Keywords under which a property may stand elsewhere than in `properties`. */
const INDIRECT = [
  '$ref',
  '$dynamicRef',
  'anyOf',
  'oneOf',
  'allOf',
  'if',
  'patternProperties',
  'dependentSchemas',
]

/** What the schema says of the value at the steps: whether it is declared, its types, whether it must be given. */
export function findInSchema(schema: unknown, steps: readonly Step[]): SchemaFinding {
  let here = plainSchema(schema)
  let required = true
  for (const step of steps) {
    if (!here) return UNKNOWN_FINDING
    if (step.kind !== 'key') {
      required &&= step.kind === 'each'
      here = plainSchema(here.items)
      continue
    }
    const { properties, additionalProperties } = here
    if (!isRecord(properties)) return UNKNOWN_FINDING
    if (!Object.hasOwn(properties, step.key)) {
      const open = additionalProperties === true || isRecord(additionalProperties)
      return open ? UNKNOWN_FINDING : { known: true, present: false, near: Object.keys(properties) }
    }
    required &&= Array.isArray(here.required) && here.required.includes(step.key)
    here = plainSchema(properties[step.key])
  }
  return here ? { known: true, present: true, types: typesOf(here), required } : UNKNOWN_FINDING
}

/** A schema whose properties stand in it and nowhere else; null for any other. */
function plainSchema(schema: unknown): Record<string, unknown> | null {
  return isRecord(schema) && !INDIRECT.some((keyword) => keyword in schema) ? schema : null
}

/** The types that a schema allows; none where it does not say. */
function typesOf(schema: Record<string, unknown>): JsonType[] {
  const { type, enum: values } = schema
  if (type === undefined && Array.isArray(values))
    return [...new Set(values.map((value) => typeOf(value as Json)))]
  const names = Array.isArray(type) ? type : [type]
  return names.flatMap((name) => TYPES[String(name)] ?? [])
}

const TYPES: Readonly<Record<string, JsonType>> = {
  null: 'null',
  boolean: 'boolean',
  string: 'string',
  number: 'number',
  integer: 'number',
  array: 'array',
  object: 'object',
}

/** The names that a pinned input schema declares (E6). */
export function declaredArguments(schema: unknown): string[] {
  return isRecord(schema) && isRecord(schema.properties) ? Object.keys(schema.properties) : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
