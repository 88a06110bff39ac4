// Where a path leads in a schema: what stands at its end, and how it may end before that.

import type { Step } from '../path.ts'
import { isSchemaObject, type Way, waysOf, waysOfAll } from '../schema.ts'
import { ALL_TYPES, shapeOf, typesOf } from './shape.ts'

/** Everything that may be found by following a path through arguments that fit. */
export type Reach = {
  /** What may stand at the end, each one way of fitting. */
  readonly ends: readonly Way[]
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
  ends: [[]],
  anything: true,
  absent: true,
  optional: false,
  mismatch: true,
  empty: true,
  missing: false,
  undeclared: null,
  root: true,
}

type Draft = {
  anything: boolean
  absent: boolean
  optional: boolean
  mismatch: boolean
  empty: boolean
  undeclared: { key: string; known: Set<string>; closed: boolean } | null
  readonly root: unknown
}

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
  const draft: Draft = {
    anything: false,
    absent: false,
    optional: false,
    mismatch: false,
    empty: false,
    undeclared: null,
    root: schema,
  }
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
    ends: ways,
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

function stepInto(way: Way, step: Step, draft: Draft): readonly Way[] | null {
  const types = typesOf(way)
  const wanted = step.kind === 'key' ? 'object' : 'array'
  const isOpen =
    types.size === ALL_TYPES.length && !way.some((schema) => SAYS[wanted].some((key) => key in schema))
  if (isOpen) return leaveOpen(draft)
  const says = way.some((schema) => schema.type !== undefined)
  draft.absent ||= types.has('null')
  draft.optional ||= says && types.has('null')
  draft.mismatch ||= [...types].some((type) => type !== wanted && type !== 'null')
  if (!types.has(wanted)) return []
  if (step.kind === 'key') return member(way, step.key, draft)
  return step.kind === 'index' ? element(way, step.index, draft) : elements(way, draft)
}

/** What makes a schema without `type` one of an object, or of a list. */
const SAYS = {
  object: ['properties', 'required', 'additionalProperties', 'patternProperties'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems'],
} as const

/** Keywords under which a property may be declared elsewhere than in `properties`. */
const ELSEWHERE = ['patternProperties', 'if', 'then', 'else', 'dependentSchemas', 'dependencies', 'not']

function leaveOpen(draft: Draft): null {
  draft.anything = true
  return null
}

function member(way: Way, key: string, draft: Draft): readonly Way[] | null {
  const schemas: unknown[] = []
  let isDeclared = false
  let isClosed = false
  let isVague = way.length === 0 || way.some((schema) => ELSEWHERE.some((word) => word in schema))
  const known: string[] = []
  for (const { properties, additionalProperties } of way) {
    const names = isSchemaObject(properties) ? Object.keys(properties) : []
    known.push(...names)
    if (isSchemaObject(properties) && Object.hasOwn(properties, key)) {
      isDeclared = true
      schemas.push(properties[key])
    } else if (additionalProperties === false) isClosed = true
    else if (additionalProperties === true) isVague = true
    else if (isSchemaObject(additionalProperties)) {
      isVague ||= Object.keys(additionalProperties).length === 0
      schemas.push(additionalProperties)
    }
  }
  if (!isDeclared && isVague) return leaveOpen(draft)
  if (isClosed || schemas.length === 0) {
    const saysNothing = !isClosed && !way.some((schema) => isSchemaObject(schema.properties))
    if (saysNothing) return leaveOpen(draft)
    noteUndeclared(draft, key, known, isClosed)
    return []
  }
  const isRequired = way.some(({ required }) => Array.isArray(required) && required.includes(key))
  draft.optional ||= !isRequired
  return waysOfAll(schemas, draft.root) ?? leaveOpen(draft)
}

function noteUndeclared(draft: Draft, key: string, known: readonly string[], closed: boolean): void {
  draft.undeclared ??= { key, known: new Set(), closed: true }
  draft.undeclared.closed &&= closed
  for (const name of known) draft.undeclared.known.add(name)
}

function element(way: Way, index: number, draft: Draft): readonly Way[] | null {
  const { least, most } = shapeOf(way).length.list
  draft.optional ||= least <= index
  if (most <= index) return []
  return schemasAt(way, index, draft)
}

function schemasAt(way: Way, index: number, draft: Draft): readonly Way[] | null {
  const schemas = way.flatMap((schema) => {
    const tuple = tupleOf(schema)
    if (index < tuple.length) return [tuple[index]]
    const rest = Array.isArray(schema.items) ? schema.additionalItems : schema.items
    return rest === undefined ? [] : [rest]
  })
  if (schemas.length === 0) return leaveOpen(draft)
  return waysOfAll(schemas, draft.root) ?? leaveOpen(draft)
}

/** Elements that have a schema each: `prefixItems`, or a list in `items` as older drafts write it. */
function tupleOf(schema: Way[number]): readonly unknown[] {
  const { items, prefixItems } = schema
  if (Array.isArray(prefixItems)) return prefixItems
  return Array.isArray(items) ? items : []
}

function elements(way: Way, draft: Draft): readonly Way[] | null {
  const { least, most } = shapeOf(way).length.list
  draft.empty ||= least === 0
  const longest = Math.max(0, ...way.map((schema) => tupleOf(schema).length))
  if (longest > MAX_ENDS) return leaveOpen(draft)
  const ways: Way[] = []
  for (let index = 0; index <= longest && index < most; index++) {
    // What follows a tuple that says nothing of it may be anything.
    const own = schemasAt(way, index, draft)
    if (own === null) return null
    ways.push(...own)
  }
  return ways
}

/** The ways in which an element of such a list may fit; null where the schema leaves that open. */
export function elementsOf(way: Way, root: unknown): readonly Way[] | null {
  return elements(way, {
    anything: false,
    absent: false,
    optional: false,
    mismatch: false,
    empty: false,
    undeclared: null,
    root,
  })
}
