// A sign of life for the client of a held call: progress where it gave a token, else a comment of an event
// stream, so that nothing on the way takes the connection for dead.
import { isJsonObject, type JsonObject, jsonObject, member, serializeJson } from '#lib/json/index.ts'
import { writeEvent } from '#lib/mcp/index.ts'
import { type Exchange, headerOf, isStreaming, openStream } from '../http.ts'
import type { AskedCall } from './asked-call.ts'

const EVERY_MS = 5000

export function createSign(asked: AskedCall, exchange: Exchange): { stop(): void } {
  // A client that takes no event stream gets its answer, and nothing before it.
  if (!(headerOf(exchange, 'accept') ?? '').includes('text/event-stream')) return { stop: () => {} }
  const meta = member(asked.request.params, '_meta')
  const token = isJsonObject(meta) ? member(meta, 'progressToken') : undefined
  let told = 0
  const tell = () => {
    if (!isStreaming(exchange)) openStream(exchange)
    const { response } = exchange
    if (response.destroyed || response.writableEnded || response.writableNeedDrain) return
    const isProgress = typeof token === 'string' || typeof token === 'number'
    response.write(
      writeEvent(
        isProgress
          ? { kind: 'event', data: serializeJson(progress(token, told, asked)) }
          : { kind: 'comment' },
      ),
    )
    told += 1
  }
  if (token !== undefined) tell()
  const timer = setInterval(tell, EVERY_MS)
  return { stop: () => clearInterval(timer) }
}

// Progress must rise from message to message, the server's own included, which may begin at 0: so ours rises
// towards 0 from below, by less than one in all.
function progress(token: string | number, told: number, { request }: AskedCall): JsonObject {
  const tool = String(member(request.params, 'name') ?? '')
  return jsonObject([
    ['jsonrpc', '2.0'],
    ['method', 'notifications/progress'],
    [
      'params',
      jsonObject([
        ['progressToken', token],
        ['progress', -1 / (told + 1)],
        ['message', `A person is asked about this call of ${tool}.`],
      ]),
    ],
  ])
}
