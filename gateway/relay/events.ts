// An event stream, event by event: each message is read, judged and written anew; ids, retry times and
// empty priming events are the upstream's and stay. What is none of the things that may stand there ends
// the stream as an upstream error.
import { serializeJson } from '#lib/json/index.ts'
import {
  listChanged,
  type McpRequest,
  type SseEvent,
  SseSplitter,
  SseTooLarge,
  writeEvent,
} from '#lib/mcp/index.ts'
import type { UpstreamResponse } from '#lib/upstream/index.ts'
import { boundsOf } from '../config.ts'
import { sealEventId } from '../event-id.ts'
import type { Gate } from '../gate.ts'
import { type Exchange, openStream, writable } from '../http.ts'
import type { Admitted } from '../steps/admit.ts'
import { Trouble, troubleAnswer, troubleOf } from '../trouble.ts'
import { judge, type Stream } from './judge.ts'
import { listeningOf } from './listen.ts'
import type { Settled, Wire } from './reply.ts'

const COMMENT = { kind: 'comment' } as const

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
  // It may have begun already, while its call was held for a person.
  openStream(exchange, headers)
  let bytes = 0
  let events = 0
  // A stream that is taken up again was resumable before it brought anything.
  let isResumable = admitted.ask.kind !== 'message'
  const write = async (text: string): Promise<boolean> => {
    bytes += Buffer.byteLength(text)
    if (response.destroyed || response.writableEnded) return false
    response.write(text)
    return writable(exchange, bounds.stalledClientMs)
  }
  const end = (outcome: Settled['outcome']): Settled => {
    sent.body.cancel()
    if (!response.destroyed) response.end()
    return { outcome, status: sent.status, bytes }
  }
  const hasSession = 'mcp-session-id' in headers
  const stream: Stream = { admitted, request, listening: listeningOf(request, admitted), hasSession, gate }
  const tell = () => {
    const told = serializeJson(listChanged(request?.id ?? null))
    void write(writeEvent({ kind: 'event', data: told }))
  }
  if (!request) wire.news?.listen(tell)
  try {
    const splitter = new SseSplitter(bounds.maxAnswerBytes)
    for await (const chunk of sent.body) {
      for (const event of splitter.push(chunk)) {
        events += 1
        if (events > bounds.maxStreamEvents) throw new Trouble('upstream-too-large')
        if (event.kind === 'comment' || !isMessageEvent(event)) {
          if (!(await write(writeEvent(COMMENT)))) return end('cancelled')
          continue
        }
        isResumable ||= event.id !== undefined
        const id = event.id ? placeOf(event.id, admitted, request, gate) : event.id
        const written = event.data ? await judge(event.data, stream) : { message: null }
        const data = written.message ? wire.hide(serializeJson(written.message)) : event.data && ''
        // Of what does not pass only its place in the stream is left.
        const isNothing = event.data !== null && data === '' && id === undefined && event.retry === undefined
        const shown = isNothing ? COMMENT : { ...event, ...(id !== undefined && { id }), data }
        if (!(await write(writeEvent(shown)))) return end('cancelled')
        if (written.outcome) return end(written.outcome)
        if (stream.listening?.isAcknowledged) wire.news?.listen(tell)
      }
    }
    if (wire.stop.aborted) throw troubleOf(wire.stop.reason)
    // A legacy server may hang up and be asked again later (2025-11-25, polling); no one else may.
    if (!request || (isResumable && request.era === 'legacy')) return end(request ? 'unknown' : 'ok')
    throw new Trouble(request.method === 'subscriptions/listen' ? 'upstream-unreachable' : 'upstream-not-mcp')
  } catch (error) {
    if (exchange.isGone) return end('cancelled')
    const trouble = wire.stop.aborted ? troubleOf(wire.stop.reason) : troubleOfStream(error)
    if (request)
      await write(writeEvent({ kind: 'event', data: serializeJson(troubleAnswer(request.id, trouble)) }))
    return end(wire.stop.aborted || trouble.code === 'stopped' ? 'stopped' : 'upstream_error')
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
