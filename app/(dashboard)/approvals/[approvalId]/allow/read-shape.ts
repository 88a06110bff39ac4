// The form of an allowance, read. Each argument has a number; what nobody fills in stays fixed.
import type { Shape } from '#lib/approvals/index.ts'
import { isJsonNumber, type Json, type JsonObject, parseJson } from '#lib/json/index.ts'

export type Freeable = {
  readonly name: string
  readonly path: string
  readonly kind: 'number' | 'text' | 'fixed'
  readonly value: Json
}

const MOST_SHOWN = 64

/** The arguments in their order, and how each may be freed. */
export function freeableOf(args: JsonObject): Freeable[] {
  return Object.entries(args)
    .slice(0, MOST_SHOWN)
    .map(([name, value]) => ({
      name,
      path: `args[${JSON.stringify(name)}]`,
      kind: isJsonNumber(value) ? 'number' : typeof value === 'string' ? 'text' : 'fixed',
      value,
    }))
}

export type ReadShape = { readonly shape: Shape } | { readonly problem: string }

export function readShape(fields: Pick<URLSearchParams, 'get'>, args: JsonObject): ReadShape {
  const freed: Shape['freed'][number][] = []
  for (const [place, { name, path, kind }] of freeableOf(args).entries()) {
    const given = (field: string) => (fields.get(`${field}${place}`) ?? '').trim()
    if (kind === 'number')
      for (const [field, op] of [
        ['from', 'gte'],
        ['to', 'lte'],
      ] as const) {
        if (given(field) === '') continue
        const value = numberIn(given(field))
        if (value === null) return { problem: `Write the bounds of ${name} as numbers, such as 0 and 100.` }
        freed.push({ path, op, value })
      }
    if (kind === 'text') {
      const values = given('in')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
      if (values.length > 0) freed.push({ path, op: 'in', value: values })
    }
  }
  const whole = (field: string) =>
    Number(/^\d{1,6}$/.exec((fields.get(field) ?? '').trim())?.[0] ?? Number.NaN)
  return { shape: { uses: whole('uses'), minutes: whole('minutes'), freed } }
}

function numberIn(text: string): Json | null {
  try {
    const value = parseJson(text)
    return isJsonNumber(value) ? value : null
  } catch {
    return null
  }
}
