// The address of all servers of a grant. Nothing is decided here: each exchange with a server is made into one of that
// server alone, passes the straight line (`serveRead`, `serveStream`) on facts of its own, and comes back in the names
// of this address (docs/decisions/0056).
import { endAggregateSession } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { jsonObject } from '#lib/json/index.ts'
import { ERROR, eraOf, errorOf, type McpRequest, refusedMessage, responseMessage } from '#lib/mcp/index.ts'
import type { Address } from '../address.ts'
import { boundsOf } from '../config.ts'
import type { Gate } from '../gate.ts'
import { type Exchange, readBody, sendEmpty, sendJson } from '../http.ts'
import { readAskedStream } from '../pipeline.ts'
import { findGrant, presentedToken } from '../steps/authenticate-grant.ts'
import { checkOrigin } from '../steps/check-origin.ts'
import { type Asked, readAsked } from '../steps/read-asked.ts'
import { eachServer } from './each-server.ts'
import { answerDiscover, answerInitialize } from './greeting.ts'
import { answerOfAll, isForAll } from './lists.ts'
import { endPart } from './parts.ts'
import { relayOne } from './relay-one.ts'
import { serveStanding } from './standing.ts'
import { serveSubscription } from './subscription.ts'
import { passAnswer, passTold } from './told.ts'
import { inSession, openVisit, ownerOf, type SessionVisit, type Visit } from './visit.ts'
import { wayOf } from './way.ts'

type AllAddress = Extract<Address, { kind: 'aggregate' }>
type Message = Extract<Asked, { kind: 'message' }>

const STRANGE = 'This session is not known here. Initialize again.'

/** One POSTed message. Faults are thrown; everything else is answered. */
export async function serveAggregate(
  exchange: Exchange,
  { urlToken }: AllAddress,
  gate: Gate,
): Promise<void> {
  const bounds = boundsOf(gate.config)
  checkOrigin(exchange, gate.config)
  const token = presentedToken(exchange, { kind: 'aggregate', urlToken })
  const body = await readBody(exchange, bounds, () => findGrant(token, '', null, gate.deps))
  const asked = readAsked(body, exchange, bounds)
  const visit = await openVisit(token, exchange, gate)
  if (asked.kind === 'refused') {
    sendJson(exchange, asked.refusal.status, refusedMessage(asked.refusal))
    return
  }
  const { message, sessionText } = asked
  if (sessionText === undefined) return serveAlone(asked, visit)
  const session = await inSession(visit, sessionText)
  if (!session) {
    const id = message.kind === 'notification' ? null : message.id
    sendJson(exchange, 404, errorOf(id, ERROR.invalidRequest, STRANGE))
    return
  }
  return serveMessage(asked, session)
}

/** GET opens the stream of a session with all servers, DELETE ends it. */
export async function serveAggregateSession(
  exchange: Exchange,
  { urlToken }: AllAddress,
  method: 'GET' | 'DELETE',
  gate: Gate,
): Promise<void> {
  checkOrigin(exchange, gate.config)
  const token = presentedToken(exchange, { kind: 'aggregate', urlToken })
  const asked = readAskedStream(method, exchange)
  const visit = await openVisit(token, exchange, gate)
  const { sessionText } = asked
  if (eraOf(asked.version) !== 'legacy' || sessionText === undefined)
    throw new Fault('method-not-allowed', 'There is a stream only within a session of an older revision.')
  const session = await inSession(visit, sessionText)
  if (!session) throw new Fault('not-found', STRANGE)
  if (method === 'GET') return serveStanding(asked, session, sessionText)
  await eachServer(session.servers, async ({ id }) => {
    const part = session.session.parts.get(id)
    if (part) await endPart(session, id, part)
    return true
  })
  await endAggregateSession(gate.deps.pool, ownerOf(session))
  sendEmpty(exchange, 200)
}

// Without a session: the stateless revision, and the beginning of the others.
function serveAlone(asked: Message, visit: Visit): Promise<void> | void {
  const { message } = asked
  const isModern = message.kind === 'request' && message.era === 'modern'
  if (message.kind === 'request' && message.method === 'initialize') return answerInitialize(message, visit)
  if (isModern || message.kind === 'notification') return serveMessage(asked, visit)
  const words = 'Initialize first: this address answers within a session.'
  sendJson(visit.exchange, 400, errorOf(message.id, ERROR.invalidRequest, words))
}

function serveMessage(asked: Message, visit: Visit | SessionVisit): Promise<void> {
  const { message } = asked
  if (message.kind === 'response') return passAnswer(asked, message, visit)
  if (message.kind === 'notification') return passTold(asked, message, visit)
  return serveRequest(asked, message, visit)
}

async function serveRequest(asked: Message, request: McpRequest, visit: Visit | SessionVisit): Promise<void> {
  const { exchange } = visit
  switch (request.method) {
    case 'initialize':
      return answerInitialize(request, visit)
    case 'ping':
      return void sendJson(exchange, 200, responseMessage(request.id, { result: jsonObject() }))
    case 'server/discover':
      return answerDiscover(asked, request, visit)
    case 'subscriptions/listen':
      return serveSubscription(asked, request, visit)
  }
  if (isForAll(request)) return answerOfAll(asked, request, visit)
  const way = await wayOf(request, visit)
  if (way.kind === 'none') return void sendJson(exchange, 200, way.answer)
  return relayOne(asked, way.request, way.server, visit)
}
