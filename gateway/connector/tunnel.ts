// One connector's tunnel as a Streamable HTTP server: exchanges come in from the relay, children answer.
import { randomBytes } from 'node:crypto'
import type { Link } from '#lib/connector/index.ts'
import type { Fault } from '#lib/fault.ts'
import { isJsonObject, type JsonObject, member, parseJson } from '#lib/json/index.ts'
import type { RequestId } from '#lib/mcp/index.ts'
import { emptySent, errorSent, legacyOnly, type Sent, type UpstreamRequest } from '#lib/upstream/index.ts'
import type { Pass } from '../hop/index.ts'
import { connectorAway, sessionOver, tooManySessions } from './faults.ts'
import { StdioSession } from './session.ts'
import { MODERN, SharedChild } from './shared.ts'

export type TunnelOptions = {
  /** The connector's host, for sentences. */
  readonly host: string
  readonly idleMs: number
  /** A child says that its tools are others now. */
  readonly onListChanged: () => void
}

const MAX_SESSIONS = 128
// The child that the gateway reads tools with: nobody else uses it.
const READING_IDLE_MS = 5_000
const MAX_SESSIONS_OF_GRANT = 32

export class Tunnel {
  readonly #link: Link
  readonly #options: TunnelOptions
  readonly #sessions = new Map<string, StdioSession>()
  readonly #shared = new Map<string, SharedChild>()
  /** Found out once: the command stays the same for as long as the tunnel stands. */
  #isModern: Promise<boolean> | null = null

  constructor(link: Link, options: TunnelOptions) {
    this.#link = link
    this.#options = options
  }

  /** How many children there are for clients: the gateway's own, which reads tools, is not one of them. */
  get sessions(): number {
    const clients = [...this.#sessions.values()].filter((each) => each.grantId !== null)
    return clients.length + this.#shared.size - (this.#shared.has('') ? 1 : 0)
  }

  get isAnswering(): boolean {
    return [...this.#sessions.values(), ...this.#shared.values()].some((each) => each.isAnswering)
  }

  /**
   * Carries out one exchange.
   * @throws {Fault} upstream-away, upstream-ended, upstream-slow, upstream-too-large, upstream-not-mcp
   */
  exchange(request: UpstreamRequest, pass: Pass): Promise<Sent> {
    if (request.method !== 'POST') return this.#serveSession(request, pass)
    const message = messageOf(request.body)
    if (!message) return Promise.resolve(errorSent(400, null, -32_600, 'The body is no message.'))
    const id = idOf(message)
    if (request.headers['mcp-protocol-version'] === MODERN)
      return this.#serveModern(message, id, request, pass)
    const sessionId = request.headers['mcp-session-id']
    if (sessionId === undefined) {
      if (id !== null && member(message, 'method') === 'initialize')
        return this.#openSession(pass).ask(message, id, request, true)
      const text = 'This server keeps sessions: begin with initialize, and show the id that it gives.'
      return Promise.resolve(errorSent(400, id, -32_000, text))
    }
    const session = this.#sessionOf(sessionId, pass)
    if (!session) return Promise.resolve(emptySent(404))
    if (id !== null && member(message, 'method') !== undefined)
      return session.ask(message, id, request, false)
    return Promise.resolve(session.tell(message))
  }

  /** Ends children that nobody has used for long. */
  endIdle(): void {
    const { idleMs } = this.#options
    for (const each of [...this.#sessions.values()])
      if (each.idleMs > (each.grantId === null ? READING_IDLE_MS : idleMs)) each.end(sessionOver())
    for (const [grantId, each] of [...this.#shared])
      if (each.idleMs > (grantId === '' ? READING_IDLE_MS : idleMs)) each.end(sessionOver())
  }

  /** The grants that have children here. */
  get grants(): readonly string[] {
    const own = [...this.#sessions.values()].map((each) => each.grantId ?? '')
    return [...new Set([...own, ...this.#shared.keys()])].filter((grantId) => grantId !== '')
  }

  /** Ends the children of one grant, and what is open of them. */
  endGrant(grantId: string, fault: Fault): void {
    for (const each of [...this.#sessions.values()]) if (each.grantId === grantId) each.end(fault)
    this.#shared.get(grantId)?.end(fault)
  }

  /** Ends every child, and what is open of it. */
  end(fault: Fault): void {
    for (const each of [...this.#sessions.values(), ...this.#shared.values()]) each.end(fault)
  }

  async #serveSession(request: UpstreamRequest, pass: Pass): Promise<Sent> {
    const id = request.headers['mcp-session-id']
    const session = id === undefined ? null : this.#sessionOf(id, pass)
    if (!session) return emptySent(id === undefined ? 405 : 404)
    if (request.method === 'GET') return session.openStream(request)
    session.end(sessionOver())
    return emptySent(200)
  }

  // Whoever guesses an id must also be the grant it was given to.
  #sessionOf(id: string, pass: Pass): StdioSession | null {
    const session = this.#sessions.get(id)
    return session?.grantId === pass.grantId ? (session ?? null) : null
  }

  #openSession({ grantId }: Pass): StdioSession {
    this.#makeRoom(grantId)
    const channel = this.#link.open()
    if (!channel) throw connectorAway()
    const id = randomBytes(16).toString('hex')
    const session = new StdioSession(channel, {
      id,
      grantId,
      host: this.#options.host,
      onListChanged: this.#options.onListChanged,
      onEnded: () => void this.#sessions.delete(id),
    })
    this.#sessions.set(id, session)
    return session
  }

  // Clients that never say good-bye must not keep others out: the one that was idle longest goes.
  #makeRoom(grantId: string | null): void {
    const own = [...this.#sessions.values()].filter((each) => each.grantId === grantId)
    if (own.length < MAX_SESSIONS_OF_GRANT && this.#sessions.size < MAX_SESSIONS) return
    const [idlest] = own.filter((each) => !each.isAnswering).sort((a, b) => b.idleMs - a.idleMs)
    if (!idlest || idlest.idleMs === 0) throw tooManySessions()
    idlest.end(sessionOver())
  }

  async #serveModern(
    message: JsonObject,
    id: RequestId | null,
    request: UpstreamRequest,
    pass: Pass,
  ): Promise<Sent> {
    if (id === null) return emptySent(202)
    const shared = this.#sharedOf(pass.grantId ?? '')
    this.#isModern ??= shared.isModern()
    if (await this.#isModern) return shared.ask(message, id, request)
    shared.end(sessionOver())
    return legacyOnly(id, MODERN)
  }

  #sharedOf(grantId: string): SharedChild {
    const known = this.#shared.get(grantId)
    if (known) return known
    const channel = this.#link.open()
    if (!channel) throw connectorAway()
    const shared = new SharedChild(channel, {
      host: this.#options.host,
      onListChanged: this.#options.onListChanged,
      onEnded: () => void (this.#shared.get(grantId) === shared && this.#shared.delete(grantId)),
    })
    this.#shared.set(grantId, shared)
    return shared
  }
}

// The relay wrote it, from a message that was parsed: this reads it back.
function messageOf(body: string | undefined): JsonObject | null {
  if (body === undefined || body.includes('\n')) return null
  const value = parseJson(body, { maxDepth: 128, maxNodes: 2_000_000 })
  return isJsonObject(value) ? value : null
}

function idOf(message: JsonObject): RequestId | null {
  const id = member(message, 'id')
  return typeof id === 'string' || typeof id === 'number' ? id : null
}
