// How an exchange reaches its server. Every transport answers in the shape of Streamable HTTP, so that
// the relay has one way back for all.
import { type Sent, send, type UpstreamRequest } from '#lib/upstream/index.ts'
import type { Gate } from './gate.ts'
import type { Grounds } from './steps/authenticate-grant.ts'
import { Trouble } from './trouble.ts'
import { targetOf } from './upstream-request.ts'

/**
 * Sends one request to the server of these grounds.
 * @throws {Trouble} upstream-transport for a transport that is not relayed: nothing was sent
 * @throws {Fault} what `send` throws
 */
export async function reach(grounds: Grounds, request: UpstreamRequest, gate: Gate): Promise<Sent> {
  if (grounds.facts.server.transport !== 'http') throw new Trouble('upstream-transport')
  return send(targetOf(grounds, gate), request)
}
