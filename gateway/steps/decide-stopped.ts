// While an emergency stop covers a grant on a server, nothing of that grant goes up: calls are refused in the form of
// any other refusal, so that the agent reads why, and all other requests with an error that says the same. Only what
// ends something passes: the end of a session.
import type { DecidedCall, EmergencyStop } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { ERROR, type McpResponse, type Refusal } from '#lib/mcp/index.ts'
import type { Grounds } from './authenticate-grant.ts'
import type { Ask, Decided } from './decide.ts'
import { argumentsOf } from './read-asked.ts'
import { denial, recordOf } from './record.ts'

const COVERED: Readonly<Record<EmergencyStop['scope'], string>> = {
  grant: 'this grant',
  server: 'this server',
  organisation: 'everything in this organisation',
}

/** What is told to whoever is stopped: that it is so, until when, and why. */
export function stopSentence({ scope, endsAt, reason }: EmergencyStop): string {
  const until = endsAt ? `until ${endsAt.toISOString()}` : 'until a person lifts it'
  return `An emergency stop holds for ${COVERED[scope]} ${until}. Reason: ${reason}`
}

export function stopDenial(stop: EmergencyStop): DecidedCall['decision'] {
  return denial('(emergency stop)', 'stopped', stopSentence(stop))
}

export function stopFault(stop: EmergencyStop): Fault {
  return new Fault('stopped', stopSentence(stop))
}

/** What becomes of a message of a grant that is stopped. */
export function decideStopped(ask: Ask, stop: EmergencyStop, grounds: Grounds): Decided {
  const { message, session } = ask
  const about = { session, protocol: ask.version, client: session?.clientName ?? undefined }
  // What it would tell the server of is stopped, too.
  if (message.kind === 'notification') return { kind: 'absorbed' }
  if (message.kind === 'response') {
    const call = recordOf({ ...about, method: '', kind: 'answer' }, stopDenial(stop), grounds)
    return { kind: 'refused-message', refusal: refusalOf(message, stop), call }
  }
  const { method, params } = message
  const isCall = message.group === 'tool-call'
  const recorded = isCall ? { tool: String(params.name), arguments: argumentsOf(params) } : {}
  const call = recordOf({ ...about, method, ...recorded }, stopDenial(stop), grounds)
  return { kind: 'call', ask, request: message, call }
}

function refusalOf({ id }: McpResponse, stop: EmergencyStop): Refusal {
  return { status: 400, code: ERROR.invalidRequest, message: stopSentence(stop), id, method: '' }
}
