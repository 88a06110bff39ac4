// An event stream, event by event: each message is read, judged and written anew; ids, retry times and
// empty priming events are the upstream's and stay. What is none of the things that may stand there ends
// the stream as an upstream error.
import { type JsonObject, serializeJson } from '#lib/json/index.ts'
import {
  type McpRequest,
  readReply,
  responseMessage,
  type SseEvent,
  SseSplitter,
  SseTooLarge,
  writeEvent,
} from '#lib/mcp/index.ts'
import type { UpstreamResponse } from '#lib/upstream/index.ts'
import { boundsOf } from '../config.ts'
import { sealEventId } from '../event-id.ts'
import type { Gate } from '../gate.ts'
import { type Exchange, SAFE_HEADERS, writable } from '../http.ts'
import type { Admitted } from '../steps/admit.ts'
import { freshGrounds } from '../steps/authenticate-grant.ts'
import { Trouble, troubleAnswer, troubleOf } from '../trouble.ts'
import { passNotification } from './notification.ts'
import { passQuestion } from './question.ts'
import { answers, outcomeOf, plainError, roundOf, type Settled, type Wire } from './reply.ts'
import { viewReplayed, viewResult } from './view.ts'

type Written = {
  readonly message: JsonObject | null
  /** Set by the message that answers the request: the stream is over. */
  readonly outcome?: Settled['outcome']
}

/**
 * Relays a stream until it is over. Once it has begun, trouble is told inside it, and not thrown.
 * @param request what the stream answers; null for the standing stream of a session
 */
export async function relayEvents(
  sent: UpstreamResponse,
  admitted: Admitted,
  request: McpRequest | null,
  exchange: Exchange,
  gate: Gate,
  wire: Wire,
  headers: Readonly<Record<string, string>>,
): Promise<Settled> {
  const bounds = boundsOf(gate.config)
  const { response } = exchange
  response.writeHead(200, {
    ...SAFE_HEADERS,
    ...headers,
    'content-type': 'text/event-stream',
    'x-accel-buffering': 'no',
  })
  response.flushHeaders()
  let bytes = 0
  // A stream that is taken up again was resumable before it brought anything.
  let isResumable = admitted.ask.kind !== 'message'
  const write = async (text: string): Promise<boolean> => {
    bytes += Buffer.byteLength(text)
    if (response.destroyed) return false
    response.write(text)
    return writable(exchange, bounds.stalledClientMs)
  }
  const end = (outcome: Settled['outcome']): Settled => {
    sent.body.cancel()
    if (!response.destroyed) response.end()
    return { outcome, status: sent.status, bytes }
  }
  try {
    const splitter = new SseSplitter(bounds.maxAnswerBytes)
    for await (const chunk of sent.body) {
      for (const event of splitter.push(chunk)) {
        if (event.kind === 'comment' || !isMessageEvent(event)) {
          if (!(await write(writeEvent({ kind: 'comment' })))) return end('cancelled')
          continue
        }
        isResumable ||= event.id !== undefined
        const id = event.id ? placeOf(event.id, admitted, request, gate) : event.id
        const written = event.data ? await judge(event.data, admitted, request, gate) : { message: null }
        const data = written.message
          ? wire.hide(serializeJson(written.message))
          : event.data === null
            ? null
            : ''
        if (!(await write(writeEvent({ ...event, ...(id !== undefined && { id }), data }))))
          return end('cancelled')
        if (written.outcome) return end(written.outcome)
      }
    }
    if (wire.stop.aborted) throw new Trouble('grant-ended')
    // A legacy server may hang up and be asked again later (2025-11-25, polling); no one else may.
    if (!request || (isResumable && request.era === 'legacy')) return end(request ? 'unknown' : 'ok')
    throw new Trouble(request.method === 'subscriptions/listen' ? 'upstream-unreachable' : 'upstream-not-mcp')
  } catch (error) {
    if (exchange.signal.aborted) return end('cancelled')
    const trouble = wire.stop.aborted ? new Trouble('grant-ended') : troubleOfStream(error)
    if (request)
      await write(writeEvent({ kind: 'event', data: serializeJson(troubleAnswer(request.id, trouble)) }))
    return end(wire.stop.aborted ? 'cancelled' : 'upstream_error')
  }
}

async function judge(
  data: string,
  admitted: Admitted,
  request: McpRequest | null,
  gate: Gate,
): Promise<Written> {
  const reply = readReply(data)
  if (!reply) throw new Trouble('upstream-not-mcp')
  switch (reply.kind) {
    case 'notification':
      return { message: await passNotification(reply, request?.era ?? 'legacy', admitted, gate) }
    case 'request':
      if (request?.era === 'modern') throw new Trouble('upstream-not-mcp')
      return { message: await passQuestion(reply, admitted, gate) }
    case 'error': {
      if (request && !answers(reply.id, request)) throw new Trouble('upstream-not-mcp')
      return {
        message: plainError(request?.id ?? reply.id, reply.error),
        ...(request && { outcome: 'protocol_error' }),
      }
    }
    case 'result': {
      if (!request) {
        const grounds = await freshGrounds(admitted.grounds, gate.deps)
        return {
          message: responseMessage(reply.id, { result: await viewReplayed(reply.result, grounds, gate) }),
        }
      }
      if (!answers(reply.id, request)) throw new Trouble('upstream-not-mcp')
      // What is replayed may be hours old; the policy it passes is today's.
      const isReplay = admitted.ask.kind !== 'message'
      const grounds = isReplay ? await freshGrounds(admitted.grounds, gate.deps) : admitted.grounds
      const result = await viewResult(request, reply.result, grounds, gate, roundOf(admitted))
      return { message: responseMessage(request.id, { result }), outcome: outcomeOf(result) }
    }
  }
}

function placeOf(eventId: string, admitted: Admitted, request: McpRequest | null, gate: Gate): string {
  const { ask, grounds } = admitted
  return sealEventId(gate.sealer, grounds.facts, ask.session, { eventId, request })
}

function isMessageEvent(event: SseEvent): boolean {
  return event.event === undefined || event.event === 'message'
}

function troubleOfStream(error: unknown): Trouble {
  if (error instanceof SseTooLarge) return new Trouble('upstream-too-large')
  if (error instanceof TypeError) return new Trouble('upstream-not-mcp')
  return troubleOf(error)
}
