// What a call has at a path: the values that a comparison of it judges.
import { isJsonObject, type Json, member } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { factAt } from '../evaluate/condition.ts'
import { nothingSpent } from '../evaluate/operator.ts'
import { parsePath, type Step } from '../evaluate/path.ts'

const MOST = 1000

/** The values at a path, one for each element that `[*]` visits (the first thousand); none where it leads nowhere. */
export function valuesAt(text: string, call: ToolCall): Json[] {
  const path = parsePath(text)
  const fact = typeof path === 'string' ? undefined : factAt(path.root, call, nothingSpent())
  if (typeof path === 'string' || fact === undefined) return []
  return path.steps.reduce<Json[]>((values, step) => values.flatMap((value) => taken(value, step)), [fact])
}

function taken(value: Json, step: Step): Json[] {
  if (step.kind === 'each') return Array.isArray(value) ? value.slice(0, MOST) : []
  const next =
    step.kind === 'key'
      ? isJsonObject(value)
        ? member(value, step.key)
        : undefined
      : Array.isArray(value)
        ? value[step.index]
        : undefined
  return next === undefined ? [] : [next]
}
