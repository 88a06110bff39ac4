// What an allowance has to be like to cover anything (A5): bounded in number, in time and in what it frees.
import { isJsonNumber } from '#lib/json/index.ts'
import { folderSegments } from '../evaluate/folder.ts'
import { isHostPattern } from '../evaluate/host.ts'
import { parsePath } from '../evaluate/path.ts'
import type { Comparison, Operator } from '../policy.ts'
import type { Allowance } from './allowance.ts'

export const MAX_ALLOWED_CALLS = 1000
const FLOORS: readonly Operator[] = ['gt', 'gte']
const CEILINGS: readonly Operator[] = ['lt', 'lte']

/** The first thing that is wrong with an allowance, as a sentence; null where it may be given. */
export function allowanceProblem(allowance: Pick<Allowance, 'uses' | 'endsAt' | 'freed'>): string | null {
  const { uses, endsAt, freed } = allowance
  if (!Number.isInteger(uses) || uses < 1 || uses > MAX_ALLOWED_CALLS)
    return 'An allowance is for 1 to 1,000 calls.'
  if (!Number.isFinite(endsAt)) return 'An allowance has an end.'
  for (const bound of freed) {
    if (freedPath(bound.path) === null)
      return `“${bound.path}” names no single argument: write one such as args.amount.`
    if (!isBound(bound)) return `${bound.path} is freed without a bound.`
  }
  const oneSided = freed.find((bound) => !isClosed(bound, freed))
  return oneSided ? `${oneSided.path} needs a bound on its other side too.` : null
}

/** The names below `args` that a path goes through; null for any other path. */
export function freedPath(text: string): readonly string[] | null {
  const path = parsePath(text)
  if (typeof path === 'string' || path.root !== 'args' || path.steps.length === 0) return null
  const names = path.steps.flatMap((step) => (step.kind === 'key' ? [step.key] : []))
  return names.length === path.steps.length ? names : null
}

function isBound({ op, value }: Comparison): boolean {
  switch (op) {
    case 'eq':
      return value !== undefined
    case 'in':
      return Array.isArray(value)
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return isJsonNumber(value)
    case 'within':
      return typeof value === 'string' && (folderSegments(value)?.length ?? 0) > 0
    case 'host_in':
      return Array.isArray(value) && value.every((host) => typeof host === 'string' && isHostPattern(host))
    default:
      // What is not x, exists, or contains something is not bounded, and neither is what an unanchored
      // pattern finds somewhere.
      return false
  }
}

/** A number with a floor has a ceiling and the reverse: “at most 100” alone would let −1,000,000 in. */
function isClosed({ path, op }: Comparison, freed: readonly Comparison[]): boolean {
  const name = JSON.stringify(freedPath(path))
  const has = (ops: readonly Operator[]) =>
    freed.some((other) => ops.includes(other.op) && JSON.stringify(freedPath(other.path)) === name)
  if (FLOORS.includes(op)) return has(CEILINGS)
  return CEILINGS.includes(op) ? has(FLOORS) : true
}
