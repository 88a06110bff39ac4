// A message as one server is asked it: the client's, with the server's own names in it, or one that this gateway makes
// for a client, such as the beginning of a session. From here on it is a message like any other.
import type { AggregateSession, SessionPart } from '#lib/data/admission/index.ts'
import { copyOf, isJsonObject, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import {
  ASSUMED_VERSION,
  eraOf,
  findMethod,
  type McpMessage,
  type McpRequest,
  MODERN_VERSION,
  modernMeta,
  type RequestId,
} from '#lib/mcp/index.ts'
import type { Asked } from '../steps/read-asked.ts'

type Message = Extract<Asked, { kind: 'message' }>

/** A part with a server that has no sessions, because it speaks the stateless revision alone. */
export function modernPart(): SessionPart {
  return { version: MODERN_VERSION, sessionText: null }
}

/** True for a part that speaks another revision than its client does. */
export function isTranslated(part: SessionPart | null): boolean {
  return part !== null && eraOf(part.version) === 'modern'
}

/** A request of this gateway's own making. @throws Error for a method that there is not */
export function requestAsked(
  method: string,
  params: JsonObject,
  id: RequestId,
  about: { readonly version: string } | { readonly part: SessionPart; readonly session: AggregateSession },
): Asked {
  const part = 'part' in about ? about.part : null
  const era = isTranslated(part) ? 'modern' : 'legacy'
  const rule = findMethod(method, era)
  if (!rule) throw new Error(`${method} is no method of this revision`)
  const isModern = era === 'modern'
  const message: McpRequest = {
    kind: 'request',
    era,
    version: isModern ? MODERN_VERSION : null,
    id,
    method,
    group: rule.group,
    rule,
    params: isModern && 'session' in about ? withModernMeta(params, about.session) : params,
  }
  return {
    ...NOTHING,
    message,
    version: part?.version ?? ('version' in about ? about.version : ASSUMED_VERSION),
  }
}

export function notificationAsked(
  method: 'notifications/initialized',
  params: JsonObject,
  { version, sessionText }: SessionPart,
): Asked {
  const message: McpMessage = { kind: 'notification', era: 'legacy', method, group: 'lifecycle', params }
  return { ...NOTHING, message, version, sessionText: sessionText ?? undefined }
}

/**
 * The client's message as one server is sent it.
 * @param part with that server; null on the stateless wire
 * @returns null for a request that the server's revision does not have
 */
export function askedOf(
  asked: Message,
  message: McpMessage,
  part: SessionPart | null,
  session: AggregateSession | null,
): Asked | null {
  if (!part) return { ...asked, message, sessionText: undefined }
  const { version, sessionText } = part
  if (!isTranslated(part) || !session)
    return { ...asked, message, version, sessionText: sessionText ?? undefined }
  if (message.kind !== 'request' || !findMethod(message.method, 'modern')) return null
  const params = copyOf(message.params)
  delete params.task
  return requestAsked(message.method, params, message.id, { part, session })
}

// The server is told of no capability: what it would ask has no way back to a client of an older revision.
function withModernMeta(params: JsonObject, session: AggregateSession): JsonObject {
  const opening: unknown = JSON.parse(session.opening)
  const clientInfo = (opening as { clientInfo?: unknown }).clientInfo
  const given = member(params, '_meta')
  const copy = copyOf(params)
  copy._meta = jsonObject([
    ...Object.entries(isJsonObject(given) ? given : {}),
    ...Object.entries(modernMeta(clientInfo)),
  ])
  return copy
}

const NOTHING = {
  kind: 'message',
  sessionText: undefined,
  paramHeader: () => undefined,
  arrival: '',
} as const
