// A legacy session with the address of all servers holds one with each of them. It is opened when that server is first
// asked for something, with what the client said at its own beginning: a server that was away then is there later.
import { randomUUID } from 'node:crypto'
import {
  type AggregateSession,
  forgetPart,
  keepPart,
  type NamedServer,
  type SessionPart,
} from '#lib/data/admission/index.ts'
import { isJsonObject, type JsonObject, jsonObject, member, parseJson } from '#lib/json/index.ts'
import { eraOf } from '#lib/mcp/index.ts'
import { askServer, askStream } from './ask.ts'
import { modernPart, notificationAsked, requestAsked } from './asked.ts'
import type { Failed } from './failure.ts'
import { ownerOf, type SessionVisit } from './visit.ts'

export type Opened =
  | {
      readonly part: SessionPart
      /** What the server said of itself, where it was opened just now. */
      readonly greeting: JsonObject | null
    }
  | { readonly failed: Failed }

// Of many exchanges that want the same part, one opens it.
const opening = new Map<string, Promise<Opened>>()

/** The session's part with a server. @throws {Fault} what `askServer` throws */
export function partOf(visit: SessionVisit, server: NamedServer): Promise<Opened> {
  const known = visit.session.parts.get(server.id)
  if (known) return Promise.resolve({ part: known, greeting: null })
  const key = `${visit.session.id} ${server.id}`
  const before = opening.get(key)
  if (before) return before
  const made = open(visit, server).finally(() => opening.delete(key))
  opening.set(key, made)
  return made
}

/** Forgets a part that its server no longer knows, here and in the store. */
export async function dropPart(
  visit: SessionVisit,
  serverId: string,
  part: SessionPart,
): Promise<SessionVisit> {
  await forgetPart(visit.gate.deps.pool, ownerOf(visit), serverId, part)
  const parts = new Map(visit.session.parts)
  parts.delete(serverId)
  return { ...visit, session: { ...visit.session, parts } }
}

/** Ends a session with one server. Whatever it answers, it is over here. */
export async function endPart(visit: SessionVisit, serverId: string, part: SessionPart): Promise<void> {
  const { version, sessionText } = part
  if (sessionText === null) return
  await askStream({ method: 'DELETE', version, sessionText, lastEventId: undefined }, serverId, visit)
}

async function open(visit: SessionVisit, server: NamedServer): Promise<Opened> {
  const { session, gate } = visit
  const asked = requestAsked('initialize', openingOf(session), ownId(), { version: session.version })
  const answered = await askServer(asked, server.id, visit)
  if (answered.kind !== 'result') return openModern(visit, server, answered)
  const version = member(answered.result, 'protocolVersion')
  if (typeof version !== 'string' || eraOf(version) !== 'legacy') return { failed: { kind: 'silent' } }
  const mine = { version, sessionText: answered.sessionText }
  const kept = await keepPart(gate.deps.pool, ownerOf(visit), server.id, mine)
  if (kept?.sessionText !== mine.sessionText) await endPart(visit, server.id, mine)
  if (!kept) return { failed: { kind: 'bare', status: 404 } }
  if (kept.sessionText === mine.sessionText && !visit.isBeginning)
    await askServer(notificationAsked('notifications/initialized', jsonObject(), kept), server.id, visit)
  return { part: kept, greeting: answered.result }
}

// A server that speaks 2026-07-28 alone has no sessions: it is asked in its own revision, on behalf of the client.
async function openModern(visit: SessionVisit, server: NamedServer, refused: Failed): Promise<Opened> {
  const mayBeModern =
    refused.kind === 'error' && (refused.status !== 200 || member(refused.error, 'code') === -32601)
  const isRefusal = refused.kind === 'error' && isJsonObject(member(refused.error, 'data'))
  if (!mayBeModern || (isRefusal && refused.status === 200)) return { failed: refused }
  const about = { part: modernPart(), session: visit.session }
  const asked = requestAsked('server/discover', jsonObject(), ownId(), about)
  const answered = await askServer(asked, server.id, visit)
  if (answered.kind !== 'result') return { failed: refused }
  const kept = await keepPart(visit.gate.deps.pool, ownerOf(visit), server.id, modernPart())
  return kept ? { part: kept, greeting: answered.result } : { failed: { kind: 'bare', status: 404 } }
}

/** What the client said of itself when it opened its session. */
export function openingOf({ opening: text }: AggregateSession): JsonObject {
  const params = parseJson(text)
  return isJsonObject(params) ? params : jsonObject()
}

/** An id of a request that no client has made. */
export function ownId(): string {
  return `portcullis-${randomUUID()}`
}
