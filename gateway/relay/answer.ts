// 7: the way back. From an upstream only JSON and event streams come down, read strictly and written
// anew, to the letter or in fact; every status and header is ours.
import { member, serializeJson } from '#lib/json/index.ts'
import {
  clientName,
  errorOf,
  featuresOf,
  type McpRequest,
  readReply,
  responseMessage,
  responseText,
} from '#lib/mcp/index.ts'
import type { UpstreamResponse } from '#lib/upstream/index.ts'
import { boundsOf } from '../config.ts'
import type { Gate } from '../gate.ts'
import { type Exchange, sendEmpty, sendJson, sendText } from '../http.ts'
import { isSessionId, sealSession } from '../session.ts'
import type { Admitted } from '../steps/admit.ts'
import { Trouble, troubleOfStatus } from '../trouble.ts'
import { relayEvents } from './events.ts'
import { answers, outcomeOf, plainError, roundOf, type Settled, type Wire } from './reply.ts'
import { viewResult } from './view.ts'

/** Relays one answer. @throws {Trouble | Fault} before anything was sent, for what may not pass */
export function relayAnswer(
  sent: UpstreamResponse,
  admitted: Admitted,
  exchange: Exchange,
  gate: Gate,
  wire: Wire,
): Settled | Promise<Settled> {
  const { ask } = admitted
  const headers = sessionHeader(sent, admitted, gate)
  const isStream = mediaType(sent) === 'text/event-stream'
  if (ask.kind === 'end-session') return relayStatus(sent, exchange, [200, 202, 204, 404, 405])
  if (ask.kind === 'open-stream') {
    if (sent.status !== 200 || !isStream) return relayStatus(sent, exchange, [404, 405])
    return relayEvents(sent, admitted, ask.place?.request ?? null, exchange, gate, wire, headers)
  }
  if (ask.message.kind !== 'request') {
    if (sent.status >= 300) return relayStatus(sent, exchange, [400, 404])
    sent.body.cancel()
    sendEmpty(exchange, 202, headers)
    return { outcome: 'ok', status: sent.status, bytes: 0 }
  }
  const request = ask.message
  if ([400, 404, 405].includes(sent.status)) return relayRefusal(sent, request, exchange, gate, wire, headers)
  if (sent.status !== 200) {
    sent.body.cancel()
    throw troubleOfStatus(sent.status)
  }
  if (isStream) return relayEvents(sent, admitted, request, exchange, gate, wire, headers)
  return relayJson(sent, admitted, request, exchange, gate, wire, headers)
}

async function relayJson(
  sent: UpstreamResponse,
  admitted: Admitted,
  request: McpRequest,
  exchange: Exchange,
  gate: Gate,
  wire: Wire,
  headers: Record<string, string>,
): Promise<Settled> {
  const whole = textOf(sent, boundsOf(gate.config).maxAnswerBytes)
  const reply = readReply(typeof whole === 'string' ? whole : await whole)
  if (!reply || (reply.kind !== 'result' && reply.kind !== 'error') || !answers(reply.id, request))
    throw new Trouble('upstream-not-mcp')
  if (reply.kind === 'error') {
    const bytes = sendJson(exchange, 200, plainError(request.id, reply.error), headers, wire.hide)
    return { outcome: 'protocol_error', status: 200, bytes }
  }
  const viewed = viewResult(request, reply.result, admitted.grounds, gate, {
    round: roundOf(admitted),
    hasSession: 'mcp-session-id' in headers,
    text: reply.text,
  })
  const result = viewed instanceof Promise ? await viewed : viewed
  // The text of what is not changed is not made again; it is what would be written, to the letter.
  const json =
    result === reply.result && reply.text !== null
      ? responseText(request.id, reply.text)
      : serializeJson(responseMessage(request.id, { result }))
  const bytes = sendText(exchange, 200, wire.hide(json), headers)
  return { outcome: outcomeOf(result), status: 200, bytes }
}

// 400, 404 and 405 with a JSON-RPC error drive a client's choice of era and of session: status and error
// pass, written anew. Whatever else stands there does not.
async function relayRefusal(
  sent: UpstreamResponse,
  request: McpRequest,
  exchange: Exchange,
  gate: Gate,
  wire: Wire,
  headers: Record<string, string>,
): Promise<Settled> {
  const isJson = mediaType(sent) === 'application/json'
  const reply = isJson ? readReply(await textOf(sent, boundsOf(gate.config).maxAnswerBytes)) : null
  if (!isJson) sent.body.cancel()
  const body =
    reply?.kind === 'error'
      ? plainError(reply.id === null ? null : request.id, reply.error)
      : errorOf(request.id, -32603, `The server refused the request (HTTP ${sent.status}).`)
  const bytes = sendJson(exchange, sent.status, body, headers, wire.hide)
  return { outcome: 'protocol_error', status: sent.status, bytes }
}

function relayStatus(sent: UpstreamResponse, exchange: Exchange, passing: readonly number[]): Settled {
  sent.body.cancel()
  if (!passing.includes(sent.status)) throw troubleOfStatus(sent.status)
  sendEmpty(exchange, sent.status, sent.status === 405 ? { allow: 'POST' } : {})
  return { outcome: 'ok', status: sent.status, bytes: 0 }
}

// At once where all of it is there.
function textOf(sent: UpstreamResponse, maxBytes: number): string | Promise<string> {
  if (mediaType(sent) !== 'application/json') {
    sent.body.cancel()
    throw new Trouble('upstream-not-mcp')
  }
  const whole = sent.body.takeWhole?.()
  return whole ? readText(whole, maxBytes) : collected(sent, maxBytes).then((all) => readText(all, maxBytes))
}

function readText(bytes: Uint8Array, maxBytes: number): string {
  if (bytes.byteLength > maxBytes) throw new Trouble('upstream-too-large')
  try {
    return UTF_8.decode(bytes)
  } catch {
    throw new Trouble('upstream-not-mcp')
  }
}

async function collected(sent: UpstreamResponse, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of sent.body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new Trouble('upstream-too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function mediaType(sent: UpstreamResponse): string {
  const type = sent.headers['content-type'] ?? ''
  if (type === 'application/json' || type === 'text/event-stream') return type
  return type.split(';')[0]?.trim().toLowerCase() ?? ''
}

// The session that the upstream names, sealed to this grant. Where it is the one that the client already
// holds, the client's own text goes back: an id never changes on the way.
function sessionHeader(
  sent: UpstreamResponse,
  admitted: Admitted,
  { sealer, config }: Gate,
): Record<string, string> {
  const { ask, grounds } = admitted
  const id = sent.headers['mcp-session-id']
  const isModern = ask.kind === 'message' && ask.message.kind === 'request' && ask.message.era === 'modern'
  if (id === undefined || isModern || !isSessionId(id)) return {}
  if (ask.session?.upstreamId === id) return { 'mcp-session-id': ask.session.text }
  const isRequest = ask.kind === 'message' && ask.message.kind === 'request'
  const name = isRequest ? clientName(ask.message) : undefined
  const isInitialize = isRequest && ask.message.method === 'initialize'
  const features = isInitialize
    ? featuresOf(member(ask.message.params, 'capabilities'))
    : ask.session?.features
  const session = {
    upstreamId: id,
    clientName: name ?? ask.session?.clientName ?? null,
    features: features ?? [],
  }
  const text = sealSession(sealer, grounds.facts, session, boundsOf(config).maxSessionMs)
  return { 'mcp-session-id': text }
}
