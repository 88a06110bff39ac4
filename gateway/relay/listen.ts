// `subscriptions/listen` (2026-07-28): the acknowledgement comes first, and then only what was subscribed
// to, as long as the policy allows it.
import { type JsonObject, member } from '#lib/json/index.ts'
import {
  ACKNOWLEDGED,
  acknowledgement,
  allowedSubscriptions,
  asksFor,
  inSubscription,
  type McpRequest,
  type Reply,
  type RequestId,
  subscriptionOf,
} from '#lib/mcp/index.ts'
import type { Gate } from '../gate.ts'
import type { Admitted } from '../steps/admit.ts'
import { freshGrounds } from '../steps/authenticate-grant.ts'
import { allows } from '../steps/decide-method.ts'
import { Trouble } from '../trouble.ts'
import { passTaskNews } from './task.ts'

export type Listening = {
  readonly id: RequestId
  readonly request: McpRequest
  /** What went up: what was asked for and was allowed. */
  readonly filter: JsonObject
  isAcknowledged: boolean
}

/** null for a request that opens no subscription. */
export function listeningOf(request: McpRequest | null, { grounds }: Admitted): Listening | null {
  if (request?.method !== 'subscriptions/listen') return null
  const wanted = member(request.params, 'notifications')
  const filter = allowedSubscriptions(wanted, (group) => allows(grounds.policy, group))
  return { id: request.id, request, filter, isAcknowledged: false }
}

/**
 * What goes down in place of a notification of a subscription; null where nothing does.
 * @throws {Trouble} upstream-not-mcp for news before the acknowledgement
 * @throws {Fault} store-unavailable, or where the grant has ended
 */
export async function passNews(
  { method, message }: Extract<Reply, { kind: 'notification' }>,
  listening: Listening,
  admitted: Admitted,
  gate: Gate,
): Promise<JsonObject | null> {
  const { id, filter, request } = listening
  if (!listening.isAcknowledged) {
    if (method !== ACKNOWLEDGED) throw new Trouble('upstream-not-mcp')
    listening.isAcknowledged = true
    return acknowledgement(message, filter, id)
  }
  const subscription = subscriptionOf(method)
  if (subscription && !asksFor(filter, subscription.key)) return null
  if (subscription && subscription.group !== 'tool-list') {
    const { policy } = await freshGrounds(admitted.grounds, gate.deps)
    if (!allows(policy, subscription.group)) return null
  }
  const passed =
    subscription?.key === 'taskIds' ? await passTaskNews(message, request, admitted.grounds, gate) : message
  return passed && inSubscription(passed, id)
}
