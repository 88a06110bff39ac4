// One step into a schema: the ways in which what stands there may fit, and how the path may end at it.
import type { Step } from '../evaluate/path.ts'
import { isSchemaObject, type Way, waysOfAll } from './schema.ts'
import { ALL_TYPES, shapeOf, typesOf } from './shape.ts'

/** What is found on the way; see `Reach`. `closed`: no other key may stand beside those that are known. */
export type Draft = {
  anything: boolean
  absent: boolean
  optional: boolean
  mismatch: boolean
  empty: boolean
  undeclared: { key: string; known: Set<string>; closed: boolean } | null
  readonly root: unknown
}

export function beginning(root: unknown): Draft {
  return {
    anything: false,
    absent: false,
    optional: false,
    mismatch: false,
    empty: false,
    undeclared: null,
    root,
  }
}

/** A tuple longer than this is not looked through. */
const MAX_TUPLE = 64

/** The ways after the step; null where the schema leaves open what stands there. */
export function stepInto(way: Way, step: Step, draft: Draft): readonly Way[] | null {
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
  if (longest > MAX_TUPLE) return leaveOpen(draft)
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
  return elements(way, beginning(root))
}
