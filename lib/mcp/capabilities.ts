// What each side is told the other can do. A conforming peer does not ask for what was never
// offered; what a non-conforming one sends all the same is stopped where it arrives.
import { copyOf, isJsonObject, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import type { McpRequest } from './message.ts'
import type { AskGroup, MessageGroup } from './method.ts'
import { allowedSubscriptions } from './subscription.ts'
import { META, SUPPORTED_VERSIONS, TASKS_EXTENSION } from './versions.ts'

/** Whether the policy lets a group of methods through. */
export type Allows = (group: MessageGroup) => boolean

const ASKED: readonly AskGroup[] = ['sampling', 'elicitation', 'roots']

/**
 * The params that go up in place of a request's own: the capabilities, subscriptions and log levels that
 * the policy allows. That a client would hold tasks for the server is never passed on.
 */
export function paramsForServer(request: McpRequest, allows: Allows): JsonObject {
  const params = copyOf(request.params)
  if (request.era === 'modern') delete params.task
  if (request.method === 'initialize' && isJsonObject(params.capabilities))
    params.capabilities = clientOffer(params.capabilities, allows)
  if (request.method === 'subscriptions/listen')
    params.notifications = allowedSubscriptions(params.notifications, allows)
  const meta = member(params, '_meta')
  if (isJsonObject(meta)) params._meta = metaForServer(meta, allows)
  return params
}

function metaForServer(meta: JsonObject, allows: Allows): JsonObject {
  const kept = Object.entries(meta).filter(
    ([key]) => (key !== META.relatedTask || allows('tasks')) && (key !== META.logLevel || allows('logging')),
  )
  const copy = jsonObject(kept)
  const declared = member(copy, META.clientCapabilities)
  if (isJsonObject(declared)) copy[META.clientCapabilities] = clientOffer(declared, allows)
  return copy
}

function clientOffer(declared: JsonObject, allows: Allows): JsonObject {
  const refused = ASKED.filter((group) => !allows(group))
  return without(declared, [...refused, 'tasks'], allows)
}

const SERVER_GROUPS: Readonly<Record<string, MessageGroup>> = {
  resources: 'resources',
  prompts: 'prompts',
  completions: 'completion',
  logging: 'logging',
  tasks: 'tasks',
}

/**
 * The result of `initialize` or `server/discover` as this grant may see it.
 * @param bringsNews whether a stream will be there on which this gateway can say that the tools changed
 */
export function serverOffer(result: JsonObject, allows: Allows, bringsNews = false): JsonObject {
  const offer = jsonObject(Object.entries(result))
  const capabilities = member(offer, 'capabilities')
  if (isJsonObject(capabilities)) {
    const refused = Object.entries(SERVER_GROUPS).filter(([, group]) => !allows(group))
    const offered = without(
      capabilities,
      refused.map(([key]) => key),
      allows,
    )
    const tools = member(offered, 'tools')
    if (bringsNews && isJsonObject(tools)) {
      const changing = jsonObject(Object.entries(tools))
      changing.listChanged = true
      offered.tools = changing
    }
    offer.capabilities = offered
  }
  const versions = member(offer, 'supportedVersions')
  if (Array.isArray(versions))
    offer.supportedVersions = versions.filter(
      (version) => typeof version === 'string' && SUPPORTED_VERSIONS.includes(version),
    )
  return offer
}

// Tasks also come as an extension (2026-07-28); the other extensions are left alone.
function without(capabilities: JsonObject, refused: readonly string[], allows: Allows): JsonObject {
  const kept = Object.entries(capabilities).filter(([key]) => !refused.includes(key))
  const copy = jsonObject(kept)
  const extensions = member(copy, 'extensions')
  if (isJsonObject(extensions) && !allows('tasks'))
    copy.extensions = jsonObject(Object.entries(extensions).filter(([key]) => key !== TASKS_EXTENSION))
  return copy
}

/** What the client says of itself in a request, where it says so; cut to a length that a record can hold. */
export function clientName(request: McpRequest): string | undefined {
  const meta = member(request.params, '_meta')
  const said =
    request.method === 'initialize'
      ? member(request.params, 'clientInfo')
      : isJsonObject(meta)
        ? member(meta, META.clientInfo)
        : undefined
  const name = isJsonObject(said) ? member(said, 'name') : undefined
  return typeof name === 'string' ? name.slice(0, 200) : undefined
}

/** Whether a server offers any news at all: then it can be listened to (2026-07-28). */
export function bringsNews(result: JsonObject): boolean {
  const capabilities = member(result, 'capabilities')
  const parts = isJsonObject(capabilities) ? Object.values(capabilities) : []
  return parts.some(
    (part) =>
      isJsonObject(part) && (member(part, 'listChanged') === true || member(part, 'subscribe') === true),
  )
}
