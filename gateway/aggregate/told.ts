// What a client of a legacy session tells or answers: to the server whose mark stands on it, or, where it concerns
// whatever is under way, to each that the session is with. A server ignores what it knows nothing of.
import { copyOf, type JsonObject, member } from '#lib/json/index.ts'
import { ERROR, errorOf, type McpNotification, type McpResponse } from '#lib/mcp/index.ts'
import { sendEmpty, sendJson } from '../http.ts'
import type { Asked } from '../steps/read-asked.ts'
import { askServer } from './ask.ts'
import { askedOf } from './asked.ts'
import { eachServer } from './each-server.ts'
import { readMarkedId } from './marks.ts'
import { relayOne } from './relay-one.ts'
import type { SessionVisit, Visit } from './visit.ts'

type Message = Extract<Asked, { kind: 'message' }>

/** A client's answer to what one server asked it. */
export async function passAnswer(
  asked: Message,
  answer: McpResponse,
  visit: Visit | SessionVisit,
): Promise<void> {
  const marked = readMarkedId(answer.id)
  const server = marked && visit.servers.find(({ id }) => id === marked.serverId)
  if (!marked || !server || !('session' in visit)) {
    const words = 'No server has asked anything that this could answer.'
    sendJson(visit.exchange, 400, errorOf(answer.id, ERROR.invalidRequest, words))
    return
  }
  await relayOne(asked, { ...answer, id: marked.own }, server, visit)
}

export async function passTold(
  asked: Message,
  told: McpNotification,
  visit: Visit | SessionVisit,
): Promise<void> {
  const { exchange, servers } = visit
  // Of the stateless wire nothing is told.
  if (!('session' in visit)) return sendEmpty(exchange, 202)
  const { session } = visit
  if (told.method === 'notifications/progress') {
    const marked = readMarkedId(member(told.params, 'progressToken'))
    const server = marked && servers.find(({ id }) => id === marked.serverId)
    if (!marked || !server) return sendEmpty(exchange, 202)
    return relayOne(asked, { ...told, params: withToken(told.params, marked.own) }, server, visit)
  }
  await eachServer(servers, async ({ id }) => {
    const part = session.parts.get(id)
    const sent = part ? askedOf(asked, told, part, session) : null
    return sent ? askServer(sent, id, visit) : null
  })
  sendEmpty(exchange, 202)
}

function withToken(params: JsonObject, token: string | number): JsonObject {
  const copy = copyOf(params)
  copy.progressToken = token
  return copy
}
