// Pieces that several operations take or answer.
import { z } from 'zod'
import { CATEGORIES, SEVERITIES } from '#lib/policy/index.ts'

export const id = z.string().min(1).max(64)
export const instant = z.iso.datetime().meta({ description: 'An instant in UTC.' })
export const cursor = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta({ description: 'The nextCursor of the page before.' })

export function listOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item) })
}

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export const toolRisk = z
  .object({
    category: z.enum(CATEGORIES),
    severity: z.enum(SEVERITIES),
    isSet: z.boolean().meta({ description: 'Set by the organisation.' }),
  })
  .meta({ id: 'ToolRisk', description: 'What counts for the tool today.' })

export const issue = z
  .object({
    code: z.string(),
    pointer: z.string().meta({ description: 'A JSON Pointer to the member of the document.' }),
    message: z.string(),
    severity: z.enum(['error', 'warning']),
    offset: z.int().optional().meta({ description: 'Where it stands in the text, in UTF-16 units.' }),
    length: z.int().optional(),
  })
  .meta({ id: 'Issue' })

export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    requestId: z.string(),
    errors: z.array(z.looseObject({ pointer: z.string(), message: z.string() })).optional(),
    current: z.int().optional().meta({ description: 'With version-conflict: the version now published.' }),
  })
  .meta({ id: 'Problem' })
