// The OpenAPI 3.1 document, made from the schemas that the routes themselves check with.
import { z } from 'zod'
import type { Operation } from './operation.ts'
import { problem } from './shapes.ts'

type JsonSchema = Record<string, unknown>

/** @param origin the public origin, without a trailing slash */
export function openApiDocument(operations: readonly Operation[], origin: string): Record<string, unknown> {
  const schemas: Record<string, unknown> = {}
  const shapeOf = (shape: z.ZodType, io: 'input' | 'output') => inComponents(shape, io, schemas)
  const problems = {
    description: 'What went wrong, and what to do (RFC 9457)',
    content: { 'application/problem+json': { schema: shapeOf(problem, 'output') } },
  }
  const paths: Record<string, Record<string, unknown>> = {}
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: {
        operationId: operation.name,
        summary: operation.summary,
        ...parameters(operation),
        ...(operation.body && {
          requestBody: {
            required: operation.bodyRequired,
            content: { 'application/json': { schema: shapeOf(operation.body, 'input') } },
          },
        }),
        responses: {
          [operation.status]: {
            description: operation.status === 204 ? 'Done' : 'The answer',
            ...(operation.media && { content: fileContent(operation.media) }),
            ...(operation.answer && {
              content: { 'application/json': { schema: shapeOf(operation.answer, 'output') } },
            }),
          },
          default: problems,
        },
      },
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Portcullis management API',
      version: '1',
      description: 'Everything the dashboard does. `npm run cli -- user create` prints an API key.',
    },
    servers: [{ url: `${origin}/api/v1` }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, pck_…' } },
      schemas,
    },
  }
}

function parameters(operation: Operation): { parameters?: unknown[] } {
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const schema = operation.query ? (z.toJSONSchema(operation.query, { io: 'input' }) as JsonSchema) : {}
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>
  const required = (schema.required ?? []) as string[]
  const inQuery = Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }))
  const all = [...inPath, ...inQuery]
  return all.length > 0 ? { parameters: all } : {}
}

function fileContent(media: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(media.map((type) => [type, { schema: { type: 'string' } }]))
}

// zod gathers named shapes under $defs; OpenAPI keeps them in one place for the whole document.
function inComponents(shape: z.ZodType, io: 'input' | 'output', schemas: Record<string, unknown>): unknown {
  const { $schema: _, $defs = {}, ...schema } = z.toJSONSchema(shape, { io }) as JsonSchema
  const moved = (value: unknown) =>
    JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/'))
  for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>))
    schemas[name] = moved(definition)
  return moved(schema)
}
