// Whether one rule refuses whatever another refused (W3). Only what is certain for every call counts:
// a list that gains a type of value, for instance, turns unknown into false (C5), and is no such case.
import { canonicalJson, compareNumbers, fromPlain, isJsonNumber, type Json } from '#lib/json/index.ts'
import { isMember, valueSet } from '../evaluate/equality.ts'
import type { Comparison, Condition } from '../policy.ts'

/** True where `next` is triggered (true or unknown) by every call that triggered `old`. */
export function triggersAsOften(next: readonly Condition[], old: readonly Condition[]): boolean {
  return next.length === 0 || pairwise(next, old, (a, b) => isAsWide(a, b, 'triggered'))
}

/** True where every call that meets `next` met `old`. */
export function demandsAsMuch(next: readonly Condition[], old: readonly Condition[]): boolean {
  // More demands are more than the old ones, in whatever order they stand.
  return old.every((was) => next.some((is) => pairwise([was], [is], (a, b) => isAsWide(a, b, 'true'))))
}

type Sense = 'triggered' | 'true'

function pairwise(
  wide: readonly Condition[],
  narrow: readonly Condition[],
  covers: (wide: Comparison, narrow: Comparison) => boolean,
): boolean {
  return (
    wide.length === narrow.length &&
    wide.every((condition, at) => {
      const other = narrow[at]
      if (other === undefined) return false
      const isPlain = !('any_of' in condition) && !('any_of' in other) && !condition.path.includes('[*]')
      return isPlain ? covers(condition, other) : sameValue(condition, other)
    })
  )
}

// Judging an `any_of` or a `[*]` stops at the first that is true. One that is true sooner leaves more of
// what an evaluation may spend (P5), so that a later rule may come to false that was unknown: only what
// is the same is as strict there.

function sameValue(a: unknown, b: unknown): boolean {
  return canonicalJson(fromPlain(a)) === canonicalJson(fromPlain(b))
}

/** `wide` is true wherever `narrow` is; for `triggered`, also unknown or true wherever that one is. */
function isAsWide(wide: Comparison, narrow: Comparison, sense: Sense): boolean {
  if (wide.path !== narrow.path || wide.op !== narrow.op) return false
  const [a, b] = [wide.value ?? null, narrow.value ?? null]
  switch (wide.op) {
    case 'gt':
    case 'gte':
      return isJsonNumber(a) && isJsonNumber(b) && compareNumbers(a, b) <= 0
    case 'lt':
    case 'lte':
      return isJsonNumber(a) && isJsonNumber(b) && compareNumbers(a, b) >= 0
    case 'in':
      return Array.isArray(a) && Array.isArray(b) && includes(a, b) && (sense === 'true' || sameTypes(a, b))
    case 'not_in':
      return Array.isArray(a) && Array.isArray(b) && includes(b, a) && sameTypes(a, b)
    default:
      return sameValue(a, b)
  }
}

function includes(outer: readonly Json[], inner: readonly Json[]): boolean {
  const set = valueSet(outer)
  return inner.every((value) => isMember(set, value))
}

/** Both judge the same types of value, so that they are unknown alike. */
function sameTypes(a: readonly Json[], b: readonly Json[]): boolean {
  const [one, other] = [valueSet(a), valueSet(b)]
  return (
    one.onlyNull === other.onlyNull &&
    one.types.size === other.types.size &&
    [...one.types].every((type) => other.types.has(type))
  )
}
