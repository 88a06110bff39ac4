// Refusals as answers. Of a fault only its code and its public sentence leave; of a decision, what
// POLICY.md E10 and E11 say.
import type { DecidedCall, Verdict } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { fromPlain, type JsonObject } from '#lib/json/index.ts'
import {
  asksForTask,
  type DecisionNote,
  deniedMethod,
  deniedResult,
  type McpRequest,
  unknownTool,
} from '#lib/mcp/index.ts'
import { limitRefusal, refusalText } from '#lib/policy/index.ts'
import { type Exchange, faultBody, sendJson } from './http.ts'

const REMEDIES: Readonly<Record<string, string>> = {
  stopped:
    'Do not repeat this call until the stop is over: at resetAt where that is given, else when a person has lifted it.',
  'no-policy': 'Ask the owner of this grant to give it a policy for this server.',
  'definition-changed': 'Ask the owner of this server to look at the tool’s definition and accept it.',
  'not-listed': 'Use another tool, or ask the owner of the policy to allow this one.',
  'undeclared-argument': 'Leave out the arguments that the tool does not declare.',
  'requirement-unmet': 'Change the arguments so that the policy’s requirement holds.',
  // The reason does not say whether the rule looks at arguments: both cases must read true.
  'condition-met':
    'Do not repeat this call as it is. If the rule looks at arguments, others may pass; else ask the owner of the policy.',
  'approval-denied': 'Do not repeat this call. A person has looked at it and said no.',
  'too-many-approvals': 'Wait until some of the calls that wait are decided, then call again.',
  'limit-reached': 'Try again after resetAt.',
  'amount-unusable': 'Give the amount as a number that is not negative.',
  'task-tool-denied': 'Ask the owner of the policy to allow the tool again.',
  'task-not-supported': 'Call the tool without "task".',
  'method-not-allowed': 'Ask the owner of the policy to allow this kind of request.',
}

/** The answer to a call that policy or a limit refused, and the sentence in it. */
export function refusalAnswer(
  request: McpRequest,
  call: DecidedCall,
  verdict: Extract<Verdict, { status: 'refused' | 'limit' }>,
): { body: JsonObject; message: string } {
  const { decision } = call
  if (decision.reason === 'unknown-tool' || decision.reason === 'hidden')
    return { body: unknownTool(request.id, call.tool), message: decision.message }
  const isLimit = verdict.status === 'limit'
  const message = isLimit ? limitRefusal(verdict.draw, verdict.remaining, verdict.resetAt) : decision.message
  const reason = isLimit ? 'limit-reached' : decision.reason
  const remedy = REMEDIES[reason]
  const note: DecisionNote = {
    // Of a flood of equal refusals one record tells.
    id: verdict.recordId,
    rule: isLimit ? verdict.draw.rule : decision.rule,
    reason,
    ...(reason === 'stopped' && stopEnd(call)),
    ...(isLimit && { resetAt: verdict.resetAt.toISOString(), remaining: verdict.remaining }),
    ...(remedy !== undefined && { remedy }),
  }
  const text = refusalText({ message })
  const body =
    request.group === 'tool-call' && !asksForTask(request)
      ? deniedResult(request.era, request.id, text, note)
      : deniedMethod(request.id, text, note)
  return { body, message }
}

function stopEnd({ facts }: DecidedCall): { resetAt?: string } {
  const endsAt = facts.stop?.endsAt
  return endsAt ? { resetAt: endsAt.toISOString() } : {}
}

/**
 * Answers with a fault. Anything that is not one is ours, and says nothing of what it was.
 * @param challengeOf what `WWW-Authenticate` says of a missing or wrong token
 */
export function sendFault(
  exchange: Exchange,
  error: unknown,
  // No resource_metadata: some clients drop their configured header once OAuth is discoverable.
  challengeOf: (fault: Fault) => string = () => 'Bearer',
): void {
  const { response } = exchange
  if (response.headersSent && !response.writableEnded) response.destroy()
  const fault =
    error instanceof Fault
      ? error
      : new Fault('internal', 'The gateway failed, and the request was refused. Try again in a moment.')
  sendJson(
    exchange,
    fault.status,
    fromPlain(JSON.parse(faultBody(fault))) as JsonObject,
    faultHeaders(fault, challengeOf),
  )
}

function faultHeaders(fault: Fault, challengeOf: (fault: Fault) => string): Record<string, string> {
  switch (fault.status) {
    case 401:
      return { 'www-authenticate': challengeOf(fault) }
    case 429:
    case 503:
      return { 'retry-after': '1' }
    case 405:
      return { allow: 'POST, GET, DELETE' }
    case 413:
    case 414:
    case 431:
      return { connection: 'close' }
    default:
      return {}
  }
}
