// Exact decimal comparison and addition of JSON numbers: limits count money, and 0.1 + 0.2 is 0.3.
import { type JsonNumber, numberText } from './value.ts'

type Decimal = { readonly digits: bigint; readonly scale: number } // value = digits / 10^scale

/** -1, 0 or 1 by exact decimal value. */
export function compareNumbers(a: number | JsonNumber, b: number | JsonNumber): -1 | 0 | 1 {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0
  return compareDecimals(numberText(a), numberText(b))
}

/** The same for decimal texts, as the database gives them. */
export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
  const [m, n] = [wholeNumber(a), wholeNumber(b)]
  if (m !== null && n !== null) return m < n ? -1 : m > n ? 1 : 0
  const [x, y] = align(parse(a), parse(b))
  return x < y ? -1 : x > y ? 1 : 0
}

/** A decimal text without an exponent, as Postgres `numeric` takes it. */
export function decimalText(value: number | JsonNumber): string {
  if (typeof value === 'number') {
    const plain = String(value)
    if (!plain.includes('e')) return plain
  }
  const { digits, scale } = parse(numberText(value))
  const sign = digits < 0n ? '-' : ''
  const plain = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  if (scale === 0) return sign + plain
  return `${sign}${plain.slice(0, -scale)}.${plain.slice(-scale)}`
}

/** Exact sum of two decimal texts. */
export function addDecimals(a: string, b: string): string {
  const [m, n] = [wholeNumber(a), wholeNumber(b)]
  if (m !== null && n !== null) return String(m + n)
  const left = parse(a)
  const right = parse(b)
  const [x, y] = align(left, right)
  const scale = Math.max(left.scale, right.scale)
  const sum = (x + y).toString()
  const sign = sum.startsWith('-') ? '-' : ''
  const digits = sum.replace('-', '').padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** Most counts are small whole numbers, which need no digits beyond a JavaScript number's; null for any other text. */
function wholeNumber(text: string): number | null {
  const first = text.startsWith('-') ? 1 : 0
  if (text.length === first || text.length > MAX_WHOLE) return null
  let value = 0
  for (let at = first; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return null
    value = value * 10 + digit
  }
  return first === 0 || value === 0 ? value : -value
}

/** The sum of two such numbers is exact. */
const MAX_WHOLE = 15

function parse(text: string): Decimal {
  const match = /^(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) throw new TypeError(`not a decimal number: ${text}`)
  const fraction = match[2] ?? ''
  const scale = fraction.length - Number(match[3] ?? 0)
  const digits = BigInt(match[1] + fraction)
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 }
}

function align(a: Decimal, b: Decimal): [bigint, bigint] {
  const scale = Math.max(a.scale, b.scale)
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale)]
}
