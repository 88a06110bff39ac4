// Where a path leads in a schema: what stands at its end, and how it may end before that.

import type { Step } from '../evaluate/path.ts'
import { type Way, waysOf, waysOfAll } from './schema.ts'
import { type Shape, shapeOf } from './shape.ts'
import { beginning, stepInto } from './step.ts'

/** Everything that may be found by following a path through arguments that fit. */
export type Reach = {
  /** What may stand at the end, each one way of fitting. */
  readonly ends: readonly Shape[]
  /** The schema leaves open what stands there, or whether anything does. */
  readonly anything: boolean
  /** No such key or index, or a step into null. */
  readonly absent: boolean
  /** The schema says in so many words that it may be left out, or be null. */
  readonly optional: boolean
  /** A step into something that it cannot step into. */
  readonly mismatch: boolean
  /** A `[*]` over no element. */
  readonly empty: boolean
  /** The fact itself may be one that the gateway does not have. */
  readonly missing: boolean
  /** Set where every way ends at a key that it does not declare. */
  readonly undeclared: Undeclared | null
  readonly root: unknown
}
export type Undeclared = { readonly key: string; readonly known: readonly string[]; readonly closed: boolean }

export const ANYWHERE: Reach = {
  ends: [shapeOf([])],
  anything: true,
  absent: true,
  optional: false,
  mismatch: true,
  empty: true,
  missing: false,
  undeclared: null,
  root: true,
}

/** More ends than this are too many to say anything of. */
const MAX_ENDS = 64

/** Where a path leads in the arguments of a tool, which are an object whether its schema says so or not. */
export function reachArguments(schema: unknown, steps: readonly Step[]): Reach {
  return follow(waysOfAll([schema, { type: 'object' }], schema), schema, steps, false)
}

/** Follows the steps through a schema. Never throws, whatever the schema is. */
export function reach(schema: unknown, steps: readonly Step[], missing = false): Reach {
  return follow(waysOf(schema, schema), schema, steps, missing)
}

function follow(
  start: readonly Way[] | null,
  schema: unknown,
  steps: readonly Step[],
  missing: boolean,
): Reach {
  const draft = beginning(schema)
  let ways = start
  for (const step of steps) {
    const next: Way[] = []
    for (const way of ways ?? []) next.push(...(stepInto(way, step, draft) ?? []))
    if (ways === null || draft.anything || next.length > MAX_ENDS) return { ...ANYWHERE, missing }
    ways = next
  }
  if (ways === null) return { ...ANYWHERE, missing }
  const { undeclared } = draft
  const nowhere = ways.length === 0 && undeclared !== null
  // Where one way declares the path and another neither declares nor forbids it, anything may stand there.
  if (undeclared && !nowhere && !undeclared.closed) return { ...ANYWHERE, missing }
  return {
    ends: ways.map(shapeOf),
    anything: false,
    absent: draft.absent || draft.optional || undeclared !== null,
    optional: draft.optional,
    mismatch: draft.mismatch,
    empty: draft.empty,
    missing,
    undeclared: nowhere ? { ...undeclared, known: [...undeclared.known] } : null,
    root: schema,
  }
}
