// A child that the stateless requests of one grant share (2026-07-28). Ids and progress tokens are made
// unique on the way up and given back on the way down, where they may stand: id, progressToken, and the
// subscription that an open `subscriptions/listen` names by its id.
import type { Channel } from '#lib/connector/index.ts'
import type { Fault } from '#lib/fault.ts'
import { fromPlain, type Json, type JsonObject, jsonObject, serializeJson } from '#lib/json/index.ts'
import { ERROR, errorOf, type RequestId } from '#lib/mcp/index.ts'
import {
  Answer,
  keyOf,
  type Line,
  type Sent,
  type UpstreamRequest,
  valueAt,
  withValue,
} from '#lib/upstream/index.ts'
import { Child } from './child.ts'
import { childBusy } from './faults.ts'

export const MODERN = '2026-07-28'
const TOKEN = ['params', '_meta', 'progressToken'] as const
const PROGRESS = ['params', 'progressToken'] as const
const SUBSCRIPTION = ['params', '_meta', 'io.modelcontextprotocol/subscriptionId'] as const
const PROBE_MS = 10_000

type Pending = { readonly answer: Answer; readonly id: RequestId; readonly token: Json | undefined }
export type SharedOptions = {
  readonly host: string
  readonly onListChanged: () => void
  readonly onEnded: () => void
}

export class SharedChild {
  readonly #child: Child
  readonly #options: SharedOptions
  readonly #pending = new Map<string, Pending>()
  readonly #probes = new Map<string, (response: JsonObject | null) => void>()
  #lastId = 0
  #usedAt = performance.now()

  constructor(channel: Channel, options: SharedOptions) {
    this.#options = options
    this.#child = new Child(channel, options.host, {
      line: (line, taken) => this.#take(line, taken),
      noise: () => {},
      ended: (fault) => this.#ended(fault),
    })
  }

  get idleMs(): number {
    return this.#pending.size > 0 ? 0 : performance.now() - this.#usedAt
  }

  get isAnswering(): boolean {
    return this.#pending.size > 0
  }

  /** Whether the child speaks the stateless revision. One that does not answer in time does not. */
  async isModern(): Promise<boolean> {
    const id = ++this.#lastId
    const key = keyOf(id) ?? ''
    const response = await new Promise<JsonObject | null>((resolve) => {
      this.#probes.set(key, resolve)
      this.#child.write(serializeJson(discover(id)))
      setTimeout(() => resolve(null), PROBE_MS).unref()
    })
    this.#probes.delete(key)
    const supported = response ? valueAt(response, ['result', 'supportedVersions']) : undefined
    return Array.isArray(supported) && supported.includes(MODERN)
  }

  ask(message: JsonObject, id: RequestId, request: UpstreamRequest): Promise<Sent> {
    const own = ++this.#lastId
    const key = keyOf(own) ?? ''
    const answer = new Answer({
      request,
      statusOf,
      onOver: (isGone) => {
        this.#pending.delete(key)
        this.#usedAt = performance.now()
        // Here the end of a stream is a cancellation; on stdio one has to be said.
        if (isGone) this.#child.write(serializeJson(cancelled(own)))
      },
    })
    const token = valueAt(message, TOKEN)
    this.#pending.set(key, { answer, id, token })
    const renamed = withValue(message, ['id'], own)
    const sent = token === undefined ? renamed : withValue(renamed, TOKEN, own)
    if (!this.#child.write(serializeJson(sent))) answer.fail(childBusy())
    return answer.sent
  }

  end(fault: Fault): void {
    this.#child.end()
    this.#ended(fault)
  }

  #take(line: Line, taken: () => void): void {
    if (line.kind === 'response') this.#probes.get(line.key)?.(line.message)
    if (line.kind === 'request') this.#refuse(line.id)
    if (line.kind === 'notification' && line.method === 'notifications/tools/list_changed')
      this.#options.onListChanged()
    const routed = this.#route(line)
    if (routed) routed.answer.push(routed.message, taken, line.kind === 'response')
    else taken()
  }

  #route(line: Line): { answer: Answer; message: JsonObject } | null {
    const { message } = line
    if (line.kind === 'request') return null
    if (line.kind === 'response') {
      const pending = this.#pending.get(line.key)
      return pending ? { answer: pending.answer, message: withValue(message, ['id'], pending.id) } : null
    }
    if (line.method === 'notifications/progress') {
      const pending = this.#pending.get(keyOf(valueAt(message, PROGRESS)) ?? '')
      if (pending?.token === undefined) return null
      return { answer: pending.answer, message: withValue(message, PROGRESS, pending.token) }
    }
    const pending = this.#pending.get(keyOf(valueAt(message, SUBSCRIPTION)) ?? '')
    if (pending) return { answer: pending.answer, message: withValue(message, SUBSCRIPTION, pending.id) }
    // Said to nobody in particular: it is somebody's only where there is but one.
    const [only, ...others] = this.#pending.values()
    return only && others.length === 0 ? { answer: only.answer, message } : null
  }

  // There are none in this revision; whoever asks all the same must not wait for ever.
  #refuse(id: Json): void {
    const known = typeof id === 'string' || typeof id === 'number' ? id : null
    this.#child.write(serializeJson(errorOf(known, ERROR.methodNotFound, 'Clients are not asked here.')))
  }

  #ended(fault: Fault): void {
    for (const { answer } of [...this.#pending.values()]) answer.fail(fault)
    for (const resolve of this.#probes.values()) resolve(null)
    this.#options.onEnded()
  }
}

// The statuses by which a client chooses what to try next (2026-07-28, basic/transports).
const STATUSES: ReadonlyMap<unknown, number> = new Map([
  [ERROR.methodNotFound, 404],
  [ERROR.headerMismatch, 400],
  [-32_021, 400],
  [ERROR.unsupportedVersion, 400],
])

function statusOf(response: JsonObject): number {
  return STATUSES.get(valueAt(response, ['error', 'code'])) ?? 200
}

function discover(id: number): JsonObject {
  return fromPlain({
    jsonrpc: '2.0',
    id,
    method: 'server/discover',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': MODERN,
        'io.modelcontextprotocol/clientInfo': { name: 'portcullis', version: '0.1.0' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  }) as JsonObject
}

function cancelled(id: number): JsonObject {
  return jsonObject([
    ['jsonrpc', '2.0'],
    ['method', 'notifications/cancelled'],
    ['params', jsonObject([['requestId', id]])],
  ])
}
