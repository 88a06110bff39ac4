// The few words of JSON Schema (2020-12) that the schema of the language is put together from.
import { MAX_STRING_BYTES } from '../read/members.ts'

export type Schema = { readonly [keyword: string]: unknown }

/** A reference to one of `$defs`. */
export function ref(name: string, words: Schema = {}): Schema {
  return { $ref: `#/$defs/${name}`, ...words }
}

/**
 * Each key of a table with its sentence and the schema of its value. The type makes a key without a
 * value, or a value without a key, not compile.
 */
export function describedBy<Key extends string>(
  words: Readonly<Record<Key, string>>,
  values: Readonly<Record<Key, Schema>>,
): Record<string, Schema> {
  const keys = Object.keys(words) as Key[]
  return Object.fromEntries(keys.map((key) => [key, { description: words[key], ...values[key] }]))
}

/** An object of known keys and no others. */
export function closed(properties: Readonly<Record<string, Schema>>, required: readonly string[] = []) {
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  }
}

/** `then` where the value is as `condition` says, else `otherwise`. */
export function conditional(condition: Schema, then: Schema, otherwise?: Schema): Schema {
  // Not written as a literal: an object with a member `then` looks like a promise to linters.
  return Object.fromEntries([
    ['if', condition],
    ['then', then],
    ...(otherwise ? [['else', otherwise] as const] : []),
  ])
}

/** `schema` holds wherever the key is there with such a value. */
export function whenGiven(key: string, value: Schema, schema: Schema): Schema {
  return conditional({ properties: { [key]: value }, required: [key] }, schema)
}

export function listOf(items: Schema, bounds: Schema = {}): Schema {
  return { type: 'array', items, ...bounds }
}

/** A schema counts characters where the language counts bytes: the least that can be said (P5). */
export const TEXT: Schema = { type: 'string', maxLength: MAX_STRING_BYTES }
