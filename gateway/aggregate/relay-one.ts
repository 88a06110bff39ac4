// A message for one server: along the straight line as if it had been sent to that server's own address, and back in
// the names of this one.
import type { NamedServer, SessionPart } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { copyOf, isJsonObject, type JsonObject, member, parseJson, serializeJson } from '#lib/json/index.ts'
import {
  ERROR,
  errorOf,
  type McpMessage,
  type McpRequest,
  type SseComment,
  type SseEvent,
  writeEvent,
} from '#lib/mcp/index.ts'
import { boundsOf } from '../config.ts'
import { isStreaming, openStream, sendEmpty, sendJson, writable } from '../http.ts'
import { serveRead } from '../pipeline.ts'
import type { Asked } from '../steps/read-asked.ts'
import { Trouble, troubleAnswer } from '../trouble.ts'
import { REPLY_BOUNDS } from './ask.ts'
import { askedOf } from './asked.ts'
import { toldEvent, toldMessage } from './down.ts'
import { sendFailure } from './failure.ts'
import { InnerExchange, type Reader } from './inner.ts'
import { sealProgress } from './marks.ts'
import { dropPart, partOf } from './parts.ts'
import { type SessionVisit, speakerOf, type Visit } from './visit.ts'
import { none } from './way.ts'

type Message = Extract<Asked, { kind: 'message' }>

/**
 * @param asked as the client sent it
 * @param message as the server knows it
 * @throws {Fault} as the line does
 */
export async function relayOne(
  asked: Message,
  message: McpMessage,
  server: NamedServer,
  visit: Visit | SessionVisit,
): Promise<void> {
  const session = 'session' in visit ? visit : null
  const part = session && (await partFor(message, server, session))
  if (session && !part) return
  const own = message.kind === 'request' ? withProgress(message, server, visit) : message
  const sent = askedOf(asked, own, part, session?.session ?? null)
  if (!sent) return refuseMethod(message, visit)
  const reader = readerFor(message.kind === 'request' ? message : null, server, visit, part)
  const inner = new InnerExchange(visit.exchange, reader, boundsOf(visit.gate.config).maxAnswerBytes * 2)
  try {
    await inner.run((exchange) => serveRead(sent, visit.token, server.id, exchange, visit.gate))
  } catch (error) {
    // The grant lost the server a moment ago: there is nothing of that name any more.
    if (!(error instanceof Fault) || error.code !== 'not-found' || asked.message.kind !== 'request')
      throw error
    sendJson(visit.exchange, 200, none(asked.message).answer)
    return
  }
  if (reader.isForgotten && session && part) await dropPart(session, server.id, part)
}

// Null where the answer was given here: the server is away, or refuses its client.
async function partFor(
  message: McpMessage,
  server: NamedServer,
  visit: SessionVisit,
): Promise<SessionPart | null> {
  const known = visit.session.parts.get(server.id)
  if (known) return known
  // What tells or answers a server follows something that it has said in a session.
  if (message.kind !== 'request') {
    sendEmpty(visit.exchange, message.kind === 'response' ? 400 : 202)
    return null
  }
  const opened = await partOf(visit, server)
  if ('part' in opened) return opened.part
  sendFailure(message, opened.failed, visit.exchange, 200)
  return null
}

/** Gives a client what one server answers. @param request what is answered; null for a stream that is taken up again */
export function readerFor(
  request: McpRequest | null,
  server: NamedServer,
  visit: Visit,
  part: SessionPart | null,
): Reader & { isForgotten: boolean } {
  const { exchange, gate } = visit
  const speaker = speakerOf(visit, server)
  const { stalledClientMs } = boundsOf(gate.config)
  const told = (text: string): JsonObject | null => {
    const read = parseJson(text, REPLY_BOUNDS)
    return isJsonObject(read) ? toldMessage(read, speaker) : null
  }
  const reader = {
    isForgotten: false,
    open: () => openStream(exchange),
    event: (event: SseEvent | SseComment) => {
      const { response } = exchange
      if (response.destroyed || response.writableEnded) return Promise.resolve(false)
      response.write(writeEvent(event.kind === 'comment' ? event : shown(event)))
      return writable(exchange, stalledClientMs)
    },
    whole: (status: number, _: ReadonlyMap<string, string>, text: string) => {
      // To the client 404 would mean that its session with all of them is over.
      reader.isForgotten = status === 404 && part?.sessionText != null
      if (reader.isForgotten && request)
        return void sendJson(exchange, 200, troubleAnswer(request.id, new Trouble('upstream-forgot')))
      const answer = text === '' ? null : told(text)
      if (answer) sendJson(exchange, status, answer)
      else if (isStreaming(exchange)) exchange.response.end()
      else sendEmpty(exchange, reader.isForgotten ? 202 : status)
    },
    end: () => void exchange.response.end(),
    broken: () => void exchange.response.destroy(),
  }
  const shown = (event: SseEvent): SseEvent | SseComment => {
    const answer = event.data ? told(event.data) : null
    const isNothing = event.data && !answer && event.id === undefined && event.retry === undefined
    if (isNothing) return { kind: 'comment' }
    return toldEvent(event, event.data ? (answer ? serializeJson(answer) : '') : event.data, server.id)
  }
  return reader
}

function withProgress(request: McpRequest, server: NamedServer, visit: Visit): McpRequest {
  const meta = member(request.params, '_meta')
  const token = isJsonObject(meta) ? member(meta, 'progressToken') : undefined
  if (!isJsonObject(meta) || (typeof token !== 'string' && typeof token !== 'number')) return request
  const params = copyOf(request.params)
  const marked = copyOf(meta)
  marked.progressToken = sealProgress(speakerOf(visit, server), token)
  params._meta = marked
  return { ...request, params }
}

function refuseMethod(message: McpMessage, { exchange }: Visit): void {
  const words = 'Method not found: this server does not have it.'
  if (message.kind !== 'request') sendEmpty(exchange, 202)
  else sendJson(exchange, 200, errorOf(message.id, ERROR.methodNotFound, words))
}
