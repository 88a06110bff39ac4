// How an exchange reaches its server. Every transport answers in the shape of Streamable HTTP, so that
// the relay has one way back for all.
import { type Sent, send, type UpstreamRequest } from '#lib/upstream/index.ts'
import { throughConnector } from './connector/index.ts'
import type { Gate } from './gate.ts'
import { throughOldSse } from './old-sse/index.ts'
import type { Grounds } from './steps/authenticate-grant.ts'
import { targetOf } from './target.ts'

/**
 * Sends one request to the server of these grounds.
 * @param callId the admitted call; null for lifecycle, lists and session traffic, which have no record
 * @throws {Fault} what `send` throws
 */
export function reach(
  grounds: Grounds,
  request: UpstreamRequest,
  gate: Gate,
  callId: string | null = null,
): Promise<Sent> {
  const { organisationId, grant, server } = grounds.facts
  if (server.transport === 'connector') {
    const pass = { serverId: server.id, grantId: grant.id, callId }
    return throughConnector(gate.deps.hop, organisationId, request, pass)
  }
  if (server.transport === 'sse') return throughOldSse(grounds, request, gate, callId)
  return send(targetOf(grounds, gate), request)
}
