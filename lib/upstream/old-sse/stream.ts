// The one event stream of an old session: opened, its endpoint read, its messages handed on one at a time,
// each only when the one before was taken.
import { Fault } from '#lib/fault.ts'
import { SseSplitter, SseTooLarge } from '#lib/mcp/index.ts'
import { type Line, readLine } from '../bridge/index.ts'
import { mediaType } from '../rpc-answer.ts'
import type { Sent, Target, UpstreamRequest } from '../send.ts'
import { endpointOf } from './endpoint.ts'

export type Http = (target: Target, request: UpstreamRequest) => Promise<Sent>
export type StreamEvents = {
  /** One message; the next one comes when the promise has settled. */
  line(line: Line): Promise<void>
  /** The stream is over, for whatever reason; nothing follows. */
  ended(fault: Fault): void
}
export type OldStream = {
  /** Where messages are posted to. */
  readonly endpoint: string
  /** Begins to hand messages on. */
  listen(events: StreamEvents): void
  end(): void
}

const OPEN_TIMEOUT_MS = 15_000
const MAX_EVENT = 16 * 1024 * 1024

/**
 * Opens the stream and waits for its endpoint.
 * @returns the server's own answer where it opens no stream
 * @throws {Fault} of the one door; upstream-slow, upstream-not-mcp, upstream-error for a stream that is none
 */
export async function openStream(
  http: Http,
  target: Target,
  request: UpstreamRequest,
): Promise<OldStream | Sent> {
  const ending = new AbortController()
  const giveUp = () => ending.abort(request.signal?.reason)
  request.signal?.addEventListener('abort', giveUp, { once: true })
  if (request.signal?.aborted) giveUp()
  const patience = Math.min(request.headersTimeoutMs, OPEN_TIMEOUT_MS)
  const { host } = new URL(target.url)
  const timer = setTimeout(() => ending.abort(new Error('no endpoint in time')), patience)
  try {
    const opened = await http(target, {
      method: 'GET',
      headers: { accept: 'text/event-stream', 'cache-control': 'no-cache' },
      signal: ending.signal,
      headersTimeoutMs: patience,
      bodyTimeoutMs: 0,
      maxBytes: Number.MAX_SAFE_INTEGER,
    })
    if (opened.status !== 200) return { ...opened, body: opened.body }
    if (mediaType(opened) !== 'text/event-stream') {
      opened.body.cancel()
      throw noEndpoint(host)
    }
    const events = messages(opened.body)
    const endpoint = endpointOf(await firstEndpoint(events, host, ending.signal), target)
    return {
      endpoint,
      listen: (to) => void pump(events, to, host),
      end: () => ending.abort(new Error('the session has ended')),
    }
  } catch (error) {
    ending.abort(error)
    throw error
  } finally {
    clearTimeout(timer)
    request.signal?.removeEventListener('abort', giveUp)
  }
}

type Event = { readonly name: string; readonly text: string }

async function* messages(body: AsyncIterable<Uint8Array>): AsyncGenerator<Event, undefined> {
  const splitter = new SseSplitter(MAX_EVENT)
  for await (const chunk of body)
    for (const event of splitter.push(chunk))
      if (event.kind === 'event' && event.data !== null)
        yield { name: event.event ?? 'message', text: event.data }
}

async function firstEndpoint(
  events: AsyncGenerator<Event, undefined>,
  host: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    const { value } = await events.next()
    if (value?.name === 'endpoint') return value.text
  } catch (error) {
    if (signal.aborted && !(error instanceof SseTooLarge) && !(error instanceof TypeError)) throw slow(host)
    throw streamFault(error, host)
  }
  if (signal.aborted) throw slow(host)
  throw noEndpoint(host)
}

async function pump(events: AsyncGenerator<Event, undefined>, to: StreamEvents, host: string): Promise<void> {
  try {
    for await (const { name, text } of events) {
      if (name !== 'message' || text === '') continue
      const lines = readLine(Buffer.from(text))
      if (lines.length === 0) throw notMcp(host)
      for (const line of lines) await to.line(line)
    }
    to.ended(closed(host))
  } catch (error) {
    to.ended(streamFault(error, host))
  }
}

function streamFault(error: unknown, host: string): Fault {
  if (error instanceof Fault) return error
  if (error instanceof SseTooLarge)
    return new Fault('upstream-too-large', `${host} sent a message of more than ${MAX_EVENT} bytes.`, {
      data: { handedOver: true },
    })
  return notMcp(host)
}

function notMcp(host: string): Fault {
  return new Fault('upstream-not-mcp', `${host} sent something that is no JSON-RPC message on its stream.`, {
    data: { handedOver: true },
  })
}

function closed(host: string): Fault {
  return new Fault(
    'upstream-unreachable',
    `${host} closed its event stream, and the session with it. Begin again with initialize.`,
    { data: { handedOver: true } },
  )
}

function slow(host: string): Fault {
  return new Fault(
    'upstream-slow',
    `${host} opened an event stream, but did not say in time where to post messages to. Try again, and look at its log.`,
    { data: { handedOver: false } },
  )
}

function noEndpoint(host: string): Fault {
  return new Fault(
    'upstream-not-mcp',
    `${host} opened no event stream that begins with an endpoint. Check that the URL is that of an HTTP+SSE server; it often ends in /sse.`,
    { data: { handedOver: false } },
  )
}
