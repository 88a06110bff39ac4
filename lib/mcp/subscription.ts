// `subscriptions/listen` of 2026-07-28: one long answer that brings news. What is asked for is narrowed to
// what the policy allows; every message names the request that opened the stream.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import type { RequestId } from './message.ts'
import type { MessageGroup } from './method.ts'
import { META } from './versions.ts'

const FILTERS = {
  toolsListChanged: 'tool-list',
  promptsListChanged: 'prompts',
  resourcesListChanged: 'resources',
  resourceSubscriptions: 'resources',
  taskIds: 'tasks',
} as const satisfies Record<string, MessageGroup>
export type SubscriptionKey = keyof typeof FILTERS

const BRINGS: Readonly<Record<string, SubscriptionKey>> = {
  'notifications/tools/list_changed': 'toolsListChanged',
  'notifications/prompts/list_changed': 'promptsListChanged',
  'notifications/resources/list_changed': 'resourcesListChanged',
  'notifications/resources/updated': 'resourceSubscriptions',
  'notifications/tasks': 'taskIds',
}
export const LIST_CHANGED = 'notifications/tools/list_changed'
export const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged'

/** What may be subscribed to of what was asked for. */
export function allowedSubscriptions(
  wanted: Json | undefined,
  allows: (group: MessageGroup) => boolean,
): JsonObject {
  const asked = isJsonObject(wanted) ? wanted : jsonObject()
  const entries = Object.entries(FILTERS).filter(
    ([key, group]) => Object.hasOwn(asked, key) && (group === 'tool-list' || allows(group)),
  )
  return jsonObject(entries.map(([key]) => [key, asked[key] ?? null] as const))
}

/** The part of a filter that a notification comes under, with its group; null where it comes under none. */
export function subscriptionOf(method: string): { key: SubscriptionKey; group: MessageGroup } | null {
  const key = Object.hasOwn(BRINGS, method) ? BRINGS[method] : undefined
  return key ? { key, group: FILTERS[key] } : null
}

/** Whether a filter asks for this. */
export function asksFor(filter: JsonObject, key: SubscriptionKey): boolean {
  const value = member(filter, key)
  return value === true || (Array.isArray(value) && value.length > 0)
}

/** What the server agreed to, less what may not be, and with the news that this gateway brings itself. */
export function acknowledgement(message: JsonObject, filter: JsonObject, id: RequestId): JsonObject {
  const params = member(message, 'params')
  const agreed = isJsonObject(params) ? member(params, 'notifications') : undefined
  const kept = isJsonObject(agreed)
    ? Object.entries(agreed).filter(([key]) => key !== 'toolsListChanged' && Object.hasOwn(filter, key))
    : []
  const notifications = jsonObject(kept)
  if (asksFor(filter, 'toolsListChanged')) notifications.toolsListChanged = true
  const copy = jsonObject(Object.entries(isJsonObject(params) ? params : {}))
  copy.notifications = notifications
  const told = jsonObject(Object.entries(message))
  told.params = copy
  return inSubscription(told, id)
}

/** The message as one of this subscription. */
export function inSubscription(message: JsonObject, id: RequestId): JsonObject {
  const params = member(message, 'params')
  const copy = jsonObject(isJsonObject(params) ? Object.entries(params) : [])
  const meta = member(copy, '_meta')
  const named = jsonObject(isJsonObject(meta) ? Object.entries(meta) : [])
  named[META.subscriptionId] = id
  copy._meta = named
  const told = jsonObject(Object.entries(message))
  told.params = copy
  return told
}

/** News of the tools: of a subscription, or for a legacy session's standing stream (null). */
export function listChanged(subscription: RequestId | null): JsonObject {
  const message = jsonObject([
    ['jsonrpc', '2.0'],
    ['method', LIST_CHANGED],
  ])
  return subscription === null ? message : inSubscription(message, subscription)
}
