// The whole of one server's list, page by page, each along the straight line.
import type { NamedServer } from '#lib/data/admission/index.ts'
import { copyOf, isJsonObject, type Json, jsonObject, member } from '#lib/json/index.ts'
import { ERROR, type McpRequest } from '#lib/mcp/index.ts'
import { boundsOf } from '../config.ts'
import type { Asked } from '../steps/read-asked.ts'
import { type Answered, askServer } from './ask.ts'
import { askedOf } from './asked.ts'
import type { Failed } from './failure.ts'
import { dropPart, ownId, partOf } from './parts.ts'
import type { SessionVisit, Visit } from './visit.ts'

type Message = Extract<Asked, { kind: 'message' }>
export type Pages = { readonly items: readonly Json[]; readonly ttlMs: number }
export type Gathered = Pages | Failed

const MOST_PAGES = 100

/**
 * What a server lists, all pages of it.
 * @param key of the items in a result
 * @throws {Fault} what is wrong with the grant, or with this gateway
 */
export async function gather(
  asked: Message,
  request: McpRequest,
  key: string,
  server: NamedServer,
  visit: Visit | SessionVisit,
): Promise<Gathered> {
  if (!('session' in visit))
    return pagesOf(request, key, visit, (page) => askServer({ ...asked, message: page }, server.id, visit))
  const first = await inPart(asked, request, key, server, visit)
  if (!('lost' in first)) return first
  // It has forgotten the session, and the list takes nothing from anybody: once more, in a new one.
  const again = await inPart(asked, request, key, server, first.lost)
  return 'lost' in again ? { kind: 'bare', status: 404 } : again
}

async function inPart(
  asked: Message,
  request: McpRequest,
  key: string,
  server: NamedServer,
  visit: SessionVisit,
): Promise<Gathered | { readonly lost: SessionVisit }> {
  const opened = await partOf(visit, server)
  if ('failed' in opened) return opened.failed
  const { part } = opened
  const found = await pagesOf(request, key, visit, (page) => {
    const sent = askedOf(asked, page, part, visit.session)
    return sent ? askServer(sent, server.id, visit) : Promise.resolve(NO_SUCH_METHOD)
  })
  const isLost = 'kind' in found && 'status' in found && found.status === 404 && part.sessionText !== null
  return isLost ? { lost: await dropPart(visit, server.id, part) } : found
}

const NO_SUCH_METHOD: Answered = {
  kind: 'error',
  status: 200,
  error: jsonObject([['code', ERROR.methodNotFound]]),
}

async function pagesOf(
  request: McpRequest,
  key: string,
  visit: Visit,
  ask: (page: McpRequest) => Promise<Answered>,
): Promise<Gathered> {
  const deadline = performance.now() + boundsOf(visit.gate.config).partPatienceMs
  const items: Json[] = []
  let page = withoutProgress(request)
  let ttlMs = Number.POSITIVE_INFINITY
  for (let count = 1; ; count++) {
    const answered = await ask(page)
    if (answered.kind !== 'result') return answered
    const found = member(answered.result, key)
    if (Array.isArray(found)) for (const item of found) items.push(item)
    const ttl = member(answered.result, 'ttlMs')
    ttlMs = Math.min(ttlMs, typeof ttl === 'number' ? ttl : 0)
    const cursor = member(answered.result, 'nextCursor')
    if (typeof cursor !== 'string') return { items, ttlMs }
    if (count >= MOST_PAGES || performance.now() > deadline) return { kind: 'silent' }
    const params = copyOf(page.params)
    params.cursor = cursor
    page = { ...page, id: ownId(), params }
  }
}

// Progress of several servers is none of one list.
function withoutProgress(request: McpRequest): McpRequest {
  const meta = member(request.params, '_meta')
  if (!isJsonObject(meta) || !Object.hasOwn(meta, 'progressToken')) return request
  const params = copyOf(request.params)
  params._meta = jsonObject(Object.entries(meta).filter(([key]) => key !== 'progressToken'))
  return { ...request, params }
}
