// A request of the server in a legacy session, on its way to the client: it passes if the policy, as it
// stands now, lets the server ask, and the client said that it can be asked. Else the server is told so,
// and the refusal is recorded (POLICY.md N1).

import type { DecidedCall } from '#lib/data/admission/index.ts'
import { type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { type Question, questionOf, type Reply, usableId } from '#lib/mcp/index.ts'
import { refuseServer } from '../answer-server.ts'
import type { Gate } from '../gate.ts'
import type { Admitted } from '../steps/admit.ts'
import { freshGrounds, type Grounds } from '../steps/authenticate-grant.ts'
import { decideMethod } from '../steps/decide-method.ts'
import { denial, recordOf } from '../steps/record.ts'
import { Trouble } from '../trouble.ts'
import { sealAskedId } from './asked-id.ts'
import { UNDECLARED } from './input.ts'

export type ServerMessage = Extract<Reply, { kind: 'request' }>
const MAX_DECISIONS = 3

/**
 * What goes down in place of the server's request; null where it is refused.
 * @throws {Trouble} for a request that cannot be answered
 * @throws {Fault} store-unavailable, or where the grant has ended
 */
export async function passQuestion(
  asked: ServerMessage,
  admitted: Admitted,
  gate: Gate,
): Promise<JsonObject | null> {
  const id = usableId(asked.id)
  if (id === null) throw new Trouble('upstream-not-mcp')
  const { session, version } = admitted.ask
  const question = questionOf(asked.method, member(asked.message, 'params'))
  for (let attempt = 0; attempt < MAX_DECISIONS; attempt++) {
    const grounds = await freshGrounds(admitted.grounds, gate.deps)
    const refusal = asked.method === 'ping' && session ? null : refusalOf(asked, question, admitted, grounds)
    if (session && !refusal) {
      const sealed = sealAskedId(
        gate.sealer,
        grounds.facts,
        session,
        { id, method: asked.method },
        asked.message,
      )
      gate.deps.asked.remember(session, id, sealed)
      return withId(asked.message, sealed)
    }
    if (refusal && (await gate.deps.admission.admit(refusal)).status === 'stale') continue
    void refuseServer({ id, version, session }, refusal?.decision.message ?? '', grounds, gate)
    return null
  }
  throw new Trouble('gateway-store')
}

function refusalOf(
  asked: ServerMessage,
  question: Question | null,
  { ask }: Admitted,
  grounds: Grounds,
): DecidedCall | null {
  const { session } = ask
  const about = {
    method: asked.method,
    session,
    protocol: ask.version,
    kind: 'question',
    client: session?.clientName ?? undefined,
  } as const
  const refuse = (...decision: Parameters<typeof denial>) => recordOf(about, denial(...decision), grounds)
  if (!question)
    return refuse(
      '(unknown method)',
      'unknown-method',
      'This gateway does not pass this request on to its client.',
    )
  const decision = decideMethod(grounds.policy, question.group)
  if (decision.effect !== 'allow') return recordOf(about, decision, grounds)
  if (session && question.needs.every((feature) => session.features.includes(feature))) return null
  return recordOf(about, UNDECLARED, grounds)
}

function withId(message: JsonObject, id: string): JsonObject {
  const copy = jsonObject(Object.entries(message))
  copy.id = id
  return copy
}
