// One stream of a client that brings what several servers have to say, for as long as the client listens. Each of them
// has a stream of its own along the straight line; one that ends is opened again, and a server that the grant was given
// since joins in. What this gateway has to say itself, that the tools changed, it says without any of them.

import type { NamedServer } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { isJsonObject, type JsonObject, parseJson, serializeJson } from '#lib/json/index.ts'
import { listChanged, type McpRequest, type SseComment, type SseEvent, writeEvent } from '#lib/mcp/index.ts'
import { boundsOf } from '../config.ts'
import { type Exchange, openStream, writable } from '../http.ts'
import { findGrounds } from '../steps/authenticate-grant.ts'
import type { Watch } from '../streams.ts'
import { type Trouble, troubleAnswer, troubleOf } from '../trouble.ts'
import { REPLY_BOUNDS } from './ask.ts'
import { toldEvent, toldMessage } from './down.ts'
import { InnerExchange } from './inner.ts'
import { openVisit, speakerOf, type Visit } from './visit.ts'

export type Plan = {
  /** What the stream answers; null for the standing stream of a session. */
  readonly request: McpRequest | null
  /** Whether its client is told that the tools changed. */
  readonly announces: boolean
  /**
   * Runs one server's stream on an exchange.
   * @param changed called where the server was not there before
   * @returns false where the server has no stream to open
   */
  open(server: NamedServer, exchange: Exchange, isFirst: boolean, changed: () => void): Promise<boolean>
  /** One message of a server in the words of this address; null where nothing is told. */
  told(server: NamedServer, message: JsonObject): JsonObject | null
  /** Resolves when it may be told. */
  readonly ready: Promise<void>
}

/** Resolves when the stream is over. */
export async function serveMerged(visit: Visit, plan: Plan): Promise<void> {
  openStream(visit.exchange)
  const stream = new MergedStream(visit, plan)
  await stream.run()
}

const MOST_DOUBLINGS = 4

type Joined = { readonly server: NamedServer; readonly leave: () => void }

class MergedStream {
  readonly #visit: Visit
  readonly #plan: Plan
  readonly #joined = new Map<string, Joined>()
  #isOver = false
  #finish: () => void = () => {}

  constructor(visit: Visit, plan: Plan) {
    this.#visit = visit
    this.#plan = plan
  }

  async run(): Promise<void> {
    const { exchange, gate, servers } = this.#visit
    const over = new Promise<void>((resolve) => {
      this.#finish = resolve
    })
    const forget = exchange.onGone(() => this.#end(null))
    const timer = setInterval(() => void this.#look(), boundsOf(gate.config).partCheckMs)
    for (const server of servers) void this.#join(server)
    await over
    clearInterval(timer)
    forget()
    if (!exchange.response.destroyed) exchange.response.end()
  }

  #end(why: Trouble | null): void {
    if (this.#isOver) return
    this.#isOver = true
    const { request } = this.#plan
    if (why && request) this.#write({ kind: 'event', data: serializeJson(troubleAnswer(request.id, why)) })
    for (const { leave } of this.#joined.values()) leave()
    this.#finish()
  }

  // Which servers the grant has now; and whether it still is one.
  async #look(): Promise<void> {
    const { token, exchange, gate } = this.#visit
    try {
      const { servers } = await openVisit(token, exchange, gate)
      if (this.#isOver) return
      const gone = [...this.#joined.values()].filter(
        ({ server }) => !servers.some(({ id }) => id === server.id),
      )
      const come = servers.filter(({ id }) => !this.#joined.has(id))
      for (const { server, leave } of gone) {
        leave()
        this.#joined.delete(server.id)
      }
      for (const server of come) void this.#join(server)
      if (gone.length + come.length > 0) this.#tellChanged()
    } catch (error) {
      // With the store away nothing is known: what watches the grant ends the stream when that lasts.
      if (!(error instanceof Fault) || error.code !== 'store-unavailable') this.#end(troubleOf(error))
    }
  }

  async #join(server: NamedServer): Promise<void> {
    const { gate, token } = this.#visit
    const left = new AbortController()
    let watch: Watch | null = null
    this.#joined.set(server.id, { server, leave: () => left.abort() })
    try {
      const { facts } = await findGrounds(token, server.id, null, gate.deps)
      watch = gate.deps.streams.watch(facts, {
        isStanding: true,
        end: (why) => this.#serverEnded(why),
        changed: this.#plan.announces ? () => this.#tellChanged() : null,
      })
      await this.#keepOpen(server, left.signal)
    } catch (error) {
      if (!(error instanceof Fault)) gate.deps.log.error({ err: error }, 'a stream of one server failed')
    }
    // Gone since it was listed; or the store is, and then it is joined again when the stream looks next.
    if (!watch) {
      this.#joined.delete(server.id)
      this.#tellChanged()
    } else if (!left.signal.aborted) await aborted(left.signal)
    watch?.release()
  }

  // An ended grant ends everything, a server that was taken out of it, or stopped, itself alone.
  #serverEnded(why: Trouble): void {
    if (why.code === 'grant-ended') void this.#look()
    else if (why.code !== 'stopped') this.#end(why)
  }

  async #keepOpen(server: NamedServer, left: AbortSignal): Promise<void> {
    const { exchange, gate } = this.#visit
    const bounds = boundsOf(gate.config)
    const state = { wasAway: false }
    let failures = -1
    const changed = () => this.#tellChanged()
    for (let isFirst = true; !left.aborted; isFirst = false) {
      const inner = new InnerExchange(exchange, this.#readerFor(server, state), bounds.maxAnswerBytes * 2)
      const leave = () => inner.leave()
      left.addEventListener('abort', leave, { once: true })
      let hasStream = true
      try {
        await inner.run(async (each) => {
          hasStream = await this.#plan.open(server, each, isFirst, changed)
        })
      } catch (error) {
        if (!(error instanceof Fault)) throw error
      } finally {
        left.removeEventListener('abort', leave)
      }
      if (!hasStream) return
      // Who stays away is asked less and less often: every client that listens asks.
      failures = state.wasAway ? failures + 1 : -1
      await pause(bounds.partCheckMs * 2 ** Math.min(Math.max(failures, 0), MOST_DOUBLINGS), left)
    }
  }

  #readerFor(server: NamedServer, state: { wasAway: boolean }) {
    const speaker = speakerOf(this.#visit, server)
    return {
      // It was away, and what it lists may be another thing than what was listed without it.
      open: () => {
        if (state.wasAway) this.#tellChanged()
        state.wasAway = false
      },
      event: async (event: SseEvent | SseComment) => {
        if (event.kind === 'comment') return this.#write(event)
        const read = event.data ? parseJson(event.data, REPLY_BOUNDS) : null
        const own = isJsonObject(read) ? this.#plan.told(server, read) : null
        const message = own && toldMessage(own, speaker)
        await this.#plan.ready
        if (!message && event.data) return this.#write({ kind: 'comment' })
        return this.#write(toldEvent(event, message ? serializeJson(message) : event.data, server.id))
      },
      whole: () => {
        state.wasAway = true
      },
      end: () => {},
      broken: () => {
        state.wasAway = true
      },
    }
  }

  #tellChanged(): void {
    const { announces, request, ready } = this.#plan
    if (!announces) return
    const data = serializeJson(listChanged(request?.id ?? null))
    void ready.then(() => this.#write({ kind: 'event', data }))
  }

  #write(event: SseEvent | SseComment): Promise<boolean> {
    const { exchange, gate } = this.#visit
    const { response } = exchange
    if (response.destroyed || response.writableEnded) return Promise.resolve(false)
    response.write(writeEvent(event))
    return writable(exchange, boundsOf(gate.config).stalledClientMs)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal.addEventListener('abort', over, { once: true })
    if (signal.aborted) over()
  })
}
