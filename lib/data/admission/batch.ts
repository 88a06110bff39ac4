// A batch as the parameters of `admit_calls`. What calls have in common is sent and read once: in a busy
// moment most of them differ in nothing but their ids.
import { addDecimals, compareDecimals } from '#lib/json/index.ts'
import type { DecidedCall } from './admit.ts'
import { type DrawRow, type Draws, drawsOf } from './batch-draws.ts'
import type { Folds, RecordKey } from './folds.ts'
import { arrayOfRows, numberArray, rowOfArray, textArray } from './pg-array.ts'
import { type Shape, shapeOf } from './shape.ts'

export type Batch = {
  /** All but the last two parameters of `admit_calls`. */
  readonly values: readonly string[]
  /** Whether some limit had no room a moment ago or has none ever, so that looking may save a lock. */
  readonly looks: boolean
  /**
   * Remembers where a refused call was recorded. `drawIndex` names the limit that refused it, if one did, and `until`
   * says when that may have room again (ms).
   */
  noteRecord(place: number, drawIndex: number | null, record: RecordKey, until?: number): void
}

/**
 * @param folds what was refused a moment ago; without it nothing folds into an earlier record
 * @param shapeOfCall of each call, where they were worked out before
 */
export function batchOf(
  calls: readonly DecidedCall[],
  folds: Folds | undefined,
  shapeOfCall: readonly Shape[] = calls.map(shapeOf),
): Batch {
  const places = new Map<string, number>()
  const shapes: Shape[] = []
  const placeOf = shapeOfCall.map((shape) => {
    const known = places.get(shape.key)
    if (known !== undefined) return known
    places.set(shape.key, shapes.push(shape))
    return shapes.length
  })
  const draws = drawsOf(shapes)
  const { spans, counterSpan } = spansOf(draws)
  const { totals, leasts } = sumsOf(shapes, placeOf, draws)
  const { marks, markOfShape } = marksOf(shapes)
  const known = folds && folds.size > 0 ? recordsOf(shapes, draws, folds) : []
  return {
    looks: known.some(({ place }) => place > shapes.length) || draws.max.some((max) => Number(max) === 0),
    values: [
      arrayOfRows(shapes.map(({ text }) => text)),
      numberArray(shapes.map(({ isAllowed }) => isAllowed)),
      textArray(calls.map((call) => call.id)),
      numberArray(placeOf),
      arrayOfRows(marks),
      numberArray(markOfShape),
      arrayOfRows(
        shapes.flatMap(({ bounds }, i) => (bounds ? [rowOfArray([String(i + 1), ...bounds])] : [])),
      ),
      textArray(spans.map(({ window }) => window)),
      numberArray(spans.map(({ sliding }) => sliding)),
      arrayOfRows(
        draws.counters.map(({ organisation, draw }) => rowOfArray([organisation, draw.key, draw.label])),
      ),
      numberArray(counterSpan),
      numberArray(totals),
      numberArray(leasts),
      numberArray(draws.first),
      numberArray(draws.counter),
      numberArray(draws.max),
      numberArray(draws.amount),
      numberArray(draws.takes),
      arrayOfRows(
        known.map(({ place, organisation, record }) =>
          rowOfArray([String(place), organisation, record.id, record.at]),
        ),
      ),
    ],
    noteRecord(place, drawIndex, record, until) {
      const shape = shapes[(placeOf[place] ?? 0) - 1]
      if (shape) folds?.note(foldKey(shape, drawIndex), record, until)
    },
  }
}

/** The windows of a batch, each once, and the place of each counter's. */
function spansOf({ counters }: Draws): { spans: DrawRow[]; counterSpan: number[] } {
  const spans: DrawRow[] = []
  const counterSpan = counters.map(({ draw }) => {
    const at = spans.findIndex(({ window, sliding }) => window === draw.window && sliding === draw.sliding)
    return at < 0 ? spans.push(draw) : at + 1
  })
  return { spans, counterSpan }
}

/** By counter: what the calls of a batch together take of it, and the least of its maxima. */
function sumsOf(
  shapes: readonly Shape[],
  placeOf: readonly number[],
  draws: Draws,
): { totals: string[]; leasts: string[] } {
  const calls = shapes.map(() => 0)
  for (const place of placeOf) calls[place - 1] = (calls[place - 1] ?? 0) + 1
  const totals: string[] = draws.counters.map(() => '0')
  const leasts: string[] = []
  shapes.forEach((_, s) => {
    for (let d = draws.first[s] ?? 0; d < (draws.first[s + 1] ?? 0); d++) {
      const [c, max, amount] = [
        (draws.counter[d - 1] ?? 0) - 1,
        draws.max[d - 1] ?? '0',
        draws.amount[d - 1] ?? '0',
      ]
      const least = leasts[c]
      if (least === undefined || (max !== least && compareDecimals(max, least) < 0)) leasts[c] = max
      if (draws.takes[d - 1]) totals[c] = addTimes(totals[c] ?? '0', amount, calls[s] ?? 0)
    }
  })
  return { totals, leasts }
}

function addTimes(sum: string, amount: string, times: number): string {
  if (/^\d{1,9}$/.test(amount) && /^\d{1,12}$/.test(sum)) return String(Number(sum) + Number(amount) * times)
  let total = sum
  for (let i = 0; i < times; i++) total = addDecimals(total, amount)
  return total
}

/** The marks of a batch, each once, and the place of each shape's; 0 where it has none. */
function marksOf(shapes: readonly Shape[]): { marks: string[]; markOfShape: number[] } {
  const places = new Map<string, number>()
  const markOfShape = shapes.map(({ markRow }) => {
    if (markRow === '') return 0
    const place = places.get(markRow) ?? places.size + 1
    places.set(markRow, place)
    return place
  })
  return { marks: [...places.keys()], markOfShape }
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

/** Whether a call of this shape would only repeat a refusal of a moment ago. */
export function repeatsRefusal(shape: Shape, folds: Folds): boolean {
  if (folds.size === 0) return false
  if (!shape.isAllowed) return folds.isSure(foldKey(shape, null))
  return shape.draws.some((_, drawIndex) => folds.isSure(foldKey(shape, drawIndex)))
}

/** Refusals are equal where everything that is recorded of them is. */
function foldKey(shape: Shape, drawIndex: number | null): string {
  return `${drawIndex ?? ''}${shape.text}`
}
