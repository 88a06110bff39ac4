// A batch as the parameters of `admit_calls`. What calls have in common is sent and read once: in a busy
// moment most of them differ in nothing but their ids.
import type { DecidedCall } from './admit.ts'
import { type DrawRow, type Draws, drawRows, drawsOf, takenOf } from './batch-draws.ts'
import type { Folds, RecordKey } from './folds.ts'
import { numberArray, textArray } from './pg-array.ts'

export type Batch = {
  /** All but the last two parameters of `admit_calls`. */
  readonly values: readonly string[]
  /** Whether some limit had no room a moment ago or has none ever, so that looking may save a lock. */
  readonly looks: boolean
  /** Remembers where a refused call was recorded. `drawIndex` names the limit that refused it, if one did. */
  noteRecord(place: number, drawIndex: number | null, record: RecordKey): void
}
/** What several calls have in common: everything but the id. `text` is all of it, as an object in JSON. */
type Shape = {
  readonly text: string
  readonly organisation: string
  readonly isAllowed: boolean
  readonly draws: readonly DrawRow[]
  /** The places of its calls, from 1. */
  readonly calls: number[]
}

/** @param folds what was refused a moment ago; without it nothing folds into an earlier record */
export function batchOf(calls: readonly DecidedCall[], folds: Folds | undefined): Batch {
  const shapes = new Map<string, Shape>()
  const shapeByCall = calls.map((call, place) => {
    const draws = drawRows(call)
    const text = JSON.stringify(shapeRow(call, draws))
    const shape = shapes.get(text) ?? newShape(call, draws, text)
    shapes.set(text, shape)
    shape.calls.push(place + 1)
    return shape
  })
  const all = [...shapes.values()]
  const numbers = new Map(all.map((shape, i) => [shape, i + 1]))
  const draws = drawsOf(all)
  const known = folds ? recordsOf(all, draws, folds) : []
  return {
    looks: known.some(({ place }) => place > all.length) || draws.max.some((max) => Number(max) === 0),
    values: [
      `[${all.map((shape, i) => `{"n":${i + 1},"calls":[${shape.calls}],${shape.text.slice(1)}`)}]`,
      numberArray(all.map(({ isAllowed }) => isAllowed)),
      textArray(calls.map((call) => call.id)),
      numberArray(shapeByCall.map((shape) => numbers.get(shape) ?? 0)),
      textArray(draws.counters.map(({ organisation }) => organisation)),
      textArray(draws.counters.map(({ draw }) => draw.key)),
      textArray(draws.counters.map(({ draw }) => draw.label)),
      textArray(draws.counters.map(({ draw }) => draw.window)),
      numberArray(draws.counters.map(({ draw }) => draw.sliding)),
      numberArray(draws.first),
      numberArray(draws.counter),
      numberArray(draws.max),
      numberArray(draws.amount),
      numberArray(draws.takes),
      numberArray(known.map(({ place }) => place)),
      textArray(known.map(({ organisation }) => organisation)),
      textArray(known.map(({ record }) => record.id)),
      textArray(known.map(({ record }) => record.at)),
    ],
    noteRecord(place, drawIndex, record) {
      const shape = shapeByCall[place]
      if (shape) folds?.note(foldKey(shape, drawIndex), record)
    },
  }
}

function newShape({ facts, decision }: DecidedCall, draws: readonly DrawRow[], text: string): Shape {
  return {
    text,
    organisation: facts.organisationId,
    isAllowed: decision.effect === 'allow',
    draws,
    calls: [],
  }
}

/** The records into which refusals of this batch may fold, and the place that SQL knows each by. */
function recordsOf(
  shapes: readonly Shape[],
  { first }: Draws,
  folds: Folds,
): { place: number; organisation: string; record: RecordKey }[] {
  return shapes.flatMap((shape, i) => {
    const { organisation } = shape
    const places = [
      { place: i + 1, drawIndex: null },
      ...shape.draws.map((_, drawIndex) => ({
        place: shapes.length + (first[i] ?? 0) + drawIndex,
        drawIndex,
      })),
    ]
    return places.flatMap(({ place, drawIndex }) => {
      const record = folds.find(foldKey(shape, drawIndex))
      return record ? [{ place, organisation, record }] : []
    })
  })
}

/** Refusals are equal where everything that is recorded of them is. */
function foldKey(shape: Shape, drawIndex: number | null): string {
  return `${drawIndex ?? ''}${shape.text}`
}

function shapeRow({ facts, decision, ...call }: DecidedCall, draws: readonly DrawRow[]): object {
  return {
    organisation: facts.organisationId,
    grant: facts.grant.id,
    grant_revision: facts.grant.revision,
    token: facts.tokenDigest,
    email: facts.user.email,
    server: facts.server?.id ?? '',
    server_revision: facts.server?.revision ?? -1,
    version: facts.policyVersionId,
    tool: call.tool,
    tool_revision: facts.tool?.revision ?? null,
    tool_hash: facts.tool?.hash ?? null,
    pinned_hash: facts.tool?.pinnedHash ?? null,
    method: call.method,
    decision: decision.effect,
    rule: decision.rule,
    reason: decision.reason,
    message: decision.message,
    argument_names: call.argumentNames,
    detail: call.detail,
    holds_from: decision.holds?.from ?? null,
    holds_until: decision.holds?.until ?? null,
    ...(draws.length > 0 && { drawn: { ...call.detail, taken: takenOf(draws) }, draws }),
  }
}
