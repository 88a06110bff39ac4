// A session with a server of 2024-11-05 is one open connection, so it lives in one process. Who holds it
// is a lease; any replica finds it there. It ends with its grant, with a DELETE, and when nobody uses it.
import {
  emptySent,
  hasOldSession,
  type OpenedSession,
  type Sent,
  send,
  type Target,
  type UpstreamRequest,
} from '#lib/upstream/index.ts'
import type { Gate } from '../gate.ts'
import { NotHeld } from '../hop/index.ts'
import type { Grounds } from '../steps/authenticate-grant.ts'
import { wayTo } from '../way.ts'

const OLD_SSE = 'old-sse'

/**
 * @param callId the admitted call; null where there is no record
 * @throws {Fault} what `send` and the hop throw
 */
export async function throughOldSse(
  grounds: Grounds,
  to: Target,
  request: UpstreamRequest,
  gate: Gate,
  callId: string | null,
): Promise<Sent> {
  const sessionId = request.headers['mcp-session-id']
  const target = { ...to, transport: 'sse' as const }
  if (sessionId === undefined)
    return send({ ...target, onSession: (session) => hold(session, grounds, gate) }, request)
  if (hasOldSession(sessionId)) return send(target, request)
  const { organisationId, grant, server } = grounds.facts
  try {
    const pass = { serverId: server.id, grantId: grant.id, callId }
    return await gate.deps.hop.to(
      { kind: OLD_SSE, organisationId, id: idOf(sessionId, grounds) },
      request,
      pass,
    )
  } catch (error) {
    if (error instanceof NotHeld) return emptySent(404)
    throw error
  }
}

async function hold(session: OpenedSession, grounds: Grounds, gate: Gate): Promise<void> {
  const { facts } = grounds
  const { deps } = gate
  const watch = deps.streams.watch(facts, { isStanding: true, end: session.end, changed: null })
  const holding = { kind: OLD_SSE, organisationId: facts.organisationId, id: idOf(session.id, grounds) }
  try {
    const held = await deps.hop.hold(
      holding,
      async (request, pass) =>
        pass.grantId === facts.grant.id && pass.serverId === facts.server.id
          ? send({ ...(await wayTo(grounds, gate)).target, transport: 'sse' }, request)
          : emptySent(404),
      session.end,
    )
    void session.ended.then(() => {
      watch.release()
      void held.release()
    })
  } catch (error) {
    watch.release()
    session.end()
    throw error
  }
}

// With the revision, so that a server whose address or headers changed has none of its old sessions.
function idOf(sessionId: string, { facts }: Grounds): string {
  return `${sessionId}:${facts.server.revision}`
}
