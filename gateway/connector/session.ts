// A legacy session: one child of its own, so ids, tokens and whatever the server asks pass as they are.
// stdio does not say which request a server's message belongs to: a response and a progress note say it
// themselves, all else goes to the session's standing stream, else to a request that is still open.
import type { Channel } from '#lib/connector/index.ts'
import type { Fault } from '#lib/fault.ts'
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
  type Sent,
  type UpstreamRequest,
  valueAt,
} from '#lib/upstream/index.ts'
import { Child } from './child.ts'
import { childBusy, unreadable } from './faults.ts'

export type SessionOptions = {
  readonly id: string
  readonly grantId: string | null
  /** The connector's host, for sentences. */
  readonly host: string
  readonly onListChanged: () => void
  readonly onEnded: () => void
}

export class StdioSession {
  readonly id: string
  readonly grantId: string | null
  readonly #child: Child
  readonly #options: SessionOptions
  readonly #pending = new Map<string, Pending>()
  readonly #backlog = new Backlog()
  #standing: Answer | null = null
  #usedAt = performance.now()

  constructor(channel: Channel, options: SessionOptions) {
    this.id = options.id
    this.grantId = options.grantId
    this.#options = options
    this.#child = new Child(channel, options.host, {
      line: (line, taken) => this.#take(line, taken),
      noise: () => this.#noise(),
      ended: (fault) => this.#ended(fault),
    })
  }

  /** How long nobody has used it, in ms; 0 while something of it is open. */
  get idleMs(): number {
    return this.#pending.size > 0 || this.#standing ? 0 : performance.now() - this.#usedAt
  }

  get isAnswering(): boolean {
    return this.#pending.size > 0
  }

  /** Sends a request, and answers as it is answered. */
  ask(message: JsonObject, id: RequestId, request: UpstreamRequest, isFirst: boolean): Promise<Sent> {
    const key = keyOf(id) ?? ''
    if (this.#pending.has(key))
      return Promise.resolve(errorSent(400, id, -32_600, 'A request with this id is still open.'))
    const answer = new Answer({
      request,
      ...(isFirst && { headers: { 'mcp-session-id': this.id } }),
      onOver: () => {
        this.#pending.delete(key)
        this.#usedAt = performance.now()
      },
    })
    const token = keyOf(valueAt(message, ['params', '_meta', 'progressToken']))
    this.#pending.set(key, { answer, token })
    if (!this.#child.write(serializeJson(message))) answer.fail(childBusy())
    return answer.sent
  }

  /** Passes on what has no answer: a notification, or the answer to something that the server asked. */
  tell(message: JsonObject): Sent {
    this.#usedAt = performance.now()
    return emptySent(this.#child.write(serializeJson(message)) ? 202 : 429)
  }

  /** Opens the standing stream. A client that comes back has lost the one before. */
  openStream(request: UpstreamRequest): Promise<Sent> {
    this.#standing?.end()
    const answer = new Answer({
      request,
      onOver: () => {
        if (this.#standing === answer) this.#standing = null
        this.#usedAt = performance.now()
      },
    })
    this.#standing = answer
    answer.openStream()
    for (const message of this.#backlog.drain()) answer.push(message, () => {})
    return answer.sent
  }

  /** Ends the child, and whatever is still open. */
  end(fault: Fault): void {
    this.#child.end()
    this.#ended(fault)
  }

  #take(line: Line, taken: () => void): void {
    const isResponse = line.kind === 'response'
    if (line.kind === 'notification' && line.method === 'notifications/tools/list_changed')
      this.#options.onListChanged()
    const answer = answerFor(line, this.#pending, this.#standing)
    if (answer) answer.push(line.message, taken, isResponse)
    else taken()
    if (answer === null) this.#backlog.add(line.message)
  }

  // A line that nobody can read may be the answer that one client waits for.
  #noise(): void {
    const [only, ...others] = this.#pending.values()
    if (only && others.length === 0) only.answer.fail(unreadable())
  }

  #ended(fault: Fault): void {
    for (const { answer } of [...this.#pending.values()]) answer.fail(fault)
    this.#standing?.end()
    this.#options.onEnded()
  }
}
