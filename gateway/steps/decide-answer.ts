// What a client of a legacy session sends besides requests: answers to what the server asked it, and
// notifications. An answer passes if this session was asked, the policy still allows that question, and
// nobody has answered it before (POLICY.md N1).
import { claimOnce } from '#lib/data/admission/index.ts'
import { ERROR, type McpNotification, type McpResponse, questionOf, type Refusal } from '#lib/mcp/index.ts'
import type { Gate } from '../gate.ts'
import { openAskedId } from '../relay/asked-id.ts'
import type { Grounds } from './authenticate-grant.ts'
import type { Ask, Decided } from './decide.ts'
import { allows, decideMethod } from './decide-method.ts'
import { denial, recordOf, recordOfRefusal } from './record.ts'

/** @throws {Fault} store-unavailable */
export async function decideAnswer(
  ask: Ask,
  answer: McpResponse,
  grounds: Grounds,
  gate: Gate,
): Promise<Decided> {
  const { session } = ask
  const refuse = (message: string): Refusal => ({
    status: 400,
    code: ERROR.invalidRequest,
    message,
    id: answer.id,
    method: '',
  })
  const asked = session && openAskedId(gate.sealer, grounds.facts, session, answer.id)
  if (!asked || (asked.method === 'ping' && !isEmpty(answer))) {
    const refusal = refuse('The server has asked nothing that this could answer.')
    return { kind: 'refused-message', refusal, call: recordOfRefusal(refusal, grounds) }
  }
  const up: Ask = { ...ask, message: { ...answer, id: asked.id } }
  if (asked.method === 'ping') return { kind: 'pass', ask: up }

  const about = {
    method: asked.method,
    session,
    protocol: ask.version,
    client: session.clientName ?? undefined,
    kind: 'answer',
  } as const
  const question = questionOf(asked.method, undefined)
  const decision = question
    ? decideMethod(grounds.policy, question.group)
    : denial('(unknown method)', 'unknown-method', '')
  if (decision.effect !== 'allow') {
    const refusal = refuse('The policy no longer lets the server ask this of its client.')
    const unanswered = { id: asked.id, version: ask.version, session }
    return { kind: 'refused-message', refusal, call: recordOf(about, decision, grounds), unanswered }
  }
  const claim = JSON.stringify(['answer', session.text, answer.id])
  if (!(await claimOnce(gate.deps.pool, grounds.facts.organisationId, claim, ask.arrival))) {
    const refusal = refuse('This request of the server was answered before.')
    const again = denial('(answered before)', 'answered-before', refusal.message)
    return { kind: 'refused-message', refusal, call: recordOf(about, again, grounds) }
  }
  return { kind: 'recorded', ask: up, call: recordOf(about, decision, grounds) }
}

function isEmpty({ body }: McpResponse): boolean {
  return 'error' in body || Object.keys(body.result).every((key) => key === '_meta')
}

/** A notification passes with its group; without a session nothing ties what it names to this client. */
export function decideNotification(ask: Ask, told: McpNotification, grounds: Grounds): Decided {
  const { session } = ask
  if (told.era !== 'legacy') return { kind: 'absorbed' }
  if (told.group === 'lifecycle')
    return session || told.method === 'notifications/initialized'
      ? { kind: 'pass', ask }
      : { kind: 'absorbed' }
  if (!session?.features.includes('roots.listChanged') || !allows(grounds.policy, told.group))
    return { kind: 'absorbed' }
  const about = {
    method: told.method,
    session,
    protocol: ask.version,
    client: session.clientName ?? undefined,
  }
  return { kind: 'recorded', ask, call: recordOf(about, decideMethod(grounds.policy, told.group), grounds) }
}
