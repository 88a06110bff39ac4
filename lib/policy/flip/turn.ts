// One comparison with another value, so that it comes to the truth that is wanted for this call.
import { compareNumbers, isJsonNumber, type Json, type JsonNumber } from '#lib/json/index.ts'
import { isMember, valueSet } from '../evaluate/equality.ts'
import { folderSegments } from '../evaluate/folder.ts'
import { compileHosts, hostListed, hostOf } from '../evaluate/host.ts'
import type { Comparison } from '../policy.ts'
import { distance, extremes, stepped } from './decimal-step.ts'

export type Turned = { readonly comparison: Comparison; readonly moved: number }

/**
 * The comparisons that may come to `want` for these values, by the smallest change of the operand. They
 * are proposals: evaluating again says which of them do. None where no operand would help.
 */
export function turned(comparison: Comparison, want: boolean, values: readonly Json[]): Turned[] {
  const { op, value = null } = comparison
  switch (op) {
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return isJsonNumber(value) ? movedBounds({ ...comparison, op, value }, want, values) : []
    case 'in':
    case 'not_in': {
      const list = Array.isArray(value) ? value : []
      const next = (op === 'in') === want ? withValues(list, values) : withoutValues(list, values)
      return next ? [{ comparison: { ...comparison, value: next }, moved: 0 }] : []
    }
    case 'eq':
    case 'neq': {
      if ((op === 'eq') !== want) return []
      const list = withValues([value], values)
      const next = { path: comparison.path, op: op === 'eq' ? 'in' : 'not_in', value: list } as const
      return list ? [{ comparison: { ...next, value: list }, moved: 0 }] : []
    }
    case 'host_in':
      return turnedHosts(comparison, want, values)
    case 'within':
      return want ? widerFolders(comparison, values) : []
    default:
      return []
  }
}

type Bound = Comparison & { readonly op: 'gt' | 'gte' | 'lt' | 'lte'; readonly value: number | JsonNumber }

/** The bound at the call's own value, or just beside it where equality must not count. */
function movedBounds(bound: Bound, want: boolean, values: readonly Json[]): Turned[] {
  const upwards = bound.op === 'gt' || bound.op === 'gte'
  const equalCounts = bound.op === 'gte' || bound.op === 'lte'
  return extremes(values.filter(isJsonNumber)).flatMap((value) => {
    const beside = upwards === want ? -1 : 1
    const next = equalCounts === want ? value : stepped(value, beside)
    if (compareNumbers(next, bound.value) === 0) return []
    return [{ comparison: { ...bound, value: next }, moved: distance(bound.value, next) }]
  })
}

function withValues(list: readonly Json[], values: readonly Json[]): Json[] | null {
  const next = [...list]
  for (const value of values) if (!isMember(valueSet(next), value)) next.push(value)
  return next.length > list.length ? next : null
}

function withoutValues(list: readonly Json[], values: readonly Json[]): Json[] | null {
  const set = valueSet(values)
  const next = list.filter((each) => !isMember(set, each))
  return next.length < list.length ? next : null
}

function turnedHosts(comparison: Comparison, want: boolean, values: readonly Json[]): Turned[] {
  const list = Array.isArray(comparison.value)
    ? comparison.value.filter((host) => typeof host === 'string')
    : []
  const asked = values.map((value) => (typeof value === 'string' ? hostOf(value) : null))
  const hosts = [...new Set(asked.filter((host) => host !== null))]
  const listed = (patterns: readonly string[], host: string) => hostListed(compileHosts(patterns), host)
  const next = want
    ? [...list, ...hosts.filter((host) => !listed(list, host))]
    : list.filter((pattern) => !hosts.some((host) => listed([pattern], host)))
  return next.length === list.length ? [] : [{ comparison: { ...comparison, value: next }, moved: 0 }]
}

/** The nearest folder above that holds the argument too; never the root, which would hold everything. */
function widerFolders(comparison: Comparison, values: readonly Json[]): Turned[] {
  let shared = typeof comparison.value === 'string' ? folderSegments(comparison.value) : null
  const deep = shared?.length ?? 0
  for (const value of values) {
    const path = typeof value === 'string' ? folderSegments(value.replace(/^file:\/\//, '')) : null
    if (!shared || !path) return []
    const differs = shared.findIndex((segment, at) => path[at] !== segment)
    if (differs >= 0) shared = shared.slice(0, differs)
  }
  if (!shared || shared.length === 0 || shared.length === deep) return []
  return [{ comparison: { ...comparison, value: `/${shared.join('/')}` }, moved: 1 - shared.length / deep }]
}
