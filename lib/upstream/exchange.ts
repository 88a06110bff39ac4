// One request and its answer on undici's wire, watched so that it can be said afterwards whether any
// byte of the request may have left: a limit is given back only if none did (POLICY L6).
import type { Dispatcher } from 'undici'
import { Fault } from '#lib/fault.ts'
import { connectionFault } from './connection-fault.ts'
import { ReceivedBody } from './response-body.ts'
import type { StopSignal } from './stop.ts'

export type ExchangeOptions = {
  /** Host and port, for sentences. */
  readonly host: string
  readonly headersTimeoutMs: number
  readonly maxBytes: number
  readonly signal: StopSignal | undefined
}
export type Answered = { status: number; headers: Record<string, string>; body: ReceivedBody }

/** An undici handler whose `answered` settles once: with status, headers and a body, or with a Fault. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly answered: Promise<Answered>
  readonly #options: ExchangeOptions
  readonly #timer: NodeJS.Timeout
  #settle: (answer: Answered) => void = () => {}
  #reject: (fault: Fault) => void = () => {}
  #controller: Dispatcher.DispatchController | null = null
  #body: ReceivedBody | null = null
  #unheed: (() => void) | null = null
  #isOver = false

  constructor(options: ExchangeOptions) {
    this.#options = options
    this.answered = new Promise((settle, reject) => {
      this.#settle = settle
      this.#reject = reject
    })
    // Counted from here and not from the first byte, so that waiting for a free socket counts too.
    this.#timer = setTimeout(() => this.#stop(this.#slow()), options.headersTimeoutMs)
    if (options.signal) this.#heed(options.signal)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  // undici calls this synchronously before it writes; aborting here means that nothing is written.
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#isOver) controller.abort(new Error('given up before it was sent'))
    else this.#controller = controller
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200 || this.#isOver) return // 1xx: the answer is still to come
    clearTimeout(this.#timer)
    this.#body = new ReceivedBody(controller, this.#options.maxBytes)
    this.#settle({ status, headers: singleValues(headers), body: this.#body })
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#body?.push(chunk)
  }

  onResponseEnd(): void {
    this.#finish()
    this.#body?.end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(connectionFault(error, this.#options.host, this.#handedOver))
  }

  get #handedOver(): boolean {
    return this.#controller !== null
  }

  #heed(signal: StopSignal): void {
    const stop = () => this.#stop(this.#cancelled(signal.reason))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    this.#unheed = () => signal.removeEventListener('abort', stop)
  }

  #cancelled(cause: unknown): Fault {
    return new Fault('upstream-unreachable', 'The call was given up before the server had answered.', {
      data: { handedOver: this.#handedOver, cancelled: true },
      cause,
    })
  }

  #slow(): Fault {
    const seconds = this.#options.headersTimeoutMs / 1000
    return new Fault(
      'upstream-slow',
      `${this.#options.host} did not answer within ${seconds} s. Try again, and look at the server's load.`,
      { data: { handedOver: this.#handedOver } },
    )
  }

  #stop(fault: Fault): void {
    if (this.#isOver) return
    this.#fail(fault)
    this.#controller?.abort(fault)
  }

  #fail(fault: Fault): void {
    this.#finish()
    if (this.#body) this.#body.fail(fault)
    else this.#reject(fault)
  }

  #finish(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#unheed?.()
  }
}

// A header sent twice becomes one value that no reader mistakes for a single one.
function singleValues(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const single: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (value !== undefined) single[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return single
}
