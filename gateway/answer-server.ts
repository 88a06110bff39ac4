// Where a server asks its client something that does not reach it, or comes back too late, the server is
// told: it would wait for an answer that nobody was asked for.
import { serializeJson } from '#lib/json/index.ts'
import { ERROR, errorOf, type RequestId } from '#lib/mcp/index.ts'
import type { Gate } from './gate.ts'
import { reach } from './reach.ts'
import type { Session } from './session.ts'
import type { Grounds } from './steps/authenticate-grant.ts'

/** A request of the server, and where its answer belongs. */
export type ServerRequest = {
  readonly id: RequestId
  readonly version: string
  readonly session: Session | null
}

const TIMEOUT_MS = 10_000

/** Answers a server's request with an error in the client's place. A failure is logged, and no more. */
export async function refuseServer(
  { id, version, session }: ServerRequest,
  message: string,
  grounds: Grounds,
  gate: Gate,
): Promise<void> {
  try {
    const { sent } = await reach(
      grounds,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': version,
          ...(session && { 'mcp-session-id': session.upstreamId }),
        },
        body: serializeJson(errorOf(id, ERROR.methodNotFound, message)),
        headersTimeoutMs: TIMEOUT_MS,
        bodyTimeoutMs: TIMEOUT_MS,
        maxBytes: 65_536,
      },
      gate,
    )
    sent.body.cancel()
  } catch (error) {
    gate.deps.log.warn({ err: error }, 'a request of a server could not be refused')
  }
}
