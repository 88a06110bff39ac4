// A legacy session belongs to the grant that opened it: the id that a client holds is the upstream's,
// sealed to organisation, grant and server. It also carries what the client called itself, which a
// legacy client says only once.
import type { Facts } from '#lib/data/admission/index.ts'
import type { Sealer } from './seal.ts'

export type Session = {
  /** The id that the upstream gave. */
  readonly upstreamId: string
  readonly clientName: string | null
  /** The sealed form, as the client holds it. */
  readonly text: string
}

export function sealSession(
  sealer: Sealer,
  facts: Facts,
  upstreamId: string,
  clientName: string | null,
): string {
  return sealer.seal(boundTo(facts), JSON.stringify([upstreamId, clientName]))
}

/** The session, or null for an id that this grant never got for this server. */
export function openSession(sealer: Sealer, facts: Facts, text: string): Session | null {
  const opened = sealer.open(boundTo(facts), text)
  if (opened === null) return null
  const [upstreamId, clientName] = JSON.parse(opened) as [string, string | null]
  return { upstreamId, clientName, text }
}

/** A session id may hold visible ASCII only (2025-11-25, basic/transports). */
export function isSessionId(text: string): boolean {
  return /^[\x21-\x7e]{1,1024}$/.test(text)
}

function boundTo(facts: Facts): string[] {
  return ['session', facts.organisationId, facts.grant.id, facts.server?.id ?? '']
}
