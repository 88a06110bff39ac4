// A conversation with one upstream while its tools are read: requests with ids, one deadline for all of
// them, one allowance of bytes.
import { type Json, type JsonObject, jsonObject, serializeJson } from '#lib/json/index.ts'
import { httpFault } from './answer-fault.ts'
import { type Body, tooLarge } from './response-body.ts'
import { type RpcAnswer, readRpcAnswer } from './rpc-answer.ts'
import { send, type Target, type UpstreamResponse } from './send.ts'

export type Reply = RpcAnswer & { readonly response: UpstreamResponse }

const MAX_BYTES = 16 * 1024 * 1024

export class Conversation {
  readonly target: Target
  readonly host: string
  /** Sent with every message from now on: the protocol version, the session. */
  readonly headers: Record<string, string> = {}
  readonly #signal: AbortSignal
  readonly #timeoutMs: number
  #lastId = 0
  #bytesLeft = MAX_BYTES

  constructor(target: Target, options: { host: string; signal: AbortSignal; timeoutMs: number }) {
    this.target = target
    this.host = options.host
    this.#signal = options.signal
    this.#timeoutMs = options.timeoutMs
  }

  /**
   * Asks and waits for the answer.
   * @throws {Fault} of `send`, and `upstream-unauthorised` for 401 and 403
   */
  async ask(
    method: string,
    params: JsonObject,
    options: { headers?: Record<string, string>; signal?: AbortSignal } = {},
  ): Promise<Reply> {
    const id = ++this.#lastId
    const message = jsonObject([
      ['jsonrpc', '2.0'],
      ['id', id],
      ['method', method],
      ['params', params],
    ])
    const response = await this.#post(message, options)
    if (response.status === 401 || response.status === 403) {
      response.body.cancel()
      throw httpFault(response.status, this.host, Object.keys(this.target.headers))
    }
    return { ...(await readRpcAnswer(response, id)), response }
  }

  /** Says something that has no answer. What comes back is not looked at. */
  async tell(method: string): Promise<void> {
    const response = await this.#post(
      jsonObject([
        ['jsonrpc', '2.0'],
        ['method', method],
      ]),
      {},
    )
    response.body.cancel()
  }

  async #post(
    message: Json,
    { headers, signal }: { headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<UpstreamResponse> {
    const response = await send(this.target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...this.headers,
        ...headers,
      },
      body: serializeJson(message),
      signal: signal ? AbortSignal.any([this.#signal, signal]) : this.#signal,
      headersTimeoutMs: this.#timeoutMs,
      bodyTimeoutMs: this.#timeoutMs,
      maxBytes: MAX_BYTES,
    })
    return { ...response, body: this.#counted(response.body) }
  }

  // The allowance is for the whole conversation: a hundred pages of 16 MiB are not a list.
  #counted(body: Body): Body {
    const count = async function* (this: Conversation): AsyncGenerator<Uint8Array, undefined> {
      for await (const chunk of body) {
        this.#bytesLeft -= chunk.byteLength
        if (this.#bytesLeft < 0) throw tooLarge(MAX_BYTES)
        yield chunk
      }
    }
    return { [Symbol.asyncIterator]: () => count.call(this), cancel: () => body.cancel() }
  }
}
