// The asking end of a hop: one request to the replica that holds what is asked for, its answer streamed back.
import { Agent, type Dispatcher, errors } from 'undici'
import { Fault } from '#lib/fault.ts'
import { abortSignalOf, type Body, type Sent, type UpstreamRequest } from '#lib/upstream/index.ts'
import type { Signer } from './sign.ts'
import { type Asked, faultOf, HOP_ANSWER, HOP_HEAD, HOP_MARK, hopPath, readHead, writeAsked } from './wire.ts'

export type Asker = {
  /**
   * @returns null where that replica does not hold it (any more): nothing was done
   * @throws {Fault} upstream-unreachable, upstream-slow, and what the handler over there threw
   */
  ask(
    to: { readonly holder: string; readonly address: string },
    asked: Omit<Asked, 'request'>,
    request: UpstreamRequest,
  ): Promise<Sent | null>
  close(): Promise<void>
}

const CONNECT_MS = 5_000
// The other side keeps the time of the answer; this is for a replica that has stopped altogether.
const MORE_MS = 5_000

export function createAsker(signer: Signer): Asker {
  const agent = new Agent({ connections: 1024, pipelining: 1, connect: { timeout: CONNECT_MS } })
  return {
    async ask(to, asked, request) {
      const path = hopPath(to.holder)
      const body = writeAsked(asked, request)
      const { mark, nonce } = signer.sign(path, body)
      const response = await post(agent, to.address, path, body, mark, request)
      // Destroying what nobody reads any more must not end the process.
      response.body.on('error', () => {})
      const text = single(response.headers[HOP_HEAD])
      if (!signer.isAnswer(nonce, text, single(response.headers[HOP_ANSWER]))) {
        response.body.destroy()
        throw unreachable(false, new Error(`the address answered ${response.statusCode}, and is no replica`))
      }
      const head = readHead(text)
      if (head && 'status' in head)
        return {
          status: head.status,
          headers: head.headers,
          body: bodyOf(response.body),
          handedOver: true,
        }
      response.body.destroy()
      if (head && 'notHeld' in head) return null
      throw head ? faultOf(head) : unreachable(true, new Error('the head of an answer cannot be read'))
    },
    close: () => agent.destroy(),
  }
}

async function post(
  agent: Agent,
  origin: string,
  path: string,
  body: string,
  mark: string,
  request: UpstreamRequest,
): Promise<Dispatcher.ResponseData> {
  try {
    return await agent.request({
      origin,
      path,
      method: 'POST',
      headers: { 'content-type': 'application/json', [HOP_MARK]: mark },
      body,
      signal: request.signal ? abortSignalOf(request.signal) : null,
      headersTimeout: request.headersTimeoutMs + MORE_MS,
      bodyTimeout: 0,
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const isRefused = code === 'ECONNREFUSED' || error instanceof errors.ConnectTimeoutError
    throw unreachable(!isRefused, error)
  }
}

function bodyOf(stream: Dispatcher.ResponseData['body']): Body {
  async function* read(): AsyncGenerator<Uint8Array, undefined> {
    try {
      for await (const chunk of stream) yield chunk
    } catch (error) {
      throw unreachable(true, error)
    }
  }
  return { [Symbol.asyncIterator]: read, cancel: () => void stream.destroy() }
}

function single(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : ''
}

function unreachable(handedOver: boolean, cause: unknown): Fault {
  return new Fault(
    'upstream-unreachable',
    'The gateway that is connected to this server could not be reached from the one that was asked. Try again in a moment; if it lasts, check HOP_URL.',
    { data: { handedOver }, cause },
  )
}
