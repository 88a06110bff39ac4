// What the client of a held call is told at last, where the call did not go on: in the form of E11.
import type { JsonObject } from '#lib/json/index.ts'
import { asksForTask, type DecisionNote, deniedMethod, deniedResult } from '#lib/mcp/index.ts'
import { pendingText, refusalText, type Standing } from '#lib/policy/index.ts'
import type { Config } from '../config.ts'
import type { AskedCall } from './asked-call.ts'

const OVER: Readonly<Record<Exclude<Standing, 'waiting' | 'usable'>, string>> = {
  used: 'This approval let its one call in already. Call again to ask anew.',
  denied: 'A person denied this call.',
  expired: 'This approval has expired. Call again to ask anew.',
  void: 'What this approval was given for has changed (the grant, the policy, the tool’s definition or the server), so it is void. Call again to ask anew.',
}

/** The answer to a call whose approval stands so, and that does not go on. */
export function heldAnswer(asked: AskedCall, state: Standing, { appUrl }: Config): JsonObject {
  const { request, call, approvalId, until } = asked
  const isWaiting = state === 'waiting' || state === 'usable'
  const approvalUrl = `${appUrl}/approvals/${approvalId}`
  const text = isWaiting
    ? pendingText({ tool: call.tool, reason: asked.reason, approvalUrl, expiresAt: until })
    : refusalText({ message: OVER[state] })
  const note: DecisionNote = {
    id: call.id,
    rule: call.decision.rule,
    reason: isWaiting ? 'approval-needed' : `approval-${state}`,
    approvalUrl,
    ...(isWaiting && { expiresAt: until.toISOString() }),
    remedy: isWaiting
      ? 'Call again with the same arguments once a person has approved it.'
      : 'Call again to ask a person anew.',
  }
  return asksForTask(request)
    ? deniedMethod(request.id, text, note)
    : deniedResult(request.era, request.id, text, note)
}
