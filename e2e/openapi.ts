// The API's own document, and answers held to the schemas in it.
import { z } from 'zod'
import type { Answer, Api, Method } from './management.ts'

type Schema = Readonly<Record<string, unknown>>
type Content = { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }
export type Operation = {
  readonly operationId?: string
  readonly summary?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: Schema }[]
  readonly requestBody?: Content
  readonly responses: Readonly<Record<string, Content>>
}
export type OpenApi = {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}
export type Listed = { readonly method: Method; readonly path: string; readonly operation: Operation }

export function listOperations({ paths }: OpenApi): Listed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase() as Method,
      path,
      operation,
    })),
  )
}

/** The same API; an answer that its document does not describe, to the last member, is an error. */
export function heldTo(document: OpenApi, api: Api): Api {
  return async (method, path, body) => {
    const answer = await api(method, path, body)
    const { operation } = find(document, method, path)
    const described = operation.responses[answer.status] ?? operation.responses.default
    const [[type, { schema }] = ['', {}]] = Object.entries(described?.content ?? {})
    if (!schema) {
      if (answer.text !== '') throw new Error(`${method} ${path} answers what is not described`)
      return answer
    }
    if (answer.headers.get('content-type') !== type) throw new Error(`${method} ${path} is not ${type}`)
    assertDescribed(document, schema, answer)
    return answer
  }
}

function find(document: OpenApi, method: Method, path: string): Listed {
  const asked = path.split('?')[0] ?? ''
  const fits = listOperations(document).filter(
    (each) => each.method === method && new RegExp(`^${each.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(asked),
  )
  // An address that is spelled out goes before one with an id in it.
  const [best] = fits.sort((a, b) => a.path.split('{').length - b.path.split('{').length)
  if (!best) throw new Error(`the document has no ${method} ${path}`)
  return best
}

function assertDescribed({ components }: OpenApi, schema: Schema, { body }: Answer): void {
  const whole = JSON.stringify({ ...schema, $defs: components.schemas })
  z.fromJSONSchema(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/'))).parse(body)
}
