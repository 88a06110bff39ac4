// Values back to text: as they were (numbers digit for digit), or in RFC 8785's canonical form.
import { type Json, JsonNumber, numberText } from './value.ts'

/** Compact JSON. The digits of every number are those of the value; integer-like keys come first, as JavaScript keeps them. */
export function serializeJson(value: Json): string {
  // To ask first, and then write all of it at once, takes half of the time that writing it member by member takes.
  return isWrittenAlike(value) ? JSON.stringify(value) : written(value)
}

/** Whether `JSON.stringify` writes it to the letter as `written` would: every number in it has the digits that JavaScript gives it. */
function isWrittenAlike(value: Json): boolean {
  if (typeof value === 'number') return !Object.is(value, -0)
  if (typeof value !== 'object' || value === null) return true
  if (value instanceof JsonNumber) return false
  if (Array.isArray(value)) return value.every(isWrittenAlike)
  for (const key of Object.keys(value)) if (!isWrittenAlike(value[key] as Json)) return false
  return true
}

function written(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' || value instanceof JsonNumber) return numberText(value)
  // Added up piece by piece: lists of pieces, to be joined, cost twice as much.
  let text = ''
  if (Array.isArray(value)) {
    for (const each of value) text += text === '' ? written(each) : `,${written(each)}`
    return `[${text}]`
  }
  for (const key of Object.keys(value)) {
    const each = `${JSON.stringify(key)}:${written(value[key] as Json)}`
    text += text === '' ? each : `,${each}`
  }
  return `{${text}}`
}

/**
 * Canonical JSON (RFC 8785): keys in UTF-16 order, no white space. Numbers take ECMAScript's shortest
 * form where that form has the same decimal value; one that a double cannot hold keeps its own
 * normalised digits, so that two different amounts never share a digest (a stricter reading than
 * the RFC, whose I-JSON input has no such numbers).
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' || value instanceof JsonNumber) return canonicalNumber(numberText(value))
  if (value === null || typeof value !== 'object') return serializeJson(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`).join(',')}}`
}

function canonicalNumber(text: string): string {
  const shortest = String(Number(text))
  const exact = decimalForm(text)
  if (exact === '0') return '0'
  return Number.isFinite(Number(text)) && decimalForm(shortest) === exact ? shortest : exact
}

/** `digits e exponent` without leading or trailing zeros: equal exactly when the decimal values are. */
export function decimalForm(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) throw new TypeError(`not a JSON number: ${text}`)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = (whole + fraction).replace(/^0+/, '')
  const trimmed = digits.replace(/0+$/, '')
  if (trimmed === '') return '0'
  const power = Number(exponent) - fraction.length + (digits.length - trimmed.length)
  return `${sign}${trimmed}${power === 0 ? '' : `e${power < 0 ? '' : '+'}${power}`}`
}
