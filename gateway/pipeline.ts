// THE STRAIGHT LINE: what happens to one MCP message, in order. The order is the security property.
import { Fault } from '#lib/fault.ts'
import { ASSUMED_VERSION, ERROR, errorOf } from '#lib/mcp/index.ts'
import type { ServerAddress } from './address.ts'
import { refuseServer } from './answer-server.ts'
import { boundsOf } from './config.ts'
import type { Deps } from './deps.ts'
import { forward } from './forward.ts'
import type { Gate } from './gate.ts'
import { heldAnswer, hold } from './held/index.ts'
import { type Exchange, headerOf, isStreaming, readBody, sendEmpty, sendJson } from './http.ts'
import { beginSpan, codeOf, inStep, tellDecided } from './observe.ts'
import type { Leave } from './occupancy.ts'
import { placeOf } from './recent-grounds.ts'
import { admit, admitStream } from './steps/admit.ts'
import { findGrounds, type Grounds, type PresentedToken, presentedToken } from './steps/authenticate-grant.ts'
import { checkOrigin } from './steps/check-origin.ts'
import { decide } from './steps/decide.ts'
import { type AskedStream, decideStream } from './steps/decide-stream.ts'
import { type Asked, isListening, readAsked, toolNameOf } from './steps/read-asked.ts'

const MAX_DECISIONS = 3
const TOO_LATE = 'The policy of this grant no longer lets the server ask this of its client.'

/** One POSTed message, from the socket to its answer. Faults are thrown; everything else is answered. */
export async function serveMessage(exchange: Exchange, address: ServerAddress, gate: Gate): Promise<void> {
  const { config, deps } = gate
  const bounds = boundsOf(config)
  checkOrigin(exchange, config)
  const token = presentedToken(exchange, address)
  const body = await readBody(exchange, bounds, () => findGrounds(token, address.serverId, null, deps))
  return serveRead(readAsked(body, exchange, bounds), token, address.serverId, exchange, gate)
}

/** What was read, from its grounds to its answer: for one server, whoever the message was sent to. */
export async function serveRead(
  asked: Asked,
  token: PresentedToken,
  serverId: string,
  exchange: Exchange,
  gate: Gate,
): Promise<void> {
  const { deps } = gate
  const toolName = toolNameOf(asked)
  const place = placeOf(token, serverId, toolName)
  const lookedAt = performance.now()
  const look = async () => {
    const fresh = await findGrounds(token, serverId, toolName, deps)
    deps.recent.keep(place, fresh)
    return fresh
  }
  // Only what admission holds against the store again is decided on what was read before.
  const recent = toolName === null ? null : deps.recent.find(place)
  const grounds = recent ?? (await look())
  const leave = takePlace(asked, grounds, deps)
  exchange.span = beginSpan(asked, grounds, exchange, deps.tracer, lookedAt)
  try {
    await serveAsked(asked, grounds, look, exchange, gate, recent ? 1 : 0)
    deps.attempts.served(exchange, asked, grounds, gate.sealer)
  } catch (error) {
    exchange.span?.fail(codeOf(error))
    tellInStream(error, asked, exchange)
  } finally {
    leave()
    exchange.span?.end()
  }
}

function takePlace(asked: Asked, { facts }: Grounds, { occupancy }: Deps): Leave {
  if (isListening(asked)) return occupancy.stream(facts, null)
  const isAnswer = asked.kind === 'message' && asked.message.kind !== 'request'
  return occupancy.exchange(facts, isAnswer ? 'answer' : 'request')
}

async function serveAsked(
  asked: Asked,
  first: Grounds,
  look: () => Promise<Grounds>,
  exchange: Exchange,
  gate: Gate,
  extra: number,
): Promise<void> {
  let heldSince: number | null = null
  for (let attempt = 0; attempt < MAX_DECISIONS + extra; attempt++) {
    const grounds = attempt === 0 && heldSince === null ? first : await look()
    const decided = await inStep('decide', exchange, () => decide(asked, grounds, gate))
    const admission = await inStep('admit', exchange, () => admit(decided, grounds, gate.deps))
    tellDecided(exchange.span, decided, admission)
    if (admission.status === 'stale') continue
    if (admission.status === 'admitted') return forward(admission.admitted, exchange, gate)
    if (admission.status === 'asked') {
      const { asked: call } = admission
      const heldFrom = performance.now()
      heldSince ??= heldFrom
      const { step, state } = await hold(call, heldSince, exchange, gate)
      exchange.heldMs += performance.now() - heldFrom
      if (step === 'drop')
        return isStreaming(exchange) ? void exchange.response.end() : sendEmpty(exchange, 202)
      // What it waited for may be void because everything was stopped, which is then the answer.
      if (step === 'run' || state === 'denied' || (state === 'void' && (await look()).facts.stop)) {
        // A person has decided: the call passes the line once more, on fresh facts.
        attempt = -1
        continue
      }
      sendJson(exchange, 200, heldAnswer(call, state, gate.config))
      return
    }
    if (admission.unanswered) void refuseServer(admission.unanswered, TOO_LATE, grounds, gate)
    if (admission.body === null) return sendEmpty(exchange, admission.httpStatus)
    sendJson(exchange, admission.httpStatus, admission.body)
    return
  }
  throw changing()
}

/** GET opens the standing stream of a legacy session, DELETE ends the session. */
export async function serveSession(
  exchange: Exchange,
  address: ServerAddress,
  method: AskedStream['method'],
  gate: Gate,
): Promise<void> {
  checkOrigin(exchange, gate.config)
  const token = presentedToken(exchange, address)
  return serveStream(readAskedStream(method, exchange), token, address.serverId, exchange, gate)
}

export function readAskedStream(method: AskedStream['method'], exchange: Exchange): AskedStream {
  return {
    method,
    version: headerOf(exchange, 'mcp-protocol-version') ?? ASSUMED_VERSION,
    sessionText: headerOf(exchange, 'mcp-session-id'),
    lastEventId: headerOf(exchange, 'last-event-id'),
  }
}

/** The stream or the end of a session with one server, whoever it was asked of. */
export async function serveStream(
  asked: AskedStream,
  token: PresentedToken,
  serverId: string,
  exchange: Exchange,
  gate: Gate,
): Promise<void> {
  const { deps, sealer } = gate
  for (let attempt = 0; attempt < MAX_DECISIONS; attempt++) {
    const grounds = await findGrounds(token, serverId, null, deps)
    const decided = decideStream(asked, grounds, sealer)
    if ('ask' in decided) {
      const { ask } = decided
      const { facts } = grounds
      const leave =
        ask.kind === 'end-session'
          ? deps.occupancy.exchange(facts, 'answer')
          : deps.occupancy.stream(facts, ask.session.text)
      return forward(admitStream(grounds, ask), exchange, gate).finally(leave)
    }
    if ((await deps.admission.admit(decided.call)).status !== 'stale') throw decided.fault
  }
  throw changing()
}

function changing(): Fault {
  return new Fault('store-unavailable', 'What this call depends on keeps changing. Try again in a moment.')
}

// A fault after the answer has begun, while its call was held, is told inside of it.
function tellInStream(error: unknown, asked: Asked, exchange: Exchange): void {
  const request = asked.kind === 'message' && asked.message.kind === 'request' ? asked.message : null
  if (!request || !(error instanceof Fault) || !isStreaming(exchange)) throw error
  sendJson(exchange, error.status, errorOf(request.id, ERROR.internal, error.message))
}
