// One exchange of a client with the address of all servers: whose grant, which servers it has, and the session.
import {
  type AggregateSession,
  type Facts,
  findAggregateSession,
  listGrantServers,
  type NamedServer,
} from '#lib/data/admission/index.ts'
import type { Gate } from '../gate.ts'
import type { Exchange } from '../http.ts'
import { findGrant, type PresentedToken } from '../steps/authenticate-grant.ts'
import type { Speaker } from './down.ts'

export type Visit = {
  readonly token: PresentedToken
  /** Of the grant alone: nothing is decided on them but who may look at all. */
  readonly facts: Facts
  /** In the order of their slugs. */
  readonly servers: readonly NamedServer[]
  readonly exchange: Exchange
  readonly gate: Gate
}
export type SessionVisit = Visit & {
  readonly session: AggregateSession
  /** Its client has not said yet that it listens: no server is told so before. */
  readonly isBeginning?: true
}

/** @throws {Fault} grant-unknown, grant-revoked, grant-expired, store-unavailable */
export async function openVisit(token: PresentedToken, exchange: Exchange, gate: Gate): Promise<Visit> {
  const facts = await findGrant(token, '', null, gate.deps)
  const servers = await listGrantServers(gate.deps.pool, facts.organisationId, facts.grant.id)
  return { token, facts, servers, exchange, gate }
}

/** The session's id as its client holds it: the grant's alone. */
export function sealedSession({ facts, gate }: Visit, sessionId: string): string {
  return gate.sealer.seal(boundTo(facts), sessionId)
}

/** The visit as one of that session; null for another grant's, one that has ended, and none. */
export async function inSession(visit: Visit, text: string): Promise<SessionVisit | null> {
  const { facts, gate } = visit
  const sessionId = gate.sealer.open(boundTo(facts), text)
  if (sessionId === null) return null
  const owner = { organisationId: facts.organisationId, sessionId }
  const session = await findAggregateSession(gate.deps.pool, owner, facts.grant.id)
  return session && { ...visit, session }
}

/** The key of a visit's session in the store. */
export function ownerOf({ facts, session }: SessionVisit): { organisationId: string; sessionId: string } {
  return { organisationId: facts.organisationId, sessionId: session.id }
}

export function speakerOf({ facts, gate }: Visit, { id, slug }: NamedServer): Speaker {
  const { organisationId, grant } = facts
  return { serverId: id, slug, organisationId, grantId: grant.id, sealer: gate.sealer }
}

function boundTo({ organisationId, grant }: Facts): string[] {
  return ['aggregate', organisationId, grant.id]
}
