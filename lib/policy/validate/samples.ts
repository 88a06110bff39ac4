// A few values that stand for all that fit a shape: between two neighbouring operands every number
// fares alike, and so does every text that no operand is.
import { decimalText, isJsonNumber, type Json, JsonNumber } from '#lib/json/index.ts'
import { type JsonType, typeOf } from '../evaluate/equality.ts'
import { fits, type Shape } from './shape.ts'

/** `open`: one of many texts, lists or objects, of which only the type and the length are known. */
export type Sample = { readonly value: Json; readonly open: boolean }

/** No operand is this text, nor a list or an object that holds it: it holds a private-use character. */
export const FRESH = '\u{f8ff}any'

/** Samples of a shape for operands such as these. The operands of `in` are its elements. */
export function samplesOf(shape: Shape, operands: readonly Json[]): Sample[] {
  if (shape.values) return shape.values.map((value) => ({ value, open: false }))
  const named = (type: JsonType): Sample[] =>
    operands
      .filter((value) => typeOf(value) === type && fits(shape, value))
      .map((value) => ({ value, open: false }))
  const samples: Sample[] = []
  for (const type of shape.types)
    if (type === 'null') samples.push({ value: null, open: false })
    else if (type === 'boolean') samples.push({ value: true, open: false }, { value: false, open: false })
    else if (type === 'number') samples.push(...numbersOf(shape, operands))
    else samples.push(...named(type), ...freshOf(shape, type))
  return samples
}

function freshOf({ length }: Shape, type: 'string' | 'array' | 'object'): Sample[] {
  if (type === 'string' && length.text.most < 1) return [{ value: '', open: false }]
  if (type === 'array' && length.list.most < 1) return [{ value: [], open: false }]
  const value = { string: FRESH, array: [FRESH], object: { [FRESH]: FRESH } }[type]
  return [{ value, open: true }]
}

/** Each bound and operand, something between every two neighbours, and something beyond both ends. */
function numbersOf(shape: Shape, operands: readonly Json[]): Sample[] {
  const bounds = [...shape.least, ...shape.most].map((bound) => bound.value)
  const numbers = [...operands.filter(isJsonNumber), ...bounds]
  return (wholePoints(numbers) ?? exactPoints(numbers))
    .filter((value) => fits(shape, value))
    .map((value) => ({ value, open: false }))
}

/** Where everything is a whole number of usual size: those, and the halves and wholes on both sides. */
function wholePoints(numbers: readonly (number | JsonNumber)[]): readonly Json[] | null {
  const points = new Set([0])
  for (const number of numbers) {
    if (typeof number !== 'number' || !Number.isInteger(number) || Math.abs(number) > LARGE) return null
    for (const step of [-1, -0.5, 0, 0.5, 1]) points.add(number + step)
  }
  return [...points]
}

const LARGE = 1e12

function exactPoints(numbers: readonly (number | JsonNumber)[]): readonly Json[] {
  const texts = [...numbers, 0].map(decimalText)
  const scale = Math.max(...texts.map((text) => (text.split('.')[1] ?? '').length)) + 1
  const unit = 10n ** BigInt(scale)
  const marks = [...new Set(texts.map((text) => scaled(text, scale)))].sort((a, b) => (a < b ? -1 : 1))
  const points = new Set<bigint>()
  for (const [at, mark] of marks.entries()) {
    const next = marks[at + 1] ?? mark + 2n * unit
    const whole = floor(mark, unit)
    // One digit finer than any mark, so there is room between two; and the nearest whole numbers.
    for (const point of [mark, (mark + next) / 2n, whole * unit, (whole + 1n) * unit]) points.add(point)
    if (mark === whole * unit) points.add(mark - unit)
  }
  return [...points].map((point) => numberOf(point, scale))
}

function scaled(text: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(scale, '0'))
}

function floor(value: bigint, unit: bigint): bigint {
  const quotient = value / unit
  return value < 0n && quotient * unit !== value ? quotient - 1n : quotient
}

function numberOf(point: bigint, scale: number): Json {
  const text = decimalText(new JsonNumber(`${point}e-${scale}`)).replace(/\.0+$/, '')
  const plain = Number(text)
  return String(plain) === text ? plain : new JsonNumber(text)
}
