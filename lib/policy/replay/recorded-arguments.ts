// The arguments of a recorded call, with a hole wherever a value was sent and not kept. Names are recorded of
// every call; values only where a server's setting says so.
import { isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { type KeptKeys, NOT_RECORDED } from '../evaluate/hole.ts'
import { parsePath, type Step } from '../evaluate/path.ts'
import { pointerSteps } from '../pointer.ts'

/** What was kept of a call's values. */
export type KeptValues = {
  /** The argument paths that were kept; null for all there are. */
  readonly paths: readonly string[] | null
  readonly arguments: JsonObject
  /** JSON Pointers to what was not kept, or not whole, though its place was. */
  readonly gaps: readonly { readonly at: string }[]
}
export type RecordedArguments = {
  readonly arguments: JsonObject
  /** null where everything is there, so that the call is judged as it came. */
  readonly kept: KeptKeys | null
}

const NOTHING_KEPT: KeptKeys = new Map()
/** What a record holds of names: it cuts longer ones, and leaves out what comes after. */
const MOST_NAMES = 64
const LONGEST_NAME = 200

/**
 * @param names the arguments' names as they were recorded
 * @param values what was kept of their values; null for nothing
 */
export function recordedArguments(names: readonly string[], values: KeptValues | null): RecordedArguments {
  if (values?.paths === null) {
    if (values.gaps.length === 0) return { arguments: values.arguments, kept: null }
    return { arguments: withGaps(values.arguments, values.gaps), kept: NOTHING_KEPT }
  }
  if (!isWhole(names)) return { arguments: NOT_RECORDED, kept: NOTHING_KEPT }
  if (names.length === 0) return { arguments: jsonObject(), kept: null }
  const kept = new Map<JsonObject, Set<string>>()
  const tree = values ? withGaps(values.arguments, values.gaps) : jsonObject()
  const paths = (values?.paths ?? []).flatMap(stepsOf)
  const members = names.map((name) => [name, keptAt(tree, name, paths, kept)] as const)
  return { arguments: jsonObject(members), kept }
}

/** Names that were cut, escaped or left out tell of no argument for certain that it was absent. */
function isWhole(names: readonly string[]): boolean {
  return (
    names.length < MOST_NAMES && names.every((name) => name.length < LONGEST_NAME && !name.includes('\\u'))
  )
}

function stepsOf(path: string): (readonly Step[])[] {
  const parsed = parsePath(path)
  return typeof parsed === 'string' || parsed.root !== 'args' ? [] : [parsed.steps]
}

function keptAt(
  tree: JsonObject,
  name: string,
  paths: readonly (readonly Step[])[],
  kept: Map<JsonObject, Set<string>>,
): Json {
  const value = Object.hasOwn(tree, name) ? tree[name] : undefined
  const below = paths.flatMap(([first, ...rest]) =>
    first?.kind === 'key' && first.key === name ? [rest] : [],
  )
  if (value === undefined || below.length === 0) return NOT_RECORDED
  return partOf(value, below, kept)
}

/** A value of which only what lies at the end of `paths` was kept. */
function partOf(value: Json, paths: readonly (readonly Step[])[], kept: Map<JsonObject, Set<string>>): Json {
  if (value === null || value === NOT_RECORDED || paths.some((path) => path.length === 0)) return value
  // Of single elements of a list nothing says how many there were.
  if (paths.some(([step]) => step?.kind === 'index')) return NOT_RECORDED
  const rests = (key: string | null) =>
    paths.flatMap(([step, ...rest]) =>
      (key === null ? step?.kind === 'each' : step?.kind === 'key' && step.key === key) ? [rest] : [],
    )
  if (Array.isArray(value)) {
    const each = rests(null)
    return each.length === paths.length ? value.map((element) => partOf(element, each, kept)) : NOT_RECORDED
  }
  if (!isJsonObject(value) || paths.some(([step]) => step?.kind !== 'key')) return NOT_RECORDED
  const keys = new Set(paths.flatMap(([step]) => (step?.kind === 'key' ? [step.key] : [])))
  const members = Object.entries(value).map(([key, each]) => {
    const below = rests(key)
    return [key, below.length === 0 ? NOT_RECORDED : partOf(each, below, kept)] as const
  })
  const part = jsonObject(members)
  kept.set(part, keys)
  return part
}

function withGaps(tree: JsonObject, gaps: KeptValues['gaps']): JsonObject {
  if (gaps.length === 0) return tree
  const holed = gaps.reduce<Json>((value, { at }) => withHole(value, pointerSteps(at)), tree)
  return isJsonObject(holed) ? holed : NOT_RECORDED
}

/** The value with a hole at a pointer; what leads to a place that is not there is a hole as a whole. */
function withHole(value: Json, [step, ...rest]: readonly string[]): Json {
  if (step === undefined || value === NOT_RECORDED) return NOT_RECORDED
  if (Array.isArray(value)) {
    if (!/^(0|[1-9][0-9]*)$/.test(step) || Number(step) >= value.length) return NOT_RECORDED
    return value.map((each, index) => (index === Number(step) ? withHole(each, rest) : each))
  }
  if (!isJsonObject(value)) return NOT_RECORDED
  const entries = Object.entries(value).filter(([key]) => key !== step)
  const at = Object.hasOwn(value, step) ? value[step] : undefined
  return jsonObject([...entries, [step, at === undefined ? NOT_RECORDED : withHole(at, rest)]])
}
