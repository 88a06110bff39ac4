// One exchange of the straight line that has no connection of its own: what the line answers with is read, event by
// event or as a whole, by whoever makes the client's answer of it.
import type { IncomingMessage } from 'node:http'
import { Writable } from 'node:stream'
import { type SseComment, type SseEvent, SseSplitter } from '#lib/mcp/index.ts'
import type { Span } from '#lib/tracing/index.ts'
import type { Exchange, Outlet } from '../http.ts'

/** Who reads what the line answers with. Of `whole`, `end` and `broken` one comes, once, and last. */
export type Reader = {
  /** It answers with an event stream. */
  open(headers: ReadonlyMap<string, string>): void
  /** @returns false where nobody takes more */
  event(event: SseEvent | SseComment): Promise<boolean>
  /** A whole answer: its text is '' where there is none. */
  whole(status: number, headers: ReadonlyMap<string, string>, text: string): void
  /** The stream has ended as streams do. */
  end(): void
  /** The line has broken it off, or never answered. */
  broken(): void
}

export class InnerExchange implements Exchange {
  readonly request: IncomingMessage
  readonly response: InnerOutlet
  readonly receivedAt: number
  readonly isPlain: boolean
  heldMs = 0
  span: Span | null = null
  readonly #gone = new AbortController()
  readonly #forget: () => void

  /** @param outer the client's: when it goes, this one goes */
  constructor(outer: Exchange, reader: Reader, longestEvent: number) {
    this.request = outer.request
    this.receivedAt = outer.receivedAt
    this.isPlain = outer.isPlain
    this.response = new InnerOutlet(reader, longestEvent)
    this.#forget = outer.onGone(() => this.leave())
  }

  get isGone(): boolean {
    return this.#gone.signal.aborted
  }

  get signal(): AbortSignal {
    return this.#gone.signal
  }

  onGone(listener: () => void): () => void {
    const { signal } = this.#gone
    if (signal.aborted) listener()
    else signal.addEventListener('abort', listener, { once: true })
    return () => signal.removeEventListener('abort', listener)
  }

  /** Nobody wants its answer any more. */
  leave(): void {
    this.#gone.abort()
    this.response.destroy()
  }

  /** Runs the line on it. Resolves when the reader has had everything. @throws what the line throws */
  async run(line: (exchange: Exchange) => Promise<void>): Promise<void> {
    try {
      await line(this)
      if (!this.response.writableEnded) this.response.destroy()
      await this.response.settled
    } catch (error) {
      // What the line throws is told by whoever hears it.
      this.response.dismiss()
      throw error
    } finally {
      this.#forget()
      this.response.destroy()
    }
  }
}

class InnerOutlet extends Writable implements Outlet {
  headersSent = false
  statusCode = 200
  /** Resolves when the reader has been told the end. */
  readonly settled: Promise<void>
  readonly #reader: Reader
  readonly #splitter: SseSplitter
  #headers = new Map<string, string>()
  #text = ''
  #isOver = false
  #settle: () => void = () => {}

  constructor(reader: Reader, longestEvent: number) {
    super({ decodeStrings: false })
    this.#reader = reader
    this.#splitter = new SseSplitter(longestEvent)
    this.settled = new Promise((resolve) => {
      this.#settle = resolve
    })
    // What breaks it is told to the reader.
    this.on('error', () => {})
  }

  writeHead(status: number, headers: string[]): void {
    this.headersSent = true
    this.statusCode = status
    this.#headers = new Map(
      Array.from({ length: headers.length / 2 }, (_, i) => [headers[2 * i] ?? '', headers[2 * i + 1] ?? '']),
    )
    if (this.#isStream) this.#reader.open(this.#headers)
  }

  flushHeaders(): void {}

  /** The reader is told nothing more. */
  dismiss(): void {
    this.#end(() => {})
  }

  get #isStream(): boolean {
    return this.#headers.get('content-type') === 'text/event-stream'
  }

  override _write(chunk: string | Uint8Array, _: string, written: (error?: Error) => void): void {
    if (this.#isStream) {
      this.#pass(typeof chunk === 'string' ? Buffer.from(chunk) : chunk).then(
        (isTaken) => written(isTaken ? undefined : new Error('nobody reads on')),
        written,
      )
    } else {
      this.#text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString()
      written()
    }
  }

  async #pass(chunk: Uint8Array): Promise<boolean> {
    for (const event of this.#splitter.push(chunk)) if (!(await this.#reader.event(event))) return false
    return true
  }

  override _final(written: () => void): void {
    this.#end(() => {
      if (this.#isStream) this.#reader.end()
      else this.#reader.whole(this.statusCode, this.#headers, this.#text)
    })
    written()
  }

  override _destroy(error: Error | null, closed: (error: Error | null) => void): void {
    this.#end(() => this.#reader.broken())
    closed(error)
  }

  #end(tell: () => void): void {
    if (this.#isOver) return
    this.#isOver = true
    tell()
    this.#settle()
  }
}
