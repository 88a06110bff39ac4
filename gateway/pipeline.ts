// THE STRAIGHT LINE: what happens to one MCP message, in order. The order is the security property.
import { Fault } from '#lib/fault.ts'
import { eraOf } from '#lib/mcp/index.ts'
import { forward } from './forward.ts'
import type { Gate } from './gate.ts'
import { type Exchange, headerOf, readBody, sendEmpty, sendJson } from './http.ts'
import { openSession } from './session.ts'
import { admit, admitStream } from './steps/admit.ts'
import { findGrounds, presentedToken } from './steps/authenticate-grant.ts'
import { checkOrigin } from './steps/check-origin.ts'
import { decide } from './steps/decide.ts'
import { readAsked, toolNameOf } from './steps/read-asked.ts'

export type Address = { readonly serverId: string; readonly urlToken: string | null }

const MAX_DECISIONS = 3

/** One POSTed message, from the socket to its answer. Faults are thrown; everything else is answered. */
export async function serveMessage(exchange: Exchange, address: Address, gate: Gate): Promise<void> {
  const { config, deps, sealer } = gate
  checkOrigin(exchange, config.appUrl)
  const token = presentedToken(exchange, address.urlToken)
  const asked = readAsked(await readBody(exchange), exchange)

  for (let attempt = 0; attempt < MAX_DECISIONS; attempt++) {
    const grounds = await findGrounds(token, address.serverId, toolNameOf(asked), deps)
    const decided = await decide(asked, grounds, deps, sealer)
    const admission = await admit(decided, grounds, deps)
    if (admission.status === 'stale') continue
    if (admission.status === 'admitted') return forward(admission.admitted, exchange, gate)
    if (admission.body === null) return sendEmpty(exchange, admission.httpStatus)
    sendJson(exchange, admission.httpStatus, admission.body)
    return
  }
  throw new Fault('store-unavailable', 'What this call depends on keeps changing. Try again in a moment.')
}

/** GET opens the standing stream of a legacy session, DELETE ends the session. */
export async function serveSession(exchange: Exchange, address: Address, gate: Gate): Promise<void> {
  const { config, deps, sealer } = gate
  checkOrigin(exchange, config.appUrl)
  const token = presentedToken(exchange, address.urlToken)
  const version = headerOf(exchange, 'mcp-protocol-version') ?? '2025-03-26'
  const sessionText = headerOf(exchange, 'mcp-session-id')
  const lastEventId = headerOf(exchange, 'last-event-id') ?? null
  const grounds = await findGrounds(token, address.serverId, null, deps)

  if (eraOf(version) !== 'legacy')
    throw new Fault('method-not-allowed', 'This protocol revision uses POST only.')
  const session = sessionText === undefined ? null : openSession(sealer, grounds.facts, sessionText)
  if (sessionText !== undefined && !session)
    throw new Fault('not-found', 'This session is not known here. Initialize again.')
  // Without a session nothing says whose the stream would be; 405 is how a server says it has none.
  if (!session) throw new Fault('method-not-allowed', 'There is a stream only within a session.')
  const kind = exchange.request.method === 'DELETE' ? 'end-session' : 'open-stream'
  return forward(admitStream(grounds, { kind, version, session, lastEventId }), exchange, gate)
}
