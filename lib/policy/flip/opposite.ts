// What a comparison asks of a call, said the other way round, and a value that would do it.
import { isJsonNumber, type Json } from '#lib/json/index.ts'
import { describeComparison } from '../explain/describe.ts'
import type { Comparison, Operator } from '../policy.ts'
import { stepped } from './decimal-step.ts'

/** A sentence about the argument, and the values to try there; undefined takes the argument away. */
export type Remedy = { readonly words: string; readonly values: readonly (Json | undefined)[] }

/** How an argument brings the comparison to `want`. The words and values are the document's own. */
export function remedyFor(comparison: Comparison, want: boolean): Remedy {
  return want
    ? { words: describeComparison(comparison), values: fitting(comparison) }
    : { words: opposite(comparison), values: unfitting(comparison) }
}

const OPPOSITES: Partial<Record<Operator, Operator>> = {
  eq: 'neq',
  neq: 'eq',
  lt: 'gte',
  lte: 'gt',
  gt: 'lte',
  gte: 'lt',
  in: 'not_in',
  not_in: 'in',
}

const NEGATIONS: Partial<Record<Operator, readonly [string, string]>> = {
  regex: [' matches ', ' does not match '],
  contains: [' contains ', ' does not contain '],
  within: [' is within ', ' is not within '],
  host_in: [' has a host among ', ' has a host that is none of '],
}

function opposite(comparison: Comparison): string {
  const { path, op, value } = comparison
  if (op === 'exists') return describeComparison({ path, op, value: value === false })
  const other = OPPOSITES[op]
  if (other) return describeComparison({ ...comparison, op: other })
  const words = describeComparison(comparison)
  const [is, isNot] = NEGATIONS[op] ?? ['', '']
  return path + words.slice(path.length).replace(is, isNot)
}

function fitting({ op, value = null }: Comparison): (Json | undefined)[] {
  const list = Array.isArray(value) ? value : []
  switch (op) {
    case 'eq':
    case 'gte':
    case 'lte':
    case 'within':
      return [value]
    case 'gt':
      return isJsonNumber(value) ? [stepped(value, 1)] : []
    case 'lt':
      return isJsonNumber(value) ? [stepped(value, -1)] : []
    case 'in':
      return list
    case 'neq':
      return others([value])
    case 'not_in':
      return others(list)
    case 'exists':
      return value === false ? [undefined] : ['text', 1, true]
    case 'contains':
      return [value, [value]]
    case 'host_in':
      return list.flatMap((host) =>
        typeof host === 'string' ? [`https://${host.replace(/^\*/, 'a')}/`] : [],
      )
    default:
      return []
  }
}

function unfitting(comparison: Comparison): (Json | undefined)[] {
  const { op, value = null } = comparison
  const other = OPPOSITES[op]
  if (other) return fitting({ ...comparison, op: other })
  switch (op) {
    case 'exists':
      return value === false ? ['text', 1, true] : [undefined]
    case 'regex':
    case 'contains':
      return ['', 'a', '0', [], undefined]
    case 'within':
      return ['/', undefined]
    case 'host_in':
      return ['https://localhost/', 'https://example.org/', undefined]
    default:
      return []
  }
}

/** Values of the same types as the list that are not in it. */
function others(list: readonly Json[]): Json[] {
  return list.flatMap((value): Json[] => {
    if (typeof value === 'string') return [`${value}-`]
    if (typeof value === 'boolean') return [!value]
    return isJsonNumber(value) ? [stepped(value, 1)] : []
  })
}
