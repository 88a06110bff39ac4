// The place in a stream where a client lost it (Last-Event-ID, 2025-11-25). The id that comes down is the
// upstream's, sealed to grant, server and session, so that nobody resumes another's stream; it also says
// what the stream answers, for a replayed answer is judged as the first one was.
import type { Facts } from '#lib/data/admission/index.ts'
import { jsonObject, member } from '#lib/json/index.ts'
import { findMethod, type McpRequest, type RequestId } from '#lib/mcp/index.ts'
import type { Sealer } from './seal.ts'
import type { Session } from './session.ts'

export type EventPlace = {
  /** The upstream's own event id. */
  readonly eventId: string
  /** The request that the stream answers; null for the session's standing stream. */
  readonly request: McpRequest | null
}
// What a replayed answer is judged by: of the params, no more than that.
const KEPT = ['name', 'cursor', 'taskId'] as const
type Kept = Partial<Record<(typeof KEPT)[number], string>> & { readonly task?: true }

export function sealEventId(
  sealer: Sealer,
  facts: Facts,
  session: Session | null,
  place: EventPlace,
): string {
  const { eventId, request } = place
  const about = request && [request.id, request.method, keptOf(request)]
  return sealer.seal(boundTo(facts, session), JSON.stringify([eventId, about]))
}

/** The place, or null for an event id that this session was never given. */
export function openEventId(
  sealer: Sealer,
  facts: Facts,
  session: Session,
  sealed: string,
): EventPlace | null {
  const opened = sealer.open(boundTo(facts, session), sealed)
  if (opened === null) return null
  const [eventId, about] = JSON.parse(opened) as [string, [RequestId, string, Kept] | null]
  return { eventId, request: about && requestOf(...about) }
}

function keptOf({ params }: McpRequest): Kept {
  const kept = KEPT.flatMap((key) => {
    const value = member(params, key)
    return typeof value === 'string' ? [[key, value] as const] : []
  })
  return { ...Object.fromEntries(kept), ...(member(params, 'task') !== undefined && { task: true }) }
}

// Null where a later release has taken the method away: then nothing of it is passed.
function requestOf(id: RequestId, method: string, kept: Kept): McpRequest | null {
  const rule = findMethod(method, 'legacy')
  if (!rule) return null
  const { task, ...texts } = kept
  const params = jsonObject(Object.entries(texts))
  if (task) params.task = jsonObject()
  return { kind: 'request', era: 'legacy', version: null, id, method, group: rule.group, rule, params }
}

function boundTo(facts: Facts, session: Session | null): string[] {
  const { organisationId, grant, server } = facts
  return ['event', organisationId, grant.id, server?.id ?? '', session?.upstreamId ?? '']
}
