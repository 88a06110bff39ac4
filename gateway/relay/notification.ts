// What a server tells its client passes (POLICY.md N1), with exceptions: a server that takes a request back
// names it by an id that the client was never shown, the end of an elicitation is told only to a client
// that the server may ask, and the state of a task only to whom it belongs.
import { isJsonObject, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { type Era, type Reply, usableId } from '#lib/mcp/index.ts'
import type { Gate } from '../gate.ts'
import type { Admitted } from '../steps/admit.ts'
import { freshGrounds } from '../steps/authenticate-grant.ts'
import { allows } from '../steps/decide-method.ts'
import { passTaskNews } from './task.ts'

type Told = Extract<Reply, { kind: 'notification' }>

/**
 * What goes down in place of a server's notification; null where nothing does.
 * @throws {Fault} store-unavailable, or where the grant has ended
 */
export async function passNotification(
  { method, message }: Told,
  era: Era,
  admitted: Admitted,
  gate: Gate,
): Promise<JsonObject | null> {
  if (method === 'notifications/cancelled' && era === 'legacy') return passCancelled(message, admitted, gate)
  if (method === 'notifications/elicitation/complete') {
    const { policy } = await freshGrounds(admitted.grounds, gate.deps)
    return allows(policy, 'elicitation') ? message : null
  }
  if (method === 'notifications/tasks/status') return passTaskNews(message, null, admitted.grounds, gate)
  // The 2026-07-28 news of tasks belongs on a subscription.
  return method === 'notifications/tasks' ? null : message
}

// Null where no client was asked it by this process.
function passCancelled(message: JsonObject, { ask }: Admitted, gate: Gate): JsonObject | null {
  const params = member(message, 'params')
  if (!isJsonObject(params)) return null
  const id = usableId(member(params, 'requestId'))
  const sealed = ask.session && id !== null ? gate.deps.asked.find(ask.session, id) : undefined
  if (sealed === undefined) return null
  const copy = jsonObject(Object.entries(params))
  copy.requestId = sealed
  const told = jsonObject(Object.entries(message))
  told.params = copy
  return told
}
