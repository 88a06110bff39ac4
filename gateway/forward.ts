// 6 and 7: to the upstream and back. Takes an `Admitted` and nothing else; the only file of the gateway
// that sends what a client sent. However it ends, the record is closed once.
import type { Closing } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import { count, isMetered, observe } from '#lib/metrics/index.ts'
import type { Span } from '#lib/tracing/index.ts'
import { Stop } from '#lib/upstream/index.ts'
import { cancelUpstream } from './cancel-upstream.ts'
import type { Gate } from './gate.ts'
import { type Exchange, isStreaming, sendJson } from './http.ts'
import { reach } from './reach.ts'
import { sendFault } from './refuse.ts'
import { relayAnswer } from './relay/answer.ts'
import { createNews, wantsNews } from './relay/news.ts'
import type { Settled } from './relay/reply.ts'
import type { Admitted } from './steps/admit.ts'
import { Trouble, type TroubleCode, troubleAnswer, troubleOf } from './trouble.ts'
import { isStanding, upstreamRequest } from './upstream-request.ts'

// The grant may not have the answer: the server need not go on with it. Of the end of a gateway or of a long stream it
// is told nothing: its client may come back for more.
const ENDS_ACCESS: ReadonlySet<TroubleCode> = new Set(['stopped', 'grant-ended'])

/** Sends an admitted exchange and relays its answer. Answers the client itself where the upstream fails. */
export async function forward(admitted: Admitted, exchange: Exchange, gate: Gate): Promise<void> {
  const { deps } = gate
  const stop = new Stop()
  let ended: Trouble | null = null
  let sentAt: number | null = null
  const span = exchange.span?.child('forward', 'outward') ?? null
  const news = wantsNews(admitted) ? createNews() : null
  const watch = deps.streams.watch(admitted.grounds.facts, {
    isStanding: isStanding(admitted),
    end: (why) => {
      if (ended) return
      ended = why
      stop.abort(why)
      if (ENDS_ACCESS.has(why.code)) void cancelUpstream(admitted, gate)
    },
    changed: news && (() => news.ring()),
  })
  const forget = exchange.onGone(() => stop.abort())
  try {
    if (watch.ready) await watch.ready
    const request = upstreamRequest(admitted, gate, stop, span?.context() ?? null)
    sentAt = performance.now()
    const { sent, hide } = await reach(admitted.grounds, request, gate, admitted.record?.id)
    const wire = { stop, hide, news }
    const settled = await relayAnswer(sent, admitted, exchange, gate, wire)
    tellOutcome(span, exchange.span, settled)
    close(admitted, exchange, gate, sentAt, settled)
  } catch (error) {
    const { isGone } = exchange
    const trouble = ended ?? troubleOf(error)
    deps.attempts.troubled(exchange)
    for (const each of [span, exchange.span]) each?.fail(isGone ? 'cancelled' : trouble.code)
    if (!isGone && !(error instanceof Trouble) && !isExpected(error))
      deps.log.error({ err: error }, 'forwarding failed')
    const bytes = isGone ? 0 : answerTrouble(admitted, exchange, trouble, error)
    if (wasNeverSent(error)) giveBack(admitted, gate)
    else
      close(admitted, exchange, gate, sentAt, {
        outcome: isGone ? 'cancelled' : ended || trouble.code === 'stopped' ? 'stopped' : 'upstream_error',
        status: null,
        bytes,
      })
  } finally {
    watch.release()
    forget()
    span?.end()
  }
}

function tellOutcome(span: Span | null, whole: Span | null, { outcome, status }: Settled): void {
  if (span === null) return
  span.set({ 'http.response.status_code': status ?? undefined, 'portcullis.outcome': outcome })
  if (outcome !== 'ok') for (const each of [span, whole]) each?.fail(outcome)
}

function answerTrouble(admitted: Admitted, exchange: Exchange, trouble: Trouble, error: unknown): number {
  const { ask } = admitted
  if (exchange.response.headersSent && !isStreaming(exchange)) {
    exchange.response.destroy()
    return 0
  }
  if (error instanceof Fault && error.code === 'store-unavailable') {
    sendFault(exchange, error)
    return 0
  }
  if (ask.kind === 'message' && ask.message.kind === 'request')
    return sendJson(exchange, 200, troubleAnswer(ask.message.id, trouble))
  const status = error instanceof Fault && error.code === 'upstream-slow' ? 504 : 502
  const { code, message } = trouble
  return sendJson(exchange, status, fromPlain({ error: { code, message } }) as JsonObject)
}

// What passed before the call was handed on is the gateway's share; what was never handed on is all of it.
function close(
  admitted: Admitted,
  { receivedAt, heldMs }: Exchange,
  gate: Gate,
  sentAt: number | null,
  settled: Settled,
): void {
  if (!admitted.record) return
  const now = performance.now()
  const since = receivedAt + heldMs
  const closing: Closing = {
    outcome: settled.outcome,
    upstreamStatus: settled.status,
    latencyMs: hundredths(now - since),
    gatewayMs: hundredths((sentAt ?? now) - since),
    responseBytes: settled.bytes,
  }
  gate.deps.outcomes.close(admitted.record, closing)
  if (!isMetered()) return
  count('portcullis_outcomes_total', { outcome: settled.outcome })
  observe('portcullis_gateway_seconds', {}, closing.gatewayMs / 1000)
  if (sentAt !== null) observe('portcullis_upstream_seconds', {}, (now - sentAt) / 1000)
}

function hundredths(ms: number): number {
  return Math.round(ms * 100) / 100
}

function giveBack(admitted: Admitted, gate: Gate): void {
  if (admitted.record) gate.deps.outcomes.giveBack(admitted.record)
}

// L6: only where no byte of the request was handed to a socket.
function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof Fault)) return false
  return (
    error.data.handedOver === false || ['url-refused', 'address-refused', 'internal'].includes(error.code)
  )
}

function isExpected(error: unknown): boolean {
  return error instanceof Fault
}
