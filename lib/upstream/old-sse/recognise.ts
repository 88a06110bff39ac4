// The transport of 2024-11-05: a GET opens an event stream whose first event names another address to
// post to. A server is registered by its URL, so the transport is found out.
import { Fault } from '#lib/fault.ts'
import { mediaType } from '../rpc-answer.ts'
import { send, type Target } from '../send.ts'
import { sseEvents } from '../sse-events.ts'

const PATIENCE_MS = 5_000

/** Whether a GET of this address opens an old HTTP+SSE stream. False for any failure. */
export async function isOldSseServer(target: Target): Promise<boolean> {
  try {
    const response = await send(target, {
      method: 'GET',
      headers: { accept: 'text/event-stream' },
      signal: AbortSignal.timeout(PATIENCE_MS),
      headersTimeoutMs: PATIENCE_MS,
      bodyTimeoutMs: PATIENCE_MS,
      maxBytes: 64 * 1024,
    })
    try {
      if (response.status !== 200 || mediaType(response) !== 'text/event-stream') return false
      for await (const { event } of sseEvents(response.body)) return event === 'endpoint'
      return false
    } finally {
      response.body.cancel()
    }
  } catch (error) {
    if (error instanceof Fault || error instanceof TypeError) return false
    throw error
  }
}
