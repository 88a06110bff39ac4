// One operation of the API: what it takes, what it answers, and the product function behind it. The
// route files mount operations, and the OpenAPI document is made from the very same values.
import type { z } from 'zod'
import type { Member } from '#lib/data/model.ts'
import type { Json } from '#lib/json/index.ts'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof METHODS)[number]

export type Request<Query, Body> = {
  readonly member: Member
  /** The id in the path. */
  readonly id: string
  /** Everything in the path that stands in braces, by its name. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  readonly body: Body
  /** The body as strict JSON: numbers with their digits. */
  readonly json: Json
  readonly signal: AbortSignal
}

export type Operation = {
  readonly name: string
  readonly method: Method
  /** Below /api/v1, with `{id}` for the id in it, or other names for what is no id. */
  readonly path: `/${string}`
  readonly summary: string
  readonly query: z.ZodType | null
  readonly body: z.ZodType | null
  /** False where an empty body means the same as `{}`. */
  readonly bodyRequired: boolean
  readonly status: 200 | 201 | 204
  readonly answer: z.ZodType | null
  /** The media types of an answer that is a file, written as it is read; then `run` gives a `FileAnswer`. */
  readonly media: readonly string[] | null
  readonly run: (request: Request<unknown, unknown>) => Promise<unknown>
}

/** A file that may be longer than memory. */
export type FileAnswer = {
  readonly type: string
  readonly name: string
  readonly body: ReadableStream<Uint8Array>
}

type Parts<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType> = Pick<
  Operation,
  'name' | 'method' | 'path' | 'summary'
> & {
  readonly query?: Query
  readonly body?: Body
  readonly bodyRequired?: boolean
  readonly status?: Operation['status']
  /** Absent for 204. */
  readonly answer?: Answer
  readonly run: (request: Request<z.output<Query>, z.output<Body>>) => Promise<z.input<Answer>>
}

/** Declares an operation; `run` is typed by its schemas. */
export function operation<
  Query extends z.ZodType = z.ZodType<Record<string, never>>,
  Body extends z.ZodType = z.ZodType<Record<string, never>>,
  Answer extends z.ZodType = z.ZodType<undefined>,
>(parts: Parts<Query, Body, Answer>): Operation {
  return {
    name: parts.name,
    method: parts.method,
    path: parts.path,
    summary: parts.summary,
    query: parts.query ?? null,
    body: parts.body ?? null,
    bodyRequired: parts.body !== undefined && parts.bodyRequired !== false,
    status: parts.status ?? (parts.answer ? 200 : 204),
    answer: parts.answer ?? null,
    media: null,
    // The route parses with these very schemas before it calls.
    run: parts.run as Operation['run'],
  }
}

/** Declares an operation that answers a file. */
export function fileOperation<Query extends z.ZodType>(
  parts: Pick<Operation, 'name' | 'path' | 'summary'> & {
    readonly query: Query
    readonly media: readonly string[]
    readonly run: (request: Request<z.output<Query>, unknown>) => Promise<FileAnswer>
  },
): Operation {
  const { name, path, summary, query, media } = parts
  const shape = { name, path, summary, query, media, method: 'GET', status: 200 } as const
  // The route parses with this very schema before it calls.
  return { ...shape, body: null, bodyRequired: false, answer: null, run: parts.run as Operation['run'] }
}
