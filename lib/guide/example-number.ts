import type { Json } from '#lib/json/index.ts'
import type { Way } from '#lib/policy/index.ts'

const MANY = /limit|count|size|page_?size|per_?page|top|max/i

/** A small number within the bounds: one, or ten where a number of results is asked for. */
export function exampleNumber(
  way: Way,
  name: string,
  type: 'integer' | 'number',
): { readonly value: Json; readonly sure: boolean } {
  const floor = Math.max(...way.map((schema) => boundOf(schema, 'minimum', 'exclusiveMinimum', 1)))
  const ceiling = Math.min(...way.map((schema) => boundOf(schema, 'maximum', 'exclusiveMaximum', -1)))
  const wished = MANY.test(name) ? 10 : 1
  const near = Math.min(Math.max(wished, Math.ceil(floor)), Math.floor(ceiling))
  const steps = way.map(({ multipleOf }) => multipleOf).filter((step) => typeof step === 'number')
  const value = steps.reduce((at, step) => (at % step === 0 ? at : Math.ceil(at / step) * step), near)
  // Between two bounds that hold no whole number there may still be another.
  const inside = type === 'number' && value < floor ? (floor + ceiling) / 2 : value
  const sure =
    inside >= floor && inside <= ceiling && steps.every((step) => inside % step === 0) && !isOld(way)
  return { value: Number.isFinite(inside) ? inside : wished, sure }
}

/** A bound that is excluded itself is moved by a whole step: examples are whole where they can be. */
function boundOf(
  schema: Way[number],
  included: 'minimum' | 'maximum',
  excluded: 'exclusiveMinimum' | 'exclusiveMaximum',
  step: 1 | -1,
): number {
  const bounds: number[] = []
  const { [included]: inside, [excluded]: beyond } = schema
  if (typeof inside === 'number') bounds.push(inside)
  if (typeof beyond === 'number') bounds.push(beyond + step * BESIDE)
  if (bounds.length === 0) return step === 1 ? -Infinity : Infinity
  return step === 1 ? Math.max(...bounds) : Math.min(...bounds)
}

const BESIDE = 1e-6

// Before draft 6 an exclusive bound was a flag beside the bound.
function isOld(way: Way): boolean {
  return way.some((schema) => schema.exclusiveMinimum === true || schema.exclusiveMaximum === true)
}
