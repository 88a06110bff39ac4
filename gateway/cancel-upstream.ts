// A request that this gateway ends while the server works on it. In 2026-07-28 the end of the stream says so; a
// legacy server goes on after a lost connection, as its protocol has it, and is told in so many words.
import { jsonObject, serializeJson } from '#lib/json/index.ts'
import { requestMessage } from '#lib/mcp/index.ts'
import type { Gate } from './gate.ts'
import { reach } from './reach.ts'
import type { Admitted } from './steps/admit.ts'

const TIMEOUT_MS = 10_000

/** Tells the server that nobody wants its answer any more, and not why. A failure is logged, and no more. */
export async function cancelUpstream({ ask, grounds }: Admitted, gate: Gate): Promise<void> {
  if (ask.kind !== 'message' || ask.message.kind !== 'request' || ask.message.era !== 'legacy') return
  const { id, method } = ask.message
  // The one request that must not be cancelled.
  if (method === 'initialize') return
  const told = requestMessage(
    null,
    'notifications/cancelled',
    jsonObject([
      ['requestId', id],
      ['reason', 'Ended by the gateway.'],
    ]),
  )
  try {
    const { sent } = await reach(
      grounds,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': ask.version,
          ...(ask.session && { 'mcp-session-id': ask.session.upstreamId }),
        },
        body: serializeJson(told),
        headersTimeoutMs: TIMEOUT_MS,
        bodyTimeoutMs: TIMEOUT_MS,
        maxBytes: 65_536,
      },
      gate,
    )
    sent.body.cancel()
  } catch (error) {
    gate.deps.log.warn({ err: error }, 'a server could not be told that a request was ended')
  }
}
