// One session of a server of 2024-11-05, as a Streamable HTTP server would keep it: one event stream up,
// any number of exchanges down. The stream does not say which request a message belongs to: a response and
// a progress note say it themselves, all else goes to the client's standing stream, else to a request that
// is still open, else it waits a while.
import { Fault } from '#lib/fault.ts'
import { type JsonObject, serializeJson } from '#lib/json/index.ts'
import type { RequestId } from '#lib/mcp/index.ts'
import {
  Answer,
  answerFor,
  Backlog,
  emptySent,
  errorSent,
  keyOf,
  type Line,
  type Pending,
  valueAt,
} from '../bridge/index.ts'
import type { Sent, Target, UpstreamRequest } from '../send.ts'
import type { Http, OldStream } from './stream.ts'

export type OldSessionOptions = {
  readonly id: string
  readonly http: Http
  readonly target: Target
  readonly idleMs: number
  readonly onEnded: () => void
}

const POST_TIMEOUT_MS = 60_000
const MAX_PENDING = 256
const MAX_HELD = 1024 * 1024

export class OldSession {
  readonly id: string
  readonly target: Target
  readonly #options: OldSessionOptions
  readonly #stream: OldStream
  readonly #pending = new Map<string, Pending>()
  readonly #backlog = new Backlog()
  #standing: Answer | null = null
  #idle: NodeJS.Timeout | null = null
  #isOver = false
  /** What was read of the stream and waits for its reader, in UTF-16 units. */
  #held = 0
  #resume: (() => void) | null = null

  constructor(stream: OldStream, options: OldSessionOptions) {
    this.id = options.id
    this.target = options.target
    this.#options = options
    this.#stream = stream
    this.#rest()
    stream.listen({ line: (line) => this.#take(line), ended: (fault) => this.#over(fault) })
  }

  /** Sends a request, and answers as it is answered. */
  async ask(message: JsonObject, id: RequestId, request: UpstreamRequest, isFirst: boolean): Promise<Sent> {
    const key = keyOf(id) ?? ''
    if (this.#pending.has(key)) return errorSent(400, id, -32_600, 'A request with this id is still open.')
    if (this.#pending.size >= MAX_PENDING) return emptySent(429)
    const answer = new Answer({
      request,
      ...(isFirst && { headers: { 'mcp-session-id': this.id } }),
      onOver: () => {
        this.#pending.delete(key)
        this.#rest()
      },
    })
    this.#pending.set(key, { answer, token: keyOf(valueAt(message, ['params', '_meta', 'progressToken'])) })
    this.#rest()
    const refused = this.#post(message, request).then(
      (status) => (status < 300 ? null : status),
      (error) => {
        answer.fail(error)
        return null
      },
    )
    // The answer may come before the post was acknowledged, and be all that ever comes.
    const settled = answer.sent.then(
      () => null,
      () => null,
    )
    const status = await Promise.race([settled, refused])
    if (status !== null) {
      answer.fail(sessionOver())
      this.#forgetIfGone(status)
      return emptySent(status)
    }
    return answer.sent
  }

  /** Passes on what has no answer: a notification, or the answer to something that the server asked. */
  async tell(message: JsonObject, request: UpstreamRequest): Promise<Sent> {
    this.#rest()
    const status = await this.#post(message, request)
    this.#forgetIfGone(status)
    return emptySent(status < 300 ? 202 : status)
  }

  /** Opens the standing stream. A client that comes back has lost the one before. */
  openStream(request: UpstreamRequest): Promise<Sent> {
    this.#standing?.end()
    const answer = new Answer({
      request,
      onOver: () => {
        if (this.#standing === answer) this.#standing = null
        this.#rest()
      },
    })
    this.#standing = answer
    this.#rest()
    answer.openStream()
    for (const message of this.#backlog.drain()) answer.push(message, () => {})
    return answer.sent
  }

  /** Closes the connection, and whatever is still open. */
  end(): void {
    this.#stream.end()
    this.#over(sessionOver())
  }

  // To the endpoint that the server named: same origin, so the same credentials.
  async #post(message: JsonObject, request: UpstreamRequest): Promise<number> {
    const { 'mcp-session-id': _ours, accept: _accept, ...headers } = request.headers
    const target = { ...this.target, url: this.#stream.endpoint, transport: 'http' as const }
    const sent = await this.#options.http(target, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: serializeJson(message),
      ...(request.signal && { signal: request.signal }),
      headersTimeoutMs: Math.min(request.headersTimeoutMs, POST_TIMEOUT_MS),
      bodyTimeoutMs: POST_TIMEOUT_MS,
      maxBytes: 64 * 1024,
    })
    sent.body.cancel()
    return sent.status === 410 ? 404 : sent.status
  }

  // The server has forgotten the session, whatever its stream still says.
  #forgetIfGone(status: number): void {
    if (status === 404) this.end()
  }

  // One client stands behind a session: what it does not read holds up nobody but itself.
  async #take(line: Line): Promise<void> {
    const answer = answerFor(line, this.#pending, this.#standing)
    if (answer === null) this.#backlog.add(line.message)
    if (!answer) return
    const size = serializeJson(line.message).length
    this.#held += size
    answer.push(
      line.message,
      () => {
        this.#held -= size
        if (this.#held <= MAX_HELD) this.#resume?.()
      },
      line.kind === 'response',
    )
    if (this.#held > MAX_HELD)
      await new Promise<void>((resume) => {
        this.#resume = resume
      })
    this.#resume = null
  }

  #over(fault: Fault): void {
    if (this.#isOver) return
    this.#isOver = true
    if (this.#idle) clearTimeout(this.#idle)
    for (const { answer } of [...this.#pending.values()]) answer.fail(fault)
    this.#standing?.end()
    this.#resume?.()
    this.#options.onEnded()
  }

  // The time to rest runs while nothing of the session is open.
  #rest(): void {
    if (this.#idle) clearTimeout(this.#idle)
    this.#idle = null
    if (this.#isOver || this.#pending.size > 0 || this.#standing) return
    this.#idle = setTimeout(() => this.end(), this.#options.idleMs)
    this.#idle.unref()
  }
}

function sessionOver(): Fault {
  return new Fault(
    'upstream-unreachable',
    'The session with the server has ended. Begin again with initialize.',
    {
      data: { handedOver: true },
    },
  )
}
