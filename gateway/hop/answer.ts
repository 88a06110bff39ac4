// The answering end of a hop. Whoever cannot prove to be a replica is told that there is nothing here.
import { Fault } from '#lib/fault.ts'
import { readAll, type Sent } from '#lib/upstream/index.ts'
import { type ClientExchange, headerOf, sendEmpty, writable } from '../http.ts'
import type { Signer } from './sign.ts'
import { type Asked, type Head, HOP_ANSWER, HOP_HEAD, HOP_MARK, readAsked, writeHead } from './wire.ts'

// A message of a client has at most 4 MiB; as a string within JSON it may be twice that and more.
const MAX_BYTES = 24 * 1024 * 1024
const STALLED_MS = 60_000

/** Null: not held here. */
export type Handle = (holder: string, asked: Asked, signal: AbortSignal) => Promise<Sent | null>

/** Answers one request of another replica. */
export async function answerHop(exchange: ClientExchange, signer: Signer, handle: Handle): Promise<void> {
  const { request, response } = exchange
  const path = request.url ?? ''
  const holder = /^\/hop\/([0-9a-f]{32})$/.exec(path)?.[1]
  const mark = headerOf(exchange, HOP_MARK)
  if (request.method !== 'POST' || holder === undefined || mark === undefined) return sendEmpty(exchange, 404)
  const text = (await readAll(bounded(request))).toString()
  const nonce = signer.verify(path, text, mark)
  const asked = nonce === null ? null : readAsked(text)
  if (nonce === null || asked === null) return sendEmpty(exchange, 404)
  const say = (head: Head) => {
    const written = writeHead(head)
    response.writeHead(200, {
      'cache-control': 'no-store',
      'content-type': 'application/octet-stream',
      [HOP_HEAD]: written,
      [HOP_ANSWER]: signer.answer(nonce, written),
    })
  }
  let sent: Sent | null
  try {
    sent = await handle(holder, asked, exchange.signal)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    say({ fault: error.code, message: error.message, handedOver: error.data.handedOver !== false })
    return void response.end()
  }
  if (!sent) {
    say({ notHeld: true })
    return void response.end()
  }
  say({ status: sent.status, headers: { ...sent.headers } })
  response.flushHeaders()
  await pass(sent, exchange)
}

async function pass(sent: Sent, exchange: ClientExchange): Promise<void> {
  const { response, signal } = exchange
  const stop = () => sent.body.cancel()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of sent.body) {
      response.write(chunk)
      if (!(await writable(exchange, STALLED_MS))) return sent.body.cancel()
    }
    response.end()
  } catch {
    // The other end sees a body that was cut short, which is what happened.
    response.destroy()
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function* bounded(request: ClientExchange['request']): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Fault('too-large', 'A hop between replicas is too large.')
    yield chunk
  }
}
