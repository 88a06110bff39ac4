// Requests of the OAuth kind, through the one door: what a server names as its sign-in is as much a customer's
// choice of address as the server itself.
import {
  isJsonObject,
  type JsonObject,
  JsonSyntaxError,
  jsonObject,
  parseJson,
  serializeJson,
} from '#lib/json/index.ts'
import { checkUrl } from '../check-url.ts'
import { readAll } from '../response-body.ts'
import { send, type UpstreamResponse } from '../send.ts'

/** How this installation may connect. */
export type Reach = {
  readonly allowPrivate: boolean
  /** Our own origin: a sign-in that leads to ourselves is a trick. */
  readonly appUrl: string
}
export type Answer = { readonly status: number; readonly body: JsonObject | null }

const TIMEOUT_MS = 10_000
const MAX_BYTES = 256 * 1024
const BOUNDS = { maxDepth: 16, maxNodes: 20_000 }

/** An address that a document of a server names, checked as the server's own is. @throws {Fault} url-refused, address-refused */
export function checkEndpoint(url: string, { allowPrivate, appUrl }: Reach): string {
  return checkUrl(url, { allowPrivate, refuseOrigins: [appUrl] }).href
}

/** A JSON document. `body` is null where the answer is none. @throws {Fault} those of `send` */
export function getDocument(url: string, reach: Reach): Promise<Answer> {
  return ask(url, reach, { method: 'GET', headers: { accept: 'application/json' } })
}

/** @param secret `Authorization` of the client, where it has one */
export function postForm(
  url: string,
  fields: Readonly<Record<string, string>>,
  reach: Reach,
  secret?: string,
): Promise<Answer> {
  const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
  return ask(url, reach, { method: 'POST', headers, body: new URLSearchParams(fields).toString() }, secret)
}

export function postDocument(url: string, document: JsonObject, reach: Reach): Promise<Answer> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' }
  return ask(url, reach, { method: 'POST', headers, body: serializeJson(document) })
}

/** What a server says to whoever comes without credentials. @throws {Fault} those of `send` */
export async function knock(url: string, reach: Reach): Promise<UpstreamResponse> {
  const hello = jsonObject([
    ['jsonrpc', '2.0'],
    ['id', 1],
    ['method', 'ping'],
  ])
  const headers = {
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-protocol-version': '2025-11-25',
  }
  const answer = await send(
    { url, headers: {}, allowPrivate: reach.allowPrivate },
    { method: 'POST', headers, body: serializeJson(hello), ...LIMITS },
  )
  answer.body.cancel()
  return answer
}

const LIMITS = { headersTimeoutMs: TIMEOUT_MS, bodyTimeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES }

async function ask(
  url: string,
  reach: Reach,
  request: { method: 'GET' | 'POST'; headers: Record<string, string>; body?: string },
  secret?: string,
): Promise<Answer> {
  const target = {
    url: checkEndpoint(url, reach),
    headers: { ...(secret !== undefined && { authorization: secret }) },
    allowPrivate: reach.allowPrivate,
  }
  const signal = AbortSignal.timeout(2 * TIMEOUT_MS)
  const sent = await send(target, { ...request, ...LIMITS, signal })
  const bytes = await readAll(sent.body)
  return { status: sent.status, body: objectIn(bytes) }
}

function objectIn(bytes: Uint8Array): JsonObject | null {
  try {
    const value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), BOUNDS)
    return isJsonObject(value) ? value : null
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof TypeError) return null
    throw error
  }
}
