// node:http as the pipeline sees it: bodies with a cap, headers that came once, answers that a
// browser can do nothing with.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'
import { Fault } from '#lib/fault.ts'
import { type JsonObject, serializeJson } from '#lib/json/index.ts'
import { writeEvent } from '#lib/mcp/index.ts'
import type { Span } from '#lib/tracing/index.ts'
import type { Bounds } from './config.ts'

/** What an answer is written to: the client's connection, or whoever makes one answer of several. */
export type Outlet = Writable & {
  readonly headersSent: boolean
  readonly statusCode: number
  writeHead(status: number, headers: string[]): unknown
  flushHeaders(): void
}

/** One request and its answer. */
export type Exchange<Response extends Outlet = Outlet> = {
  readonly request: IncomingMessage
  readonly response: Response
  /** True when the client has gone before its answer was complete. */
  readonly isGone: boolean
  /** Aborted then. Most exchanges want none, and it is made for the first who does. */
  readonly signal: AbortSignal
  /** Calls back once then, at once where it is so already. @returns what forgets it again */
  onGone(listener: () => void): () => void
  /** performance.now() at arrival. */
  readonly receivedAt: number
  /** How long it was held for a person: no latency of anybody's. */
  heldMs: number
  /** Of the message that it brought, where traces are on. */
  span: Span | null
  /** True where `request.headers` holds every header as it came: none came twice. */
  readonly isPlain: boolean
}

/** One that a client has with this gateway. */
export type ClientExchange = Exchange<ServerResponse>

/** On everything under /mcp: an upstream's bytes must never act in the dashboard's origin. */
export const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': 'sandbox',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

const SAFE: readonly string[] = Object.entries(SAFE_HEADERS).flat()

// Names and values in turn: an object with names that are not known beforehand takes longer to make than to send.
function headersWith(own: Readonly<Record<string, string>>, ...more: readonly string[]): string[] {
  const headers = [...SAFE, ...more]
  for (const name of Object.keys(own)) headers.push(name, own[name] ?? '')
  return headers
}

export function openExchange(request: IncomingMessage, response: ServerResponse): ClientExchange {
  return new OpenExchange(request, response)
}

class OpenExchange implements ClientExchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly receivedAt = performance.now()
  heldMs = 0
  span: Span | null = null
  readonly isPlain: boolean
  isGone = false
  #gone: AbortController | null = null
  #listeners: (() => void)[] = []

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request
    this.response = response
    // Node has made `headers` for itself already, one member for each name. The list by distinct values, a
    // second copy of all, is left to the odd request in which a name comes twice.
    this.isPlain = Object.keys(request.headers).length * 2 === request.rawHeaders.length
    // A socket that breaks while it is written to is the client being gone, which `close` tells.
    response.on('error', ignore)
    response.on('close', () => {
      if (!response.writableFinished) this.#leave()
    })
  }

  get signal(): AbortSignal {
    this.#gone ??= new AbortController()
    if (this.isGone) this.#gone.abort()
    return this.#gone.signal
  }

  onGone(listener: () => void): () => void {
    if (this.isGone) {
      listener()
      return ignore
    }
    this.#listeners.push(listener)
    return () => {
      const at = this.#listeners.indexOf(listener)
      if (at >= 0) this.#listeners.splice(at, 1)
    }
  }

  #leave(): void {
    this.isGone = true
    this.#gone?.abort()
    for (const listener of [...this.#listeners]) listener()
  }
}

const ignore = (): void => {}

/**
 * A header's one value, or undefined.
 * @throws {Fault} malformed-message where it came twice: two readers would pick different ones
 */
export function headerOf(exchange: Exchange, name: string): string | undefined {
  const values = headersOf(exchange, name)
  if (values.length > 1) throw new Fault('malformed-message', `The header ${name} came more than once.`)
  return values[0]
}

/** All values of a header that is asked for by one of our own names. */
export function headersOf({ request, isPlain }: Exchange, name: string): readonly string[] {
  if (!isPlain) return request.headersDistinct[name] ?? NONE
  const value = Object.hasOwn(request.headers, name) ? request.headers[name] : undefined
  return value === undefined ? NONE : typeof value === 'string' ? [value] : value
}

const NONE: readonly string[] = []

const JSON_TYPE = /^application\/json[ \t]*(;[ \t]*charset=(utf-8|"utf-8")[ \t]*)?$/i

/**
 * The body as text. Of a large one no more is read than the bound until `permit` agrees: memory is for
 * those whose token is known.
 * @throws {Fault} unsupported-media-type, too-large, malformed-message (not UTF-8), what `permit` throws
 */
export function readBody(
  exchange: Exchange,
  bounds: Bounds,
  permit: () => Promise<unknown>,
): Promise<string> {
  const { request } = exchange
  if (headerOf(exchange, 'content-encoding') !== undefined)
    throw new Fault('unsupported-media-type', 'Send the body without Content-Encoding.')
  const type = headerOf(exchange, 'content-type') ?? ''
  if (type !== 'application/json' && !JSON_TYPE.test(type))
    throw new Fault('unsupported-media-type', 'Send the body as Content-Type: application/json.')
  if (Number(request.headers['content-length'] ?? 0) > bounds.maxMessageBytes) throw tooLarge(bounds)
  return textFrom(request, bounds, permit)
}

function textFrom(request: IncomingMessage, bounds: Bounds, permit: () => Promise<unknown>): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let isPermitted = false
    let isWhole = false
    const fail = (error: unknown) => {
      request.off('data', take)
      request.pause()
      reject(error)
    }
    const take = (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > bounds.maxMessageBytes) return fail(tooLarge(bounds))
      chunks.push(chunk)
      if (bytes <= bounds.maxUnknownBytes || isPermitted) return
      isPermitted = true
      request.pause()
      permit().then(() => request.resume(), fail)
    }
    request.on('data', take)
    request.on('end', () => {
      isWhole = true
      try {
        resolve(textOf(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
      } catch (error) {
        reject(error)
      }
    })
    request.on('error', reject)
    request.on('close', () => {
      // Every request closes, and an error costs as much as reading a small body: it writes down its stack.
      if (!isWhole) reject(new Error('the client has gone before its message was complete'))
    })
  })
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Buffer): string {
  try {
    return UTF_8.decode(bytes)
  } catch {
    throw new Fault('malformed-message', 'The body is not UTF-8.')
  }
}

function tooLarge(bounds: Bounds): Fault {
  return new Fault('too-large', `A message has at most ${bounds.maxMessageBytes} bytes. Send less at a time.`)
}

/** What leaves of a fault: its code and its public sentence. */
export function faultBody({ code, message }: Fault): string {
  return JSON.stringify({ error: { code, message } })
}

const streaming = new WeakSet<Outlet>()

/** Begins an answer as an event stream, before it is known what will stand in it. */
export function openStream(exchange: Exchange, headers: Readonly<Record<string, string>> = {}): void {
  const { response } = exchange
  if (response.headersSent || response.destroyed) return
  streaming.add(response)
  response.writeHead(
    200,
    headersWith(headers, 'content-type', 'text/event-stream', 'x-accel-buffering', 'no'),
  )
  response.flushHeaders()
}

/** True where the answer has begun as an event stream and is not over. */
export function isStreaming({ response }: Exchange): boolean {
  return streaming.has(response) && !response.writableEnded && !response.destroyed
}

/** Answers with JSON, as `sendText` does. @param hide takes out of the text what must not leave */
export function sendJson(
  exchange: Exchange,
  status: number,
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
  hide: (json: string) => string = (json) => json,
): number {
  return sendText(exchange, status, hide(serializeJson(body)), headers)
}

/**
 * Answers with JSON text, once; inside the event stream where the answer has begun as one; nothing where the client has gone or an answer has begun.
 * @returns how many bytes were sent
 */
export function sendText(
  exchange: Exchange,
  status: number,
  json: string,
  headers: Readonly<Record<string, string>>,
): number {
  const { response } = exchange
  if (isStreaming(exchange)) {
    const event = writeEvent({ kind: 'event', data: json })
    response.end(event)
    return Buffer.byteLength(event)
  }
  if (response.headersSent || response.destroyed) return 0
  const bytes = Buffer.byteLength(json)
  response.writeHead(
    status,
    headersWith(headers, 'content-type', 'application/json', 'content-length', String(bytes)),
  )
  // As text it leaves in one piece with its headers. ASCII, which is as many bytes as characters, is copied
  // as it is; for UTF-8 three times the room is set aside, and every character looked at.
  response.end(json, bytes === json.length ? 'latin1' : 'utf8')
  return bytes
}

/** Answers with a status and no body. */
export function sendEmpty(
  exchange: Exchange,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  const { response } = exchange
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, headersWith(headers))
  response.end()
}

/** Waits until a slow reader takes more; false where it is gone, or took nothing for `timeoutMs`. */
export function writable(exchange: Exchange, timeoutMs: number): Promise<boolean> {
  const { response } = exchange
  if (response.destroyed) return Promise.resolve(false)
  if (!response.writableNeedDrain) return Promise.resolve(true)
  return new Promise((resolve) => {
    const settle = (ready: boolean) => {
      clearTimeout(timer)
      response.off('drain', onDrain)
      response.off('close', onClose)
      resolve(ready)
    }
    const onDrain = () => settle(true)
    const onClose = () => settle(false)
    const timer = setTimeout(() => {
      settle(false)
      response.destroy()
    }, timeoutMs)
    response.once('drain', onDrain)
    response.once('close', onClose)
  })
}
