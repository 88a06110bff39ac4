// Equality of JSON values (C4): same type and equal, numbers by exact decimal value, never coerced.
import {
  canonicalJson,
  decimalForm,
  isJsonNumber,
  isJsonObject,
  type Json,
  type JsonObject,
  numberText,
} from '#lib/json/index.ts'
import { FALSE, TRUE, type Truth, UNKNOWN } from './truth.ts'

export type JsonType = 'null' | 'boolean' | 'string' | 'number' | 'array' | 'object'

export function typeOf(value: Json): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (isJsonNumber(value)) return 'number'
  if (isJsonObject(value)) return 'object'
  return typeof value === 'string' ? 'string' : 'boolean'
}

export type ValueSet = {
  readonly types: ReadonlySet<JsonType>
  /** Texts by themselves, everything else by a form that is equal exactly for equal values. */
  readonly strings: ReadonlySet<string>
  readonly forms: ReadonlySet<string>
  /** The most values that a list or an object of the set holds, itself included; 0 for none. */
  readonly mostNodes: number
  /** Where every number of the set is a plain one, plain ones are looked up as they are. */
  readonly plainNumbers: ReadonlySet<number> | null
  readonly onlyNull: boolean
}

export function valueSet(values: readonly Json[]): ValueSet {
  const numbers = values.filter(isJsonNumber)
  const plain = numbers.filter((value) => typeof value === 'number')
  return {
    types: new Set(values.map(typeOf)),
    strings: new Set(values.filter((value) => typeof value === 'string')),
    forms: new Set(values.filter((value) => typeof value !== 'string').map(formOf)),
    mostNodes: mostNodesOf(values),
    plainNumbers: plain.length === numbers.length ? new Set(plain) : null,
    onlyNull: values.length > 0 && values.every((value) => value === null),
  }
}

function mostNodesOf(values: readonly Json[]): number {
  return values.reduce<number>(
    (most, value) => (isComposite(value) ? Math.max(most, nodeCount(value, Infinity)) : most),
    0,
  )
}

function formOf(value: Exclude<Json, string>): string {
  return isJsonNumber(value) ? decimalForm(numberText(value)) : canonicalJson(value)
}

export function isMember(set: ValueSet, value: Json): boolean {
  if (typeof value === 'string') return set.strings.has(value)
  if (typeof value === 'number' && set.plainNumbers) return set.plainNumbers.has(value)
  // A value larger than any operand equals none, and is not worth writing out.
  if (isComposite(value) && nodeCount(value, set.mostNodes) > set.mostNodes) return false
  return set.forms.has(formOf(value))
}

function isComposite(value: Json): value is Json[] | JsonObject {
  return Array.isArray(value) || isJsonObject(value)
}

/** How many values a value holds, itself included; counting stops once there are more than `most`. */
function nodeCount(value: Json, most: number): number {
  let count = 1
  if (!isComposite(value)) return count
  for (const each of Array.isArray(value) ? value : Object.values(value)) {
    if (count > most) break
    count += nodeCount(each, most - count)
  }
  return count
}

/** Whether a value equals one of the set: unknown for a type that no operand has, unless all of them are null (C5). */
export function judgeMember(set: ValueSet, value: Json): Truth {
  if (isMember(set, value)) return TRUE
  return set.types.has(typeOf(value)) || set.onlyNull ? FALSE : UNKNOWN
}
