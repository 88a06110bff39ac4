// Values as the oracle compares them: numbers as fractions, everything else by walking.
import { isJsonObject, type Json, JsonNumber } from '#lib/json/index.ts'

export type Fraction = { top: bigint; bottom: bigint }

/** A number as a fraction; null for anything else. */
export function fractionOf(value: Json): Fraction | null {
  if (typeof value !== 'number' && !(value instanceof JsonNumber)) return null
  const text = value instanceof JsonNumber ? value.text : String(value)
  const [mantissa = '0', exponent = '0'] = text.toLowerCase().split('e')
  const [whole = '0', fraction = ''] = mantissa.split('.')
  let top = BigInt(whole.replace('-', '') + fraction)
  if (mantissa.startsWith('-')) top = -top
  const power = Number(exponent) - fraction.length
  return power >= 0 ? { top: top * 10n ** BigInt(power), bottom: 1n } : { top, bottom: 10n ** BigInt(-power) }
}

/** Below zero, zero or above, as `a` is less than, equal to or more than `b`. */
export function order(a: Fraction, b: Fraction): bigint {
  return a.top * b.bottom - b.top * a.bottom
}

export function kind(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  return fractionOf(value) ? 'number' : typeof value
}

export function equal(a: Json, b: Json): boolean {
  const [x, y] = [fractionOf(a), fractionOf(b)]
  if (x && y) return order(x, y) === 0n
  if (kind(a) !== kind(b)) return false
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((each, index) => equal(each, b[index] ?? null))
  if (!isJsonObject(a) || !isJsonObject(b)) return a === b
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key] ?? null, b[key] ?? null))
  )
}
