// GET of a session with all servers: their standing streams in one. A stream that answered one request and was lost is
// taken up again from its one server.
import type { NamedServer, SessionPart } from '#lib/data/admission/index.ts'
import { boundsOf } from '../config.ts'
import { openEventId } from '../event-id.ts'
import type { Exchange } from '../http.ts'
import { serveStream } from '../pipeline.ts'
import { openSession } from '../session.ts'
import { findGrounds } from '../steps/authenticate-grant.ts'
import type { AskedStream } from '../steps/decide-stream.ts'
import { isTranslated } from './asked.ts'
import { InnerExchange } from './inner.ts'
import { readMarked } from './marks.ts'
import { serveMerged } from './merged.ts'
import { dropPart, partOf } from './parts.ts'
import { readerFor } from './relay-one.ts'
import { inSession, type SessionVisit } from './visit.ts'

/** @param sessionText as the client holds it */
export async function serveStanding(
  asked: AskedStream,
  visit: SessionVisit,
  sessionText: string,
): Promise<void> {
  const { facts, gate } = visit
  const marked = readMarked(asked.lastEventId)
  const server = marked && visit.servers.find(({ id }) => id === marked.serverId)
  const part = server && visit.session.parts.get(server.id)
  if (marked && server && part && (await isOfOne(marked.own, part, server, visit)))
    return resume({ ...asked, ...part, lastEventId: marked.own }, server, visit)
  const leave = gate.deps.occupancy.stream(facts, sessionText)
  const lost = (each: NamedServer) => (each.id === marked?.serverId ? marked.own : undefined)
  try {
    await serveMerged(visit, {
      request: null,
      announces: true,
      ready: Promise.resolve(),
      told: (_, message) => message,
      open: (each, inner, isFirst, changed) =>
        openOne({ ...asked, lastEventId: isFirst ? lost(each) : undefined }, each, inner, visit, changed),
    })
  } finally {
    leave()
  }
}

async function openOne(
  asked: AskedStream,
  server: NamedServer,
  inner: Exchange,
  visit: SessionVisit,
  changed: () => void,
): Promise<boolean> {
  // Another exchange may have opened its part meanwhile.
  const now = await inSession(visit, asked.sessionText ?? '')
  if (!now) return false
  const opened = await partOf(now, server)
  if ('failed' in opened) return true
  const { part, greeting } = opened
  if (greeting) changed()
  if (part.sessionText === null || isTranslated(part)) return false
  const { version, sessionText } = part
  await serveStream({ ...asked, version, sessionText }, visit.token, server.id, inner, visit.gate)
  const { statusCode } = inner.response
  if (statusCode === 404) await dropPart(now, server.id, part)
  // A server without such a stream says so.
  return statusCode !== 405
}

/** Whether an event stood in the answer to one request: then one server alone goes on with it, or refuses to. */
async function isOfOne(
  eventId: string,
  { sessionText }: SessionPart,
  server: NamedServer,
  { token, gate }: SessionVisit,
): Promise<boolean> {
  if (sessionText === null) return false
  const { facts } = await findGrounds(token, server.id, null, gate.deps)
  const session = openSession(gate.sealer, facts, sessionText)
  const place = session && openEventId(gate.sealer, facts, session, eventId)
  return !place || place.request !== null
}

async function resume(
  asked: Omit<AskedStream, 'sessionText'> & { sessionText: string | null },
  server: NamedServer,
  visit: SessionVisit,
): Promise<void> {
  const { token, exchange, gate } = visit
  const reader = readerFor(null, server, visit, null)
  const inner = new InnerExchange(exchange, reader, boundsOf(gate.config).maxAnswerBytes * 2)
  const own = { ...asked, sessionText: asked.sessionText ?? undefined }
  await inner.run((each) => serveStream(own, token, server.id, each, gate))
}
