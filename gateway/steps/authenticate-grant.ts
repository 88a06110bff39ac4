// 1 and 2: who is calling, and for which server. Every answer here is the same for what does not
// exist and for what belongs to somebody else.
import type { Facts } from '#lib/data/admission/index.ts'
import { Fault } from '#lib/fault.ts'
import type { CompiledPolicy } from '#lib/policy/index.ts'
import { readToken } from '#lib/token.ts'
import type { Address } from '../address.ts'
import type { Deps } from '../deps.ts'
import { type Exchange, headersOf } from '../http.ts'
import { stopFault } from './decide-stopped.ts'

export type PresentedToken = {
  readonly organisationId: string
  readonly digest: string
  /** An access token, of a client that signed in; else a grant's own. */
  readonly kind?: 'pco'
  /** It came in the URL, which a grant must have allowed. */
  readonly isInUrl: boolean
}
/** The facts of one request, its server and its policy: everything is decided on these. */
export type Grounds = {
  readonly facts: Facts & { readonly server: NonNullable<Facts['server']> }
  /** null where the grant has no policy for this server, or it cannot be read (E1). */
  readonly policy: CompiledPolicy | null
  /** The token came in the URL, which the grant must go on to allow. */
  readonly isInUrl: boolean
}

/**
 * The token that the request shows, in its one place.
 * @throws {Fault} grant-missing, grant-unknown
 */
export function presentedToken(exchange: Exchange, address: Address): PresentedToken {
  const urlToken = address.kind === 'oauth' ? null : address.urlToken
  const values = headersOf(exchange, 'authorization')
  if (values.length > 1) throw new Fault('grant-unknown', 'The Authorization header came more than once.')
  const shown = urlToken ?? /^Bearer +([^\s]+)$/i.exec(values[0] ?? '')?.[1]
  if (shown === undefined)
    throw new Fault(
      'grant-missing',
      address.kind === 'oauth'
        ? 'Sign in: this address is for clients that use OAuth.'
        : 'Send the grant’s token as Authorization: Bearer pcg_….',
    )
  if (urlToken !== null && values.length > 0)
    throw new Fault('grant-unknown', 'Send the token in the URL or in the Authorization header, not in both.')
  const token = readToken(shown)
  // Each address takes the one kind that is made for it.
  if (address.kind === 'oauth') {
    if (token?.kind !== 'pco') throw unknownGrant()
    return { organisationId: token.organisationId, digest: token.digest, kind: 'pco', isInUrl: false }
  }
  if (token?.kind !== 'pcg') throw unknownGrant()
  return { organisationId: token.organisationId, digest: token.digest, isInUrl: urlToken !== null }
}

/**
 * What is known now of the token's grant, whatever servers it has; `serverId` is '' where none was named.
 * @throws {Fault} grant-unknown, grant-revoked, grant-expired, store-unavailable
 */
export async function findGrant(
  token: PresentedToken,
  serverId: string,
  toolName: string | null,
  deps: Deps,
): Promise<Facts> {
  const facts = await deps.facts.read({ token, serverId, toolName })
  if (!facts || (token.isInUrl && !facts.grant.urlEnabled)) throw unknownGrant()
  if (facts.state === 'expired')
    throw new Fault(
      'grant-expired',
      token.kind === 'pco'
        ? 'This access token has expired. Renew it, or sign in again.'
        : 'This grant has expired. Ask its owner for a new one.',
    )
  if (facts.state !== 'live')
    throw new Fault('grant-revoked', 'This grant was revoked. Ask its owner for a new one.')
  return facts
}

/**
 * What is known now of the token's grant on a server.
 * @throws {Fault} grant-unknown, grant-revoked, grant-expired, not-found, store-unavailable
 */
export async function findGrounds(
  token: PresentedToken,
  serverId: string,
  toolName: string | null,
  deps: Deps,
): Promise<Grounds> {
  const facts = await findGrant(token, serverId, toolName, deps)
  const { server } = facts
  if (!server) throw unknownServer()
  deps.outcomes.touch(facts.organisationId, facts.grant.id)
  const policy = await deps.shelf.policy(facts.organisationId, facts.policyVersionId, facts.baselineVersionId)
  return { facts: { ...facts, server }, policy, isInUrl: token.isInUrl }
}

/**
 * The same grant and server as they stand now, for what an open stream brings long after it was decided.
 * @throws {Fault} what `findGrounds` throws; stopped
 */
export async function freshGrounds(
  { facts, isInUrl }: Grounds,
  deps: Deps,
  toolName: string | null = facts.tool?.name ?? null,
): Promise<Grounds> {
  const { organisationId, tokenDigest, access } = facts
  const token: PresentedToken = access
    ? { organisationId, digest: access.digest, kind: 'pco', isInUrl }
    : { organisationId, digest: tokenDigest, isInUrl }
  const fresh = await findGrounds(token, facts.server.id, toolName, deps)
  if (fresh.facts.stop) throw stopFault(fresh.facts.stop)
  return fresh
}

/** The same words for a server that does not exist and one that the grant does not have. */
export function unknownServer(): Fault {
  return new Fault('not-found', 'There is no such server for this grant. Check the address in the dashboard.')
}

function unknownGrant(): Fault {
  return new Fault('grant-unknown', 'This token is not known. Copy it again, or ask for a new grant.')
}
