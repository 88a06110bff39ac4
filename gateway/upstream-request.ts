// What goes up: written from the judged message, never from the client's bytes or headers.
import { serializeJson } from '#lib/json/index.ts'
import {
  paramsForServer,
  protocolHeaders,
  requestMessage,
  responseMessage,
  writeParamHeaders,
} from '#lib/mcp/index.ts'
import type { TraceContext } from '#lib/tracing/index.ts'
import type { StopSignal, UpstreamRequest } from '#lib/upstream/index.ts'
import { type Bounds, boundsOf } from './config.ts'
import type { Gate } from './gate.ts'
import type { Admitted, StreamAsk } from './steps/admit.ts'
import type { Grounds } from './steps/authenticate-grant.ts'
import type { Ask } from './steps/decide.ts'
import { allows } from './steps/decide-method.ts'
import { argumentsOf } from './steps/read-asked.ts'
import { traceHeaders, withTrace } from './trace-context.ts'

/** @param trace the span that it is sent in; null without traces, and what the client said of its own then passes */
export function upstreamRequest(
  admitted: Admitted,
  gate: Gate,
  signal: StopSignal,
  trace: TraceContext | null = null,
): UpstreamRequest {
  const bounds = boundsOf(gate.config)
  const { ask } = admitted
  return ask.kind === 'message'
    ? messageRequest(ask, admitted.grounds, isStanding(admitted), bounds, signal, trace)
    : streamRequest(ask, bounds, signal)
}

/** True for an exchange that is silent until something happens: it ends when somebody ends it. */
export function isStanding({ ask }: Admitted): boolean {
  if (ask.kind !== 'message') return ask.kind === 'open-stream'
  return ask.message.kind === 'request' && ask.message.method === 'subscriptions/listen'
}

const ACCEPT = 'application/json, text/event-stream'

function messageRequest(
  ask: Ask,
  grounds: Grounds,
  isStanding: boolean,
  bounds: Bounds,
  signal: StopSignal,
  trace: TraceContext | null,
): UpstreamRequest {
  const { message } = ask
  const isModern = message.kind === 'request' && message.era === 'modern'
  const headers: Record<string, string> = protocolHeaders(message, ask.version)
  headers['content-type'] = 'application/json'
  headers.accept = ACCEPT
  if (ask.session && !isInitialize(ask)) headers['mcp-session-id'] = ask.session.upstreamId
  if (isModern) Object.assign(headers, writeParamHeaders(ask.paramHeaders, argumentsOf(message.params)))
  if (trace) Object.assign(headers, traceHeaders(trace))
  return {
    method: 'POST',
    headers,
    body: bodyOf(ask, grounds, trace),
    signal,
    headersTimeoutMs: bounds.answerTimeoutMs,
    bodyTimeoutMs: isStanding ? 0 : bounds.silenceTimeoutMs,
    maxBytes: isStanding ? Number.MAX_SAFE_INTEGER : bounds.maxStreamBytes,
  }
}

function bodyOf(ask: Ask, { policy }: Grounds, trace: TraceContext | null): string {
  const { message } = ask
  if (message.kind === 'response') return serializeJson(responseMessage(message.id, message.body))
  if (message.kind === 'notification')
    return serializeJson(requestMessage(null, message.method, message.params))
  const params = paramsForServer(message, (group) => allows(policy, group))
  const { state, answers } = ask.retry
  if (Object.hasOwn(params, 'requestState')) delete params.requestState
  if (state !== null) params.requestState = state
  if (answers) params.inputResponses = answers
  if (trace) withTrace(params, trace)
  return serializeJson(requestMessage(message.id, message.method, params))
}

function isInitialize(ask: Ask): boolean {
  return ask.message.kind === 'request' && ask.message.method === 'initialize'
}

function streamRequest(ask: StreamAsk, bounds: Bounds, signal: StopSignal): UpstreamRequest {
  const isEnd = ask.kind === 'end-session'
  return {
    method: isEnd ? 'DELETE' : 'GET',
    headers: {
      accept: isEnd ? ACCEPT : 'text/event-stream',
      'mcp-protocol-version': ask.version,
      'mcp-session-id': ask.session.upstreamId,
      ...(ask.place && { 'last-event-id': ask.place.eventId }),
    },
    signal,
    headersTimeoutMs: Math.min(60_000, bounds.answerTimeoutMs),
    bodyTimeoutMs: isEnd ? bounds.silenceTimeoutMs : 0,
    maxBytes: Number.MAX_SAFE_INTEGER,
  }
}
