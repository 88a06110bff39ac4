// What is asked of all servers at once: lists, whose pages are put together, and the level of what they log. A server
// that does not answer is left out, and its name is said in `_meta`; where none answers, the first one's word is told.
import type { NamedServer } from '#lib/data/admission/index.ts'
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { ERROR, errorOf, isToolName, type McpRequest, responseMessage } from '#lib/mcp/index.ts'
import { boundsOf } from '../config.ts'
import { sendJson } from '../http.ts'
import type { Asked } from '../steps/read-asked.ts'
import { toldResult } from './down.ts'
import { eachServer } from './each-server.ts'
import { type Failed, hasNone, reasonOf, sendFailure, speaksOlder } from './failure.ts'
import { gather, type Pages } from './gather.ts'
import { ownMeta } from './own-words.ts'
import type { SessionVisit, Visit } from './visit.ts'

type Message = Extract<Asked, { kind: 'message' }>

const KEYS: Readonly<Record<string, string>> = {
  'tools/list': 'tools',
  'prompts/list': 'prompts',
  'resources/list': 'resources',
  'resources/templates/list': 'resourceTemplates',
  'tasks/list': 'tasks',
}
const AWAY_KEY = 'io.portcullis/away'

/** True for a request that every server has its part in. */
export function isForAll({ method }: McpRequest): boolean {
  return Object.hasOwn(KEYS, method) || method === 'logging/setLevel'
}

/** @throws {Fault} what is wrong with the grant, or with this gateway */
export async function answerOfAll(
  asked: Message,
  request: McpRequest,
  visit: Visit | SessionVisit,
): Promise<void> {
  const { exchange, gate } = visit
  if (member(request.params, 'cursor') !== undefined) {
    sendJson(exchange, 200, errorOf(request.id, ERROR.invalidParams, 'This list has one page.'))
    return
  }
  const gathered = await eachServer(visit.servers, (server) =>
    gather(asked, request, KEYS[request.method] ?? '', server, visit),
  )
  const lists = gathered.flatMap(([server, each]) => ('items' in each ? [[server, each] as const] : []))
  const without = gathered.flatMap(([server, each]) => ('items' in each ? [] : [[server, each] as const]))
  const failed = without.filter(([, each]) => !hasNone(each))
  // How a client finds out that it should begin as its forebears did: one of them speaks no later revision.
  const older = request.era === 'modern' ? failed.find(([, each]) => speaksOlder(each)) : undefined
  const first = older ?? (failed.length === gathered.length ? failed[0] : undefined)
  if (first) return sendFailure(request, first[1], exchange)
  const result = mergedResult(request, lists, failed, boundsOf(gate.config).maxTtlMs)
  sendJson(exchange, 200, responseMessage(request.id, { result }))
}

function mergedResult(
  request: McpRequest,
  lists: readonly (readonly [NamedServer, Pages])[],
  failed: readonly (readonly [NamedServer, Failed])[],
  maxTtlMs: number,
): JsonObject {
  const isModern = request.era === 'modern'
  const key = KEYS[request.method]
  const result = jsonObject()
  if (key !== undefined) result[key] = lists.flatMap(([server, { items }]) => namedItems(key, items, server))
  if (isModern) {
    result.resultType = 'complete'
    // Who is away may be back the next moment.
    result.ttlMs = failed.length > 0 ? 0 : Math.min(maxTtlMs, ...lists.map(([, { ttlMs }]) => ttlMs))
    result.cacheScope = 'private'
  }
  const away = failed.map(([{ slug }, each]) =>
    jsonObject([
      ['server', slug],
      ['reason', reasonOf(each)],
    ]),
  )
  const meta = [...(isModern ? ownMeta() : []), ...(away.length > 0 ? [[AWAY_KEY, away] as const] : [])]
  if (meta.length > 0) result._meta = jsonObject(meta)
  return result
}

// Names that two of its tools would share are shown for neither, as they are called for neither.
function namedItems(key: string, items: readonly Json[], { slug }: NamedServer): Json[] {
  const told = member(toldResult(jsonObject([[key, [...items]]]), slug), key)
  const named = Array.isArray(told) ? told : []
  if (key !== 'tools' && key !== 'prompts') return named
  const names = named.map((item) => (isJsonObject(item) ? String(member(item, 'name')) : ''))
  return named.filter((_, i) => {
    const name = names[i] ?? ''
    return isToolName(name) && names.indexOf(name) === names.lastIndexOf(name)
  })
}
