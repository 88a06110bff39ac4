// Of the arguments of a call, what some paths lead to (SPEC Y2): the tree as it was, with everything else left out.
import { isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { childPointer, foldCase, type Path, type Step } from '#lib/policy/index.ts'
import type { Gap } from './recorded-values.ts'

export type Picked = { readonly arguments: JsonObject; readonly gaps: readonly Gap[] }

// An element further on would take as many places that say nothing before it.
const FURTHEST_ELEMENT = 1000

/** @param paths with the root `args` */
export function pickPaths(args: JsonObject, paths: readonly Path[]): Picked {
  const gaps: Gap[] = []
  const ways = paths.map(({ steps }) => steps)
  const picked = ways.some((steps) => steps.length === 0) ? args : pickMembers(args, ways, '', gaps)
  return { arguments: picked, gaps }
}

function pick(value: Json, ways: readonly (readonly Step[])[], at: string, gaps: Gap[]): Json {
  if (value === null || ways.some((steps) => steps.length === 0)) return value
  if (isJsonObject(value) && ways.every(([step]) => step?.kind === 'key'))
    return pickMembers(value, ways, at, gaps)
  if (Array.isArray(value) && ways.every(([step]) => step?.kind !== 'key'))
    return pickElements(value, ways, at, gaps)
  // Some path cannot go on from here, and another one can: neither is known from what would be left.
  gaps.push({ at, kind: 'unmentioned' })
  return null
}

function pickMembers(
  object: JsonObject,
  ways: readonly (readonly Step[])[],
  at: string,
  gaps: Gap[],
): JsonObject {
  const picked = jsonObject()
  const sought = new Map<string, (readonly Step[])[]>()
  const folded = new Set<string>()
  for (const [step, ...rest] of ways) {
    if (step?.kind !== 'key') continue
    sought.set(step.key, [...(sought.get(step.key) ?? []), rest])
    if (!Object.hasOwn(object, step.key)) folded.add(step.folded)
  }
  for (const [key, value] of Object.entries(object)) {
    const next = sought.get(key)
    if (next) picked[key] = pick(value, next, childPointer(at, key), gaps)
    else if (folded.size > 0 && folded.has(foldCase(key))) {
      picked[key] = null
      gaps.push({ at: childPointer(at, key), kind: 'unmentioned' })
    }
  }
  return picked
}

function pickElements(
  elements: readonly Json[],
  ways: readonly (readonly Step[])[],
  at: string,
  gaps: Gap[],
): Json {
  const forEach = ways.filter(([step]) => step?.kind === 'each').map(([, ...rest]) => rest)
  const forOne = new Map<number, (readonly Step[])[]>()
  for (const [step, ...rest] of ways)
    if (step?.kind === 'index' && step.index < elements.length)
      forOne.set(step.index, [...(forOne.get(step.index) ?? []), rest])
  const last = forEach.length > 0 ? elements.length - 1 : Math.max(-1, ...forOne.keys())
  if (forEach.length === 0 && last > FURTHEST_ELEMENT) {
    gaps.push({ at, kind: 'unmentioned' })
    return null
  }
  return elements.slice(0, last + 1).map((element, index) => {
    const next = [...forEach, ...(forOne.get(index) ?? [])]
    const place = childPointer(at, index)
    if (next.length > 0) return pick(element, next, place, gaps)
    gaps.push({ at: place, kind: 'unmentioned' })
    return null
  })
}
