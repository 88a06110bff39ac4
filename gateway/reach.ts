// How an exchange reaches its server. Every transport answers in the shape of Streamable HTTP, so that
// the relay has one way back for all.
import { type Sent, send, type Target, type UpstreamRequest } from '#lib/upstream/index.ts'
import { throughConnector } from './connector/index.ts'
import type { Gate } from './gate.ts'
import { throughOldSse } from './old-sse/index.ts'
import type { Hide } from './secrets.ts'
import type { Grounds } from './steps/authenticate-grant.ts'
import { hideOf } from './target.ts'
import { accessRefused, tellWanted, wayTo } from './way.ts'

/** An answer, and what takes the credentials out of it that it was asked with. */
export type Reached = { readonly sent: Sent; readonly hide: Hide }

/**
 * Sends one request to the server of these grounds.
 * @param callId the admitted call; null for lifecycle, lists and session traffic, which have no record
 * @throws {Fault} what `send` throws
 */
export async function reach(
  grounds: Grounds,
  request: UpstreamRequest,
  gate: Gate,
  callId: string | null = null,
): Promise<Reached> {
  const { organisationId, grant, server } = grounds.facts
  if (server.transport === 'connector') {
    const pass = { serverId: server.id, grantId: grant.id, callId }
    const sent = await throughConnector(gate.deps.hop, organisationId, request, pass)
    return { sent, hide: hideOf(grounds, gate) }
  }
  const through = (target: Target) =>
    server.transport === 'sse' ? throughOldSse(grounds, target, request, gate, callId) : send(target, request)
  const first = wayTo(grounds, gate)
  let way = first instanceof Promise ? await first : first
  let sent = await through(way.target)
  // 401 says that nothing was done (RFC 6750): with a token that was renewed it is asked once more.
  while (sent.status === 401 && way.again) {
    const next = await way.again()
    if (!next) break
    sent.body.cancel()
    way = next
    sent = await through(way.target)
  }
  if (sent.status === 401 && way.again) {
    sent.body.cancel()
    throw accessRefused(server.id, gate)
  }
  if (sent.status === 403 && way.again) await tellWanted(sent, grounds, gate)
  return { sent, hide: way.hide }
}
