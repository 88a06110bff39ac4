// A legacy session belongs to the grant that opened it: the id that a client holds is the upstream's,
// sealed to organisation, grant and server. It also carries what the client called itself and what it
// can be asked, which a legacy client says only once.
import type { Facts } from '#lib/data/admission/index.ts'
import type { Feature } from '#lib/mcp/index.ts'
import type { Sealer } from './seal.ts'

export type Session = {
  /** The id that the upstream gave. */
  readonly upstreamId: string
  readonly clientName: string | null
  /** What the client declared that a server may ask of it, whatever the policy says of that. */
  readonly features: readonly Feature[]
  /** The sealed form, as the client holds it. */
  readonly text: string
}

/**
 * The id under which the client holds a session. Nothing is kept here of an idle one, so none has to be
 * ended; but an id that was lost must not be good for ever.
 * @param maxAgeMs after which the id is unknown
 */
export function sealSession(
  sealer: Sealer,
  facts: Facts,
  session: Omit<Session, 'text'>,
  maxAgeMs: number,
): string {
  const { upstreamId, clientName, features } = session
  const content = [upstreamId, clientName, features, facts.at + maxAgeMs]
  return sealer.seal(boundTo(facts), JSON.stringify(content))
}

/** The session, or null for an id that this grant never got for this server, or got too long ago. */
export function openSession(sealer: Sealer, facts: Facts, text: string): Session | null {
  const opened = sealer.open(boundTo(facts), text)
  if (opened === null) return null
  // A session that was opened before this gateway carried features, or ends, has none.
  const [upstreamId, clientName, features = [], endsAt = Number.POSITIVE_INFINITY] = JSON.parse(
    opened,
  ) as Content
  return facts.at > endsAt ? null : { upstreamId, clientName, features, text }
}
type Content = [upstreamId: string, clientName: string | null, features?: Feature[], endsAt?: number]

/** A session id may hold visible ASCII only (2025-11-25, basic/transports). */
export function isSessionId(text: string): boolean {
  return /^[\x21-\x7e]{1,1024}$/.test(text)
}

function boundTo(facts: Facts): string[] {
  return ['session', facts.organisationId, facts.grant.id, facts.server?.id ?? '']
}
