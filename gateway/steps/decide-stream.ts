// GET and DELETE of a legacy session: they carry no message, and pass for the grant whose session it is.
import type { DecidedCall } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import { eraOf } from '#lib/mcp/index.ts'
import { openEventId } from '../event-id.ts'
import type { Sealer } from '../seal.ts'
import { openSession } from '../session.ts'
import type { StreamAsk } from './admit.ts'
import type { Grounds } from './authenticate-grant.ts'
import { STRANGE_SESSION } from './decide.ts'
import { stopDenial, stopFault } from './decide-stopped.ts'
import { denial, recordOf } from './record.ts'

export type AskedStream = {
  readonly method: 'GET' | 'DELETE'
  readonly version: string
  readonly sessionText: string | undefined
  readonly lastEventId: string | undefined
}
export type DecidedStream =
  | { readonly ask: StreamAsk }
  /** Refused: recorded, then answered with the fault. */
  | { readonly fault: Fault; readonly call: DecidedCall }

/** @throws {Fault} method-not-allowed where there is no such stream for anybody */
export function decideStream(asked: AskedStream, grounds: Grounds, sealer: Sealer): DecidedStream {
  const { method, version, sessionText, lastEventId } = asked
  const isEnd = method === 'DELETE'
  if (eraOf(version) !== 'legacy')
    throw new Fault('method-not-allowed', 'This protocol revision uses POST only.')
  // Without a session nothing says whose the stream would be; 405 is how a server says it has none.
  if (sessionText === undefined)
    throw new Fault('method-not-allowed', 'There is a stream only within a session.')
  const about = { method, session: null, protocol: version }
  const session = openSession(sealer, grounds.facts, sessionText)
  if (!session) {
    const fault = new Fault('not-found', STRANGE_SESSION.message)
    return { fault, call: recordOf(about, STRANGE_SESSION, grounds) }
  }
  const { stop } = grounds.facts
  if (stop && !isEnd)
    return { fault: stopFault(stop), call: recordOf({ ...about, session }, stopDenial(stop), grounds) }
  if (isEnd || lastEventId === undefined || lastEventId === '')
    return { ask: { kind: isEnd ? 'end-session' : 'open-stream', version, session, place: null } }
  const place = openEventId(sealer, grounds.facts, session, lastEventId)
  if (place) return { ask: { kind: 'open-stream', version, session, place } }
  const message = 'No stream of this session can be resumed from that event id. Open a new one.'
  const stranger = denial('(unknown event)', 'unknown-event', message)
  const call = recordOf({ ...about, session }, stranger, grounds)
  return { fault: new Fault('malformed-message', message), call }
}
