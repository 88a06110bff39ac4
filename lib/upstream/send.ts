// The one door to a customer's URL. Everything that leaves for an upstream leaves here: the URL is
// checked, the address is judged and pinned, redirects are not followed, sizes and times are bounded.
import { Agent } from 'undici'
import { isDemoUrl } from '#lib/demo/index.ts'
import { Fault } from '#lib/fault.ts'
import { checkUrl } from './check-url.ts'
import { pinnedConnector, type Resolve, resolveByDns, resolveLocally } from './connect.ts'
import { decodeBody } from './decode-body.ts'
import { sendToDemo } from './demo.ts'
import { Exchange } from './exchange.ts'
import { requestHeaders } from './header.ts'
import { createOldSessions, type OldSessions } from './old-sse/sessions.ts'
import { type Body, tooLarge } from './response-body.ts'
import type { StopSignal } from './stop.ts'

/** Where to send. `headers` are the customer's own, opened; `allowPrivate` is the deployment's choice. */
export type Target = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly allowPrivate: boolean
  /** How the server is spoken to; Streamable HTTP where absent. */
  readonly transport?: 'http' | 'sse'
  /** Told of a session that begins with this request, where it lives in this process (`sse`). */
  readonly onSession?: (session: OpenedSession) => Promise<void>
  /** Stands in for a connection of our own: a server that is reached another way has no URL. */
  readonly through?: (request: UpstreamRequest) => Promise<Sent>
}
/** A session that lives in this process. */
export type OpenedSession = {
  readonly id: string
  readonly ended: Promise<void>
  end(): void
}
export type UpstreamRequest = {
  readonly method: 'POST' | 'GET' | 'DELETE'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: StopSignal
  /** From `send` to the answer's headers, a wait for a free socket included. */
  readonly headersTimeoutMs: number
  /** The longest silence within the body. 0: none, for streams; such requests have sockets of their own. */
  readonly bodyTimeoutMs: number
  /** The most that the body may hold, decompressed. */
  readonly maxBytes: number
}
export type UpstreamResponse = {
  readonly status: number
  /** Lower-case names. A header that came twice is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
}
export type Sent = UpstreamResponse & { readonly handedOver: true }

export type Door = {
  /** The sessions with servers of 2024-11-05 that live here. */
  readonly sessions: OldSessions
  send(target: Target, request: UpstreamRequest): Promise<Sent>
  /** Waits for what is under way, then closes every socket. */
  close(): Promise<void>
}

// Tenants share an origin, so its sockets are many times what one of them may hold at once (docs/limits.md).
const SOCKETS_PER_ORIGIN = 4096
const STREAMS_PER_ORIGIN = 4096
const MAX_REMEMBERED = 1_000

export type DoorOptions = {
  /** Stands in for the machine's DNS. */
  readonly resolve?: Resolve
  /** Stands in for the machine's authorities: PEM. */
  readonly ca?: string
  /** After how long a session with a server of 2024-11-05 ends that nobody uses. */
  readonly idleMs?: number
  /** For each origin, streams aside. */
  readonly sockets?: number
}

/** A door with its own sockets. */
export function openDoor(options: DoorOptions = {}): Door {
  const agentFor = (allowPrivate: boolean, connections: number) =>
    new Agent({
      connections,
      pipelining: 1,
      headersTimeout: 0, // Exchange counts, from an earlier moment
      connect: pinnedConnector({
        allowPrivate,
        resolve: options.resolve ?? (allowPrivate ? resolveLocally : resolveByDns()),
        ca: options.ca,
      }),
    })
  // A socket is pooled with the judgement it was opened under: public and private never share one.
  const sockets = options.sockets ?? SOCKETS_PER_ORIGIN
  const agents = {
    public: { short: agentFor(false, sockets), stream: agentFor(false, STREAMS_PER_ORIGIN) },
    private: { short: agentFor(true, sockets), stream: agentFor(true, STREAMS_PER_ORIGIN) },
  }
  const http = (target: Target, request: UpstreamRequest) => {
    const { short, stream } = agents[target.allowPrivate ? 'private' : 'public']
    return sendThrough(request.bodyTimeoutMs === 0 ? stream : short, target, request)
  }
  const sessions = createOldSessions(http, { idleMs: options.idleMs })
  return {
    sessions,
    send: (target, request) =>
      target.transport === 'sse' ? sessions.send(target, request) : http(target, request),
    close: async () => {
      sessions.close()
      const all = [agents.public.short, agents.public.stream, agents.private.short, agents.private.stream]
      await Promise.all(all.map((agent) => agent.close()))
    },
  }
}

let door: Door | null = null

/**
 * Sends one request to an upstream and answers when its headers have come.
 * @throws {Fault} `url-refused`, `address-refused`, `upstream-unreachable`, `upstream-slow`,
 *   `upstream-too-large` or `upstream-error` (a redirect, no HTTP). `data.handedOver` is false only if
 *   no byte of the request was given to a socket. The body rejects with the same faults.
 */
export function send(target: Target, request: UpstreamRequest): Promise<Sent> {
  if (target.through) return target.through(request)
  if (isDemoUrl(target.url)) return Promise.resolve(sendToDemo(request))
  door ??= openDoor()
  return door.send(target, request)
}

/** True where this process holds the session of a server of 2024-11-05. */
export function hasOldSession(sessionId: string): boolean {
  return door?.sessions.has(sessionId) ?? false
}

/** Closes the sockets of `send`, for a process that is about to end. */
export async function closeConnections(): Promise<void> {
  const closing = door
  door = null
  await closing?.close()
}

// The check is a pure function of these two, and a tenth of what a small request costs.
const checked = { public: new Map<string, URL>(), private: new Map<string, URL>() }

function checkedUrl({ url: text, allowPrivate }: Target): URL {
  const known = allowPrivate ? checked.private : checked.public
  const before = known.get(text)
  if (before) return before
  const url = checkUrl(text, { allowPrivate })
  if (known.size >= MAX_REMEMBERED) known.clear()
  known.set(text, url)
  return url
}

async function sendThrough(agent: Agent, target: Target, request: UpstreamRequest): Promise<Sent> {
  const url = checkedUrl(target)
  const exchange = new Exchange({
    host: url.host,
    headersTimeoutMs: request.headersTimeoutMs,
    maxBytes: request.maxBytes,
    signal: request.signal,
  })
  if (!exchange.isOver) {
    agent.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method: request.method,
        headers: requestHeaders(target.headers, request.headers),
        body: request.body,
        bodyTimeout: request.bodyTimeoutMs,
      },
      exchange,
    )
  }
  const { status, headers, body } = await exchange.answered
  if (status >= 300 && status < 400) {
    body.cancel()
    throw redirected(status, headers.location, url)
  }
  if (Number(headers['content-length']) > request.maxBytes) {
    body.cancel()
    throw tooLarge(request.maxBytes)
  }
  const encoding = headers['content-encoding']
  if (encoding === undefined) return { status, headers, body, handedOver: true }
  // What they say holds no longer of what is read here.
  delete headers['content-encoding']
  delete headers['content-length']
  return { status, headers, body: decodeBody(body, encoding, request.maxBytes), handedOver: true }
}

function redirected(status: number, location: string | undefined, from: URL): Fault {
  const isReadable = location !== undefined && URL.canParse(location, from)
  const to = isReadable ? new URL(location, from) : null
  const where = to ? ` to ${(to.origin + to.pathname).slice(0, 200)}` : ''
  return new Fault(
    'upstream-error',
    `${from.host} answered with a redirect (${status})${where}. Redirects are not followed: register the address where the server itself answers.`,
    { data: { handedOver: true } },
  )
}
