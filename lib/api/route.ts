// The one wrapper of API routes: authenticate, read strictly, run, answer; every error is a problem.
import { z } from 'zod'
import { findMemberByKey } from '#lib/accounts/index.ts'
import { clientAddress } from '#lib/client-address.ts'
import { recordRefusal } from '#lib/data/audit-access.ts'
import type { Member } from '#lib/data/model.ts'
import { Fault } from '#lib/fault.ts'
import { parseInput } from '#lib/input.ts'
import { fromPlain, serializeJson, toPlain } from '#lib/json/index.ts'
import { publicFault } from '#lib/public-fault.ts'
import { newRequestId } from '#lib/request-id.ts'
import { readBody, readQuery } from './body.ts'
import { type FileAnswer, METHODS, type Method, type Operation } from './operation.ts'
import { problemResponse, standardHeaders } from './problem.ts'

export type RouteHandler = (
  request: Request,
  // Next gives `undefined` where the path has no parameter.
  context: { params: Promise<Record<string, string | string[] | undefined> | undefined> },
) => Promise<Response>

const NOTHING = z.strictObject({})

/** A route file's handlers: the given operations, and 405 for every other method. */
export function apiRoute(...operations: readonly Operation[]): Record<Method, RouteHandler> {
  const allowed = operations.map((operation) => operation.method).join(', ')
  const entries = METHODS.map((method) => {
    const operation = operations.find((each) => each.method === method)
    return [method, operation ? handlerOf(operation) : refusal(allowed)] as const
  })
  return Object.fromEntries(entries) as Record<Method, RouteHandler>
}

/** A route for addresses that the API does not have. */
export function unknownRoute(): Record<Method, RouteHandler> {
  const answer: RouteHandler = async () =>
    problemResponse(
      publicFault(
        new Fault('not-found', 'The API has no such address. /api/v1/openapi.json lists those it has.'),
      ),
    )
  return Object.fromEntries(METHODS.map((method) => [method, answer])) as Record<Method, RouteHandler>
}

function handlerOf(operation: Operation): RouteHandler {
  return async (request, context) => {
    const requestId = newRequestId()
    let member: Member | null = null
    try {
      const from = { requestId, address: clientAddress(request.headers.get('x-forwarded-for')) }
      member = { ...(await authenticate(request)), from }
      const params = textsOf((await context.params) ?? {})
      const query = parseInput(operation.query ?? NOTHING, readQuery(request))
      const json = operation.method === 'GET' ? {} : await readBody(request)
      const body = parseInput(operation.body ?? NOTHING, toPlain(json))
      const answer = await operation.run({
        member,
        id: params.id ?? '',
        params,
        query,
        body,
        json,
        signal: request.signal,
      })
      // An operation with media types gives a file: `fileOperation` alone makes such.
      if (operation.media) return sendFile(answer as FileAnswer, requestId)
      return respond(operation.status, answer, requestId)
    } catch (error) {
      if (member && error instanceof Fault && error.code === 'forbidden')
        await recordRefusal(
          member,
          `${operation.method} /api/v1${operation.path}`,
          String(error.data.required ?? ''),
        )
      return problemResponse(publicFault(error, requestId))
    }
  }
}

function textsOf(params: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

/** @throws Fault not-signed-in; the same sentence for every key that opens nothing */
async function authenticate(request: Request): Promise<Member> {
  const match = /^Bearer +([^\s]+)$/i.exec(request.headers.get('authorization') ?? '')
  const member = match?.[1] ? await findMemberByKey(match[1]) : null
  if (member) return member
  throw new Fault(
    'not-signed-in',
    'Send a live API key: Authorization: Bearer pck_… The command `npm run cli -- user create` prints one.',
  )
}

function respond(status: number, answer: unknown, requestId: string): Response {
  if (status === 204) return new Response(null, { status, headers: standardHeaders(requestId) })
  // Not JSON.stringify: numbers in documents keep the digits that they were written with.
  return new Response(serializeJson(fromPlain(answer)), {
    status,
    headers: { 'content-type': 'application/json', ...standardHeaders(requestId) },
  })
}

function sendFile({ type, name, body }: FileAnswer, requestId: string): Response {
  const disposition = `attachment; filename="${name}"`
  return new Response(body, {
    headers: { 'content-type': type, 'content-disposition': disposition, ...standardHeaders(requestId) },
  })
}

function refusal(allowed: string): RouteHandler {
  return async () =>
    problemResponse(publicFault(new Fault('method-not-allowed', `This address answers ${allowed} only.`)), {
      allow: allowed,
    })
}
