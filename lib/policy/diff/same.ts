// Whether two parts of policies are written alike. A quick no is no news: equal values may be written in
// two ways, and then the slower comparison by canonical form finds no difference either.
import { JsonNumber } from '#lib/json/index.ts'

export function isWrittenAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof JsonNumber || b instanceof JsonNumber)
    return a instanceof JsonNumber && b instanceof JsonNumber && a.text === b.text
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((each, at) => isWrittenAlike(each, b[at]))
    )
  const [one, other] = [Object.entries(a), Object.entries(b)]
  return (
    one.length === other.length &&
    one.every(([key, value], at) => key === other[at]?.[0] && isWrittenAlike(value, other[at]?.[1]))
  )
}
