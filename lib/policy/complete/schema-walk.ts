// What the schema of the language allows at a path: the keys of an object, the values of a place.
import type { Schema } from '../json-schema/schema.ts'

export type Key = { readonly key: string; readonly says: string; readonly value: readonly Schema[] }

/** Every schema that may judge the value at the path; what is written in the document picks none of them. */
export function schemasAt(root: Schema, path: readonly (string | number)[]): readonly Schema[] {
  let here = expand(root, root)
  for (const step of path)
    here = here.flatMap((schema) => childOf(schema, step)).flatMap((child) => expand(root, child))
  return here
}

/** The keys that an object at this place may have. */
export function keysAt(root: Schema, path: readonly (string | number)[]): readonly Key[] {
  const keys = new Map<string, Key>()
  for (const schema of schemasAt(root, path)) {
    for (const [key, value] of Object.entries(recordOf(schema.properties))) {
      if (!isSchema(value) || keys.has(key)) continue
      const says = typeof value.description === 'string' ? value.description : ''
      if (says !== '') keys.set(key, { key, says, value: expand(root, value) })
    }
  }
  return [...keys.values()]
}

/** The values that may stand at this place, as far as they can be counted, with what each means. */
export function valuesAt(
  root: Schema,
  path: readonly (string | number)[],
): readonly { readonly value: unknown; readonly says: string }[] {
  return schemasAt(root, path).flatMap((schema) => {
    const says = typeof schema.description === 'string' ? schema.description : ''
    if (Array.isArray(schema.enum)) return schema.enum.map((value: unknown) => ({ value, says: '' }))
    if ('const' in schema) return [{ value: schema.const, says }]
    if (schema.type === 'boolean') return [true, false].map((value) => ({ value, says: '' }))
    return Array.isArray(schema.examples) && schema.type === 'string'
      ? schema.examples.map((value: unknown) => ({ value, says: 'For example.' }))
      : []
  })
}

/** A schema, what it refers to, and its branches. */
function expand(root: Schema, schema: Schema): Schema[] {
  const parts = [schema]
  if (typeof schema.$ref === 'string') {
    const target = recordOf(root.$defs)[schema.$ref.slice('#/$defs/'.length)]
    if (isSchema(target)) parts.push(...expand(root, target))
  }
  for (const keyword of ['oneOf', 'anyOf', 'allOf'] as const) {
    const branches = schema[keyword]
    if (Array.isArray(branches))
      parts.push(...branches.filter(isSchema).flatMap((each) => expand(root, each)))
  }
  for (const keyword of ['then', 'else'] as const) {
    const branch = schema[keyword]
    if (isSchema(branch)) parts.push(...expand(root, branch))
  }
  return parts
}

function childOf(schema: Schema, step: string | number): Schema[] {
  if (typeof step === 'number') return isSchema(schema.items) ? [schema.items] : []
  const named = recordOf(schema.properties)[step]
  if (isSchema(named)) return [named]
  return isSchema(schema.additionalProperties) ? [schema.additionalProperties] : []
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isSchema(value) ? value : {}
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
