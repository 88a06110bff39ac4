// Servers of 2024-11-05, reached as if they spoke Streamable HTTP: `initialize` opens an event stream, the
// session id is ours, and everything else finds its session by it.
import { randomBytes } from 'node:crypto'
import { isJsonObject, type JsonObject, JsonSyntaxError, member, parseJson } from '#lib/json/index.ts'
import { eraOf, type RequestId } from '#lib/mcp/index.ts'
import { emptySent, errorSent, legacyOnly } from '../bridge/index.ts'
import type { Sent, Target, UpstreamRequest } from '../send.ts'
import { OldSession } from './session.ts'
import { type Http, openStream } from './stream.ts'

export type OldSessions = {
  /** @throws {Fault} of the one door, and for a stream that does not behave as one */
  send(target: Target, request: UpstreamRequest): Promise<Sent>
  /** True where the session lives here. */
  has(sessionId: string): boolean
  /** Ends a session; nothing happens where it does not live here. */
  end(sessionId: string): void
  /** Ends all of them. */
  close(): void
}

const IDLE_MS = 5 * 60_000
const MAX_SESSIONS = 2_000
const BOUNDS = { maxDepth: 128, maxNodes: 2_000_000 }

/** @param http sends one plain exchange: the one door */
export function createOldSessions(
  http: Http,
  options: { readonly idleMs?: number | undefined } = {},
): OldSessions {
  const sessions = new Map<string, OldSession>()
  let opening = 0

  async function open(
    target: Target,
    message: JsonObject,
    id: RequestId,
    request: UpstreamRequest,
  ): Promise<Sent> {
    if (sessions.size + opening >= MAX_SESSIONS) return emptySent(429)
    opening++
    try {
      const stream = await openStream(http, target, request)
      if ('status' in stream) return stream
      const sessionId = randomBytes(24).toString('base64url')
      const ended = new Promise<void>((onEnded) => {
        const session = new OldSession(stream, {
          id: sessionId,
          http,
          target,
          idleMs: options.idleMs ?? IDLE_MS,
          onEnded: () => {
            sessions.delete(sessionId)
            onEnded()
          },
        })
        sessions.set(sessionId, session)
      })
      const session = sessions.get(sessionId)
      await target.onSession?.({ id: sessionId, end: () => session?.end(), ended })
      if (!session || !sessions.has(sessionId)) return emptySent(404)
      const sent = await session.ask(message, id, request, true)
      if (sent.status !== 200) session.end()
      return sent
    } finally {
      opening--
    }
  }

  async function post(target: Target, request: UpstreamRequest): Promise<Sent> {
    const message = readBody(request.body ?? '')
    if (!message) return errorSent(400, null, -32_700, 'The body is no JSON-RPC message.')
    const id = idOf(message)
    const version = request.headers['mcp-protocol-version']
    if (version !== undefined && eraOf(version) === 'modern') return legacyOnly(id, version)
    const method = member(message, 'method')
    const sessionId = request.headers['mcp-session-id']
    if (sessionId === undefined)
      return method === 'initialize' && id !== null
        ? open(target, message, id, request)
        : errorSent(400, id, -32_000, 'This server keeps a session: begin with initialize.')
    const session = find(sessionId, target)
    if (!session) return errorSent(404, id, -32_001, 'Session not found')
    return typeof method === 'string' && id !== null
      ? session.ask(message, id, request, false)
      : session.tell(message, request)
  }

  // A server whose address or headers were changed is another one: its old sessions are not continued.
  function find(sessionId: string, target: Target): OldSession | null {
    const session = sessions.get(sessionId)
    if (!session) return null
    if (session.target.url === target.url && isSameHeaders(session.target.headers, target.headers))
      return session
    session.end()
    return null
  }

  return {
    async send(target, request) {
      if (request.method === 'POST') return post(target, request)
      const sessionId = request.headers['mcp-session-id']
      if (sessionId === undefined) return emptySent(405, { allow: 'POST' })
      const session = find(sessionId, target)
      if (!session) return emptySent(404)
      if (request.method === 'GET') return session.openStream(request)
      session.end()
      return emptySent(200)
    },
    has: (sessionId) => sessions.has(sessionId),
    end: (sessionId) => sessions.get(sessionId)?.end(),
    close() {
      for (const session of [...sessions.values()]) session.end()
    },
  }
}

function readBody(text: string): JsonObject | null {
  try {
    const body = parseJson(text, BOUNDS)
    return isJsonObject(body) ? body : null
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null
    throw error
  }
}

function idOf(message: JsonObject): RequestId | null {
  const id = member(message, 'id')
  return typeof id === 'string' || typeof id === 'number' ? id : null
}

function isSameHeaders(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const entries = Object.entries(a)
  return entries.length === Object.keys(b).length && entries.every(([name, value]) => b[name] === value)
}
