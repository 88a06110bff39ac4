// Bounds next to a number: `more than 59` is the widest bound of this kind that 60 still meets.
import { addDecimals, compareNumbers, decimalText, JsonNumber } from '#lib/json/index.ts'

type JsonNumeric = number | JsonNumber

/** The number one unit of its last written digit above (or below): 60 → 61, 9.99 → 10.00. */
export function stepped(value: JsonNumeric, direction: 1 | -1): JsonNumeric {
  const text = decimalText(value)
  const places = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0
  const unit = places === 0 ? '1' : `0.${'0'.repeat(places - 1)}1`
  return numberOf(addDecimals(text, direction === 1 ? unit : `-${unit}`))
}

/** A decimal text as the number it is, without losing a digit. */
export function numberOf(text: string): JsonNumeric {
  const plain = Number(text)
  return String(plain) === text ? plain : new JsonNumber(text)
}

/** How far apart two numbers are, in proportion to the larger: 0 to 1. Near enough to sort by. */
export function distance(a: JsonNumeric, b: JsonNumeric): number {
  if (compareNumbers(a, b) === 0) return 0
  const [x, y] = [Number(decimalText(a)), Number(decimalText(b))]
  const share = Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y))
  return Number.isFinite(share) ? Math.min(share, 1) : 1
}

export function extremes(numbers: readonly JsonNumeric[]): JsonNumeric[] {
  const [first, ...rest] = numbers
  if (first === undefined) return []
  let [least, most] = [first, first]
  for (const each of rest) {
    if (compareNumbers(each, least) < 0) least = each
    if (compareNumbers(each, most) > 0) most = each
  }
  return compareNumbers(least, most) === 0 ? [least] : [least, most]
}
