// The transport of 2024-11-05: a GET opens an event stream whose first event names another address to
// post to. It is recognised so that it can be told from a wrong address, and said to be unsupported.
import { Fault } from '#lib/fault.ts'
import { mediaType } from './rpc-answer.ts'
import { send, type Target } from './send.ts'
import { sseEvents } from './sse-events.ts'

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

export function oldSseFault(host: string): Fault {
  return new Fault(
    'upstream-not-mcp',
    `${host} speaks the old HTTP+SSE transport of 2024 here, which is not supported yet. Give its Streamable HTTP address (often /mcp in place of /sse), or update the server.`,
  )
}
