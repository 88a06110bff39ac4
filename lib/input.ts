// Input from outside, checked against a schema: the typed value, or every problem with its place.
import type { z } from 'zod'
import { Fault } from './fault.ts'

/**
 * @returns what the schema makes of `input`
 * @throws Fault invalid-input {errors: [{pointer, message}]}, in the words of the first problem
 */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map((issue) => ({
    pointer: issue.path.map((step) => `/${pointerStep(step)}`).join(''),
    message: issue.message,
  }))
  const [first] = errors
  const place = first?.pointer ? `${first.pointer.slice(1).replaceAll('/', '.')}: ` : ''
  throw new Fault('invalid-input', `${place}${first?.message ?? 'The input is not usable.'}`, {
    data: { errors },
  })
}

function pointerStep(step: PropertyKey): string {
  return String(step).replaceAll('~', '~0').replaceAll('/', '~1')
}
