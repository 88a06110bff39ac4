// The API as a client meets it: the route files themselves, found by their paths, driven with real
// Requests; every answer is held to the schema that the OpenAPI document shows.
import { readdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { createApiKey } from '#lib/accounts/index.ts'
import type { Member } from '#lib/data/model.ts'
import { METHODS, type Method } from '../operation.ts'
import { operations } from '../operations/index.ts'
import type { RouteHandler } from '../route.ts'
import { problem } from '../shapes.ts'

const ROOT = resolve('app/api')
type Routes = { [M in Method]?: RouteHandler }
export type MountedRoute = { readonly path: string; readonly routes: Routes }
/** The body is whatever JSON holds: a test reads what it expects. */
export type Answer = Awaited<ReturnType<typeof readAnswer>>

/** Every route file under app/api/v1, as `/servers/{id}` and its handlers. */
export async function mountedRoutes(): Promise<MountedRoute[]> {
  const files = readdirSync(resolve(ROOT, 'v1'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => basename(file) === 'route.ts',
  )
  return Promise.all(
    files.sort().map(async (file) => ({
      path: `/${dirname(file).replace(/\[(\w+)\]/g, '{$1}')}`,
      routes: (await import(pathToFileURL(resolve(ROOT, 'v1', file)).href)) as Routes,
    })),
  )
}

/** A client with a key of `member`; without one, a stranger. */
export async function apiClient(member: Member | null) {
  const key = member && (await createApiKey(member, 'tests')).key
  const mounted = await mountedRoutes()
  return async (method: Method, address: string, body?: unknown, headers?: Record<string, string>) => {
    const url = new URL(`http://localhost:3000/api/v1${address}`)
    const found = findRoute(mounted, url.pathname.replace('/api/v1', ''))
    if (!found) throw new Error(`no route file answers ${address}`)
    const handler = found.routes[method]
    if (!handler) throw new Error(`${found.path} has no ${method}`)
    const response = await handler(
      new Request(url, {
        method,
        headers: {
          ...(key && { authorization: `Bearer ${key}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
      { params: Promise.resolve(found.params) },
    )
    return readAnswer(response, method, found.path)
  }
}

export function findRoute(mounted: readonly MountedRoute[], path: string) {
  // An exact path goes before one with an id in it, as in Next.
  for (const route of [...mounted].sort((a, b) => a.path.split('{').length - b.path.split('{').length)) {
    const named = route.path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
    const pattern = new RegExp(`^${named}$`)
    const match = pattern.exec(path)
    if (match)
      return {
        ...route,
        // As Next does: no object at all where the path has no parameter.
        params: match.groups && decoded(match.groups),
      }
  }
  return null
}

function decoded(groups: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)]))
}

async function readAnswer(response: Response, method: Method, path: string) {
  const { status, headers } = response
  const text = await response.text()
  const operation = operations.find((each) => each.method === method && each.path === path)
  const isFile = operation?.media?.includes(headers.get('content-type') ?? '')
  const body = isFile ? { text } : text === '' ? undefined : JSON.parse(text)
  if (headers.get('cache-control') !== 'no-store' && path !== '/openapi.json')
    throw new Error('an answer may be kept')
  if (status >= 400) {
    problem.parse(body)
    if (headers.get('content-type') !== 'application/problem+json' || body.status !== status)
      throw new Error(`not a problem document: ${text}`)
    return { status, headers, body }
  }
  if (operation?.answer) exactly(operation.answer).parse(body)
  return { status, headers, body }
}

// Answers may hold no member that the schema does not name: what is not documented is not public.
function exactly(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape as Record<string, z.ZodType>)
    return z.strictObject(Object.fromEntries(shape.map(([key, each]) => [key, exactly(each)])))
  }
  if (schema instanceof z.ZodArray) return z.array(exactly(schema.element as z.ZodType))
  return schema
}

export { METHODS }
