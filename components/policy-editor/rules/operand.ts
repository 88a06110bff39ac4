// The value of a comparison: which control asks for it, how typed text is read, and how it is written back.
import { isJsonNumber, type Json, numberText, parseJson, serializeJson } from '#lib/json/index.ts'
import type { Choice, Field } from './field.ts'
import type { OperatorChoice } from './operators.ts'

/** What one typed text is read as. `any` takes JSON where the text is JSON, else the text itself. */
export type Reading = 'text' | 'number' | 'any' | 'pattern' | 'folder' | 'host'

export type Control =
  | { readonly kind: 'none' }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'typed'; readonly reads: Reading }
  | { readonly kind: 'chips'; readonly reads: Reading }

/** The control for a field and an operator. */
export function controlFor(field: Field, op: OperatorChoice): Control {
  switch (op) {
    case 'exists':
    case 'absent':
      return { kind: 'none' }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return { kind: 'typed', reads: 'number' }
    case 'regex':
      return { kind: 'typed', reads: 'pattern' }
    case 'within':
      return { kind: 'typed', reads: 'folder' }
    case 'host_in':
      return { kind: 'chips', reads: 'host' }
    case 'eq':
    case 'neq':
      return single(field)
    case 'in':
    case 'not_in':
      return field.choices.length > 0
        ? { kind: 'choices', choices: field.choices }
        : { kind: 'chips', reads: readingOf(field.types) }
    case 'contains':
      return containsControl(field)
    default:
      return op satisfies never
  }
}

function single(field: Pick<Field, 'types' | 'choices'>): Control {
  if (field.choices.length > 0) return { kind: 'choice', choices: field.choices }
  if (field.types.length === 1 && field.types[0] === 'boolean') return { kind: 'flag' }
  return { kind: 'typed', reads: readingOf(field.types) }
}

function containsControl({ types, element }: Field): Control {
  if (element !== null && types.length === 1) return single(element)
  return { kind: 'typed', reads: types.length === 1 && types[0] === 'string' ? 'text' : 'any' }
}

function readingOf(types: Field['types']): Reading {
  const [type, ...more] = types
  if (more.length > 0) return 'any'
  return type === 'string' ? 'text' : type === 'number' ? 'number' : 'any'
}

export type Read =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: string }

/** The value that a typed text means. Nothing is guessed: what cannot be read is a sentence that says why. */
export function readOperand(text: string, reads: Reading): Read {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: false, problem: NOTHING_TYPED[reads] }
  if (reads === 'text' || reads === 'pattern') return { ok: true, value: text }
  if (reads === 'host') return { ok: true, value: trimmed }
  if (reads === 'folder') return { ok: true, value: trimmed }
  const json = jsonOrNull(trimmed)
  if (reads === 'any') return { ok: true, value: json === undefined ? text : json }
  return json !== undefined && isJsonNumber(json)
    ? { ok: true, value: json }
    : { ok: false, problem: `“${trimmed}” is no number. Write digits only, such as 1000 or 12.5.` }
}

const NOTHING_TYPED: Readonly<Record<Reading, string>> = {
  text: 'Type a text to compare with.',
  number: 'Type a number, such as 500.',
  any: 'Type a value to compare with.',
  pattern: 'Type a pattern, such as ^conn_[a-z0-9]+$.',
  folder: 'Type a folder, such as /srv/data.',
  host: 'Type a host, such as example.com or *.example.com.',
}

/** A value as its control shows it: the text that `readOperand` reads back as the same value. */
export function operandText(value: Json | undefined, reads: Reading): string {
  if (value === undefined) return ''
  if (typeof value === 'string')
    return reads === 'any' && (jsonOrNull(value.trim()) !== undefined || value.trim() === '')
      ? serializeJson(value)
      : value
  return isJsonNumber(value) ? numberText(value) : serializeJson(value)
}

/** What is kept of a value when its field or operator changes; undefined where it no longer fits. */
export function carriedOver(value: Json | undefined, control: Control): Json | undefined {
  const first = Array.isArray(value) ? value[0] : value
  switch (control.kind) {
    case 'none':
      return undefined
    case 'flag':
      return typeof first === 'boolean' ? first : true
    case 'choice':
      return isChoice(first, control.choices) ? first : undefined
    case 'choices':
      return listOf(value).filter((each) => isChoice(each, control.choices))
    case 'chips':
      return listOf(value).filter((each) => fits(each, control.reads))
    case 'typed':
      return fits(first, control.reads) ? first : undefined
    default:
      return control satisfies never
  }
}

function fits(value: Json | undefined, reads: Reading): boolean {
  if (value === undefined) return false
  if (reads === 'any') return true
  return reads === 'number' ? isJsonNumber(value) : typeof value === 'string'
}

function isChoice(value: Json | undefined, choices: readonly Choice[]): boolean {
  return value !== undefined && choices.some((choice) => sameJson(choice.value, value))
}

export function sameJson(one: Json, other: Json): boolean {
  return serializeJson(one) === serializeJson(other)
}

function listOf(value: Json | undefined): Json[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function jsonOrNull(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}
