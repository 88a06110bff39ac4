// What policies and the baseline have in common on the wire: texts, versions, and what is wrong with a text.
import { z } from 'zod'
import type { PolicyVersion } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { FORMATS, type Issue } from '#lib/policy/index.ts'
import { id, instant, type issue } from './shapes.ts'

export const version = z
  .object({
    id,
    version: z.int(),
    source: z.string(),
    format: z.enum(FORMATS),
    hash: z.string().meta({ description: 'SHA-256 of the canonical document.' }),
    comment: z.string(),
    author: z.string().nullable(),
    createdAt: instant,
  })
  .meta({ id: 'PolicyVersion' })

/** The number of a version. */
export const number = z.int().min(1).max(2_147_483_647)
export const comment = z.string().max(500).optional()
export const format = z.enum(FORMATS).optional().meta({
  description: 'Of a document that is a text; what it looks like where it is absent. JSON is called JSON.',
})

export function toVersion(row: PolicyVersion): z.input<typeof version> {
  const { id, number, source, format, hash, comment, author } = row
  return {
    id,
    version: number,
    source,
    format,
    hash,
    comment,
    author,
    createdAt: row.createdAt.toISOString(),
  }
}

export function toIssue({ code, pointer, message, severity, offset, length }: Issue): z.input<typeof issue> {
  return { code, pointer, message, severity, offset, length }
}

/** The issues in a refusal as validating answers them: an editor's quick fixes are no part of the API. */
export async function withPlainIssues<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'policy-invalid') throw error
    const { errors = [], warnings = [] } = error.data as { errors?: Issue[]; warnings?: Issue[] }
    throw new Fault(error.code, error.message, {
      data: { errors: errors.map(toIssue), warnings: warnings.map(toIssue) },
    })
  }
}
