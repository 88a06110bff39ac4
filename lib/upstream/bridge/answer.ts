// The answer to one exchange, as a Streamable HTTP server would give it. What comes first decides its shape:
// the response itself is a JSON body, anything before it opens an event stream. Nothing is taken from the
// child faster than the client reads.
import { Fault } from '#lib/fault.ts'
import { type JsonObject, serializeJson } from '#lib/json/index.ts'
import { writeEvent } from '#lib/mcp/index.ts'
import type { Body } from '../response-body.ts'
import type { Sent, UpstreamRequest } from '../send.ts'

type Chunk = { readonly bytes: Buffer; readonly taken: () => void }
type Reader = { settle(result: IteratorResult<Uint8Array, undefined>): void; reject(error: unknown): void }

export type AnswerOptions = {
  readonly request: UpstreamRequest
  /** Sent with whatever the answer is. */
  readonly headers?: Readonly<Record<string, string>>
  /** The status of an answer that is the response alone; 200 where absent. */
  readonly statusOf?: (response: JsonObject) => number
  /** Called once when the answer is over, however it ended; `isGone` where the client ended it. */
  readonly onOver: (isGone: boolean) => void
}

export class Answer implements AsyncIterator<Uint8Array, undefined> {
  /** Settles with the head of the answer. */
  readonly sent: Promise<Sent>
  readonly #options: AnswerOptions
  readonly #timer: NodeJS.Timeout
  #settle: (sent: Sent) => void = () => {}
  #reject: (error: unknown) => void = () => {}
  #chunks: Chunk[] = []
  #reader: Reader | null = null
  #bytes = 0
  #isOpen = false
  #state: 'open' | 'ended' | 'failed' = 'open'
  #isOver = false
  #error: unknown

  constructor(options: AnswerOptions) {
    this.#options = options
    this.sent = new Promise((settle, reject) => {
      this.#settle = settle
      this.#reject = reject
    })
    const { request } = options
    this.#timer = setTimeout(() => this.fail(slow(request.headersTimeoutMs)), request.headersTimeoutMs)
    if (request.signal?.aborted) queueMicrotask(this.#onAbort)
    else request.signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  /** True once nothing more can be said. */
  get isOver(): boolean {
    return this.#state !== 'open'
  }

  /** Opens an event stream before there is anything to say in it. */
  openStream(): void {
    this.#begin(200, 'text/event-stream')
  }

  /**
   * The next message of the answer.
   * @param taken called when it was read, or will never be
   * @param isLast the response itself
   */
  push(message: JsonObject, taken: () => void, isLast = false): void {
    if (this.isOver) {
      taken()
      return
    }
    const text = serializeJson(message)
    if (!this.#isOpen && isLast) {
      this.#begin(this.#options.statusOf?.(message) ?? 200, 'application/json')
      this.#add(Buffer.from(text), taken)
    } else {
      this.openStream()
      this.#add(Buffer.from(writeEvent({ kind: 'event', data: text })), taken)
    }
    if (isLast) this.end()
  }

  /** Ends the stream; what was pushed is still read. */
  end(): void {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    this.#over(false)
    if (this.#chunks.length === 0) this.#reader?.settle({ done: true, value: undefined })
  }

  /** Ends it as failed; what was pushed is still read. */
  fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#state = 'failed'
    this.#error = error
    this.#over(false)
    if (!this.#isOpen) this.#reject(error)
    else if (this.#chunks.length === 0) this.#reader?.reject(error)
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift()
    if (chunk) {
      chunk.taken()
      return Promise.resolve({ done: false, value: chunk.bytes })
    }
    if (this.#state === 'failed') return Promise.reject(this.#error)
    if (this.#state === 'ended') return Promise.resolve({ done: true, value: undefined })
    return new Promise((settle, reject) => {
      this.#reader = { settle, reject }
    })
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#cancel()
    return Promise.resolve({ done: true, value: undefined })
  }

  #begin(status: number, type: string): void {
    if (this.#isOpen) return
    this.#isOpen = true
    clearTimeout(this.#timer)
    const body: Body = { [Symbol.asyncIterator]: () => this, cancel: () => this.#cancel() }
    const headers = { 'content-type': type, ...this.#options.headers }
    this.#settle({ status, headers, body, handedOver: true })
  }

  #add(bytes: Buffer, taken: () => void): void {
    this.#bytes += bytes.length
    if (this.#bytes > this.#options.request.maxBytes) {
      taken()
      this.fail(tooLarge(this.#options.request.maxBytes))
      return
    }
    const reader = this.#reader
    this.#reader = null
    if (!reader) {
      this.#chunks.push({ bytes, taken })
      return
    }
    taken()
    reader.settle({ done: false, value: bytes })
  }

  #cancel(): void {
    const waiting = this.#chunks
    this.#chunks = []
    for (const { taken } of waiting) taken()
    if (this.#state !== 'open') return
    this.#state = 'ended'
    this.#over(true)
    this.#reader?.settle({ done: true, value: undefined })
  }

  readonly #onAbort = () => {
    if (this.#isOpen) this.#cancel()
    if (this.#state !== 'open') return
    this.#state = 'failed'
    this.#error = givenUp()
    this.#over(true)
    this.#reject(this.#error)
  }

  #over(isGone: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#options.request.signal?.removeEventListener('abort', this.#onAbort)
    this.#options.onOver(isGone)
  }
}

function slow(timeoutMs: number): Fault {
  return new Fault(
    'upstream-slow',
    `The server did not answer within ${timeoutMs / 1000} s. Try again, and look at its load.`,
    { data: { handedOver: true } },
  )
}

function tooLarge(maxBytes: number): Fault {
  return new Fault(
    'upstream-too-large',
    `The server's answer is larger than ${maxBytes} bytes, the most that is accepted. Ask it for less at a time.`,
    { data: { handedOver: true } },
  )
}

function givenUp(): Fault {
  return new Fault('upstream-unreachable', 'The call was given up before the server had answered.', {
    data: { handedOver: true, cancelled: true },
  })
}
