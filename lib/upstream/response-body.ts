// The body of an upstream's answer: pulled by its reader, counted against a cap, cancellable.
import type { Dispatcher } from 'undici'
import { Fault } from '#lib/fault.ts'

/** Bytes in order. Iterate it once; `cancel` drops the rest and closes the connection. */
export type Body = AsyncIterable<Uint8Array> & {
  cancel(): void
  /** All of it at once, in place of iterating, where all of it has come; null where it has not. */
  takeWhole?(): Uint8Array | null
}

const PAUSE_ABOVE_BYTES = 64 * 1024

/** The receiving end of one undici exchange. Push, then end or fail; the reader sees the same order. */
export class ReceivedBody implements Body, AsyncIterator<Uint8Array, undefined> {
  readonly #controller: Dispatcher.DispatchController
  readonly #maxBytes: number
  readonly #chunks: Uint8Array[] = []
  #waiting: {
    settle(result: IteratorResult<Uint8Array, undefined>): void
    reject(error: unknown): void
  } | null = null
  #queuedBytes = 0
  #totalBytes = 0
  #state: 'open' | 'ended' | 'failed' = 'open'
  #error: unknown

  constructor(controller: Dispatcher.DispatchController, maxBytes: number) {
    this.#controller = controller
    this.#maxBytes = maxBytes
  }

  push(chunk: Uint8Array): void {
    if (this.#state !== 'open') return
    this.#totalBytes += chunk.byteLength
    if (this.#totalBytes > this.#maxBytes) {
      this.fail(tooLarge(this.#maxBytes))
      this.#controller.abort(new Error('the answer is too large'))
      return
    }
    if (this.#waiting) {
      this.#waiting.settle({ done: false, value: chunk })
      this.#waiting = null
      return
    }
    this.#chunks.push(chunk)
    this.#queuedBytes += chunk.byteLength
    if (this.#queuedBytes > PAUSE_ABOVE_BYTES) this.#controller.pause()
  }

  end(): void {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    this.#waiting?.settle({ done: true, value: undefined })
    this.#waiting = null
  }

  fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#state = 'failed'
    this.#error = error
    this.#waiting?.reject(error)
    this.#waiting = null
  }

  cancel(): void {
    if (this.#state !== 'open') return
    this.#chunks.length = 0
    this.end()
    this.#controller.abort(new Error('the reader has gone'))
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift()
    if (chunk) {
      this.#queuedBytes -= chunk.byteLength
      if (this.#queuedBytes === 0 && this.#state === 'open') this.#controller.resume()
      return Promise.resolve({ done: false, value: chunk })
    }
    if (this.#state === 'ended') return Promise.resolve({ done: true, value: undefined })
    if (this.#state === 'failed') return Promise.reject(this.#error)
    return new Promise((settle, reject) => {
      this.#waiting = { settle, reject }
    })
  }

  // A small answer comes in one piece with its headers: iterating it costs three turns of the event queue.
  takeWhole(): Uint8Array | null {
    if (this.#state !== 'ended') return null
    const [first, ...others] = this.#chunks.splice(0)
    this.#queuedBytes = 0
    return first && others.length === 0 ? first : Buffer.concat(first ? [first, ...others] : [])
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.cancel()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

/** The whole body in one piece. Rejects with the body's own fault. */
export async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export function tooLarge(maxBytes: number): Fault {
  return new Fault(
    'upstream-too-large',
    `The server's answer is larger than ${maxBytes} bytes, the most that is accepted. Ask it for less at a time.`,
    { data: { handedOver: true, maxBytes } },
  )
}
