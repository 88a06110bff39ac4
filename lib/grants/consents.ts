// A client that signs in asks to use a server. What a member allows is a grant: with a policy and an end, listed and
// revocable like those whose token was copied.
import { randomBytes } from 'node:crypto'
import * as rows from '#lib/data/consents.ts'
import type { Grant, Member, PolicySummary } from '#lib/data/model.ts'
import { digestOf } from '#lib/data/oauth/index.ts'
import { listPolicies } from '#lib/data/policies.ts'
import { requireServer } from '#lib/data/servers.ts'
import { may, requirePermission } from '#lib/role.ts'
import { newToken } from '#lib/token.ts'
import { checkExpiry, checkLabel, checkTargets } from './input.ts'

/** What the page says before anything is allowed. */
export type Consent = {
  readonly client: {
    readonly name: string
    /** The host that vouches for the name; null where the name is the client's word alone. */
    readonly host: string | null
    /** Where its code goes: an origin, or the scheme of an app. */
    readonly redirectTo: string
  }
  readonly server: { readonly id: string; readonly name: string }
  readonly organisation: string
  /** The published ones of the server. */
  readonly policies: readonly Pick<PolicySummary, 'id' | 'name' | 'version'>[]
  readonly mayAllow: boolean
}
export type Allowed = {
  readonly grant: Grant
  /** A path of this site that the browser goes to. */
  readonly returnTo: string
  /** For a cookie of that browser: shown where it comes back, it proves that nobody else's did. */
  readonly browserSecret: string
}

/**
 * What a client asks.
 * @param requestId from the address of the page
 * @throws Fault not-found (also for another organisation's server), forbidden
 */
export async function getConsent(member: Member, requestId: string): Promise<Consent> {
  const request = await rows.requireConsentRequest(requestId)
  const own = await rows.memberForServer(member, request.serverId)
  requirePermission(own, 'servers.read')
  const [server, policies] = await Promise.all([
    requireServer(own.organisation, request.serverId),
    listPolicies(own.organisation, request.serverId),
  ])
  return {
    client: {
      name: request.clientName,
      host: request.clientHost,
      redirectTo: rows.placeOf(request.redirectUri),
    },
    server: { id: server.id, name: server.name },
    organisation: own.organisation.name,
    policies: policies
      .filter(({ version }) => version !== null)
      .map(({ id, name, version }) => ({ id, name, version })),
    mayAllow: may(own, 'grants.manage'),
  }
}

/**
 * Allows it, once. The grant has no token that anybody knows: its client gets its own, for this server alone.
 * @throws Fault forbidden, not-found (the question, the server, the policy), invalid-input, limit-reached
 */
export async function allowConsent(
  member: Member,
  requestId: string,
  answer: { label: string; policyId: string | null; expiresAt: Date | null },
): Promise<Allowed> {
  const { serverId } = await rows.requireConsentRequest(requestId)
  const own = await rows.memberForServer(member, serverId)
  requirePermission(own, 'grants.manage')
  const { digest } = newToken('pcg', own.organisation.id)
  const browserSecret = randomBytes(32).toString('base64url')
  const made = await rows.allow(
    own,
    requestId,
    {
      label: checkLabel(answer.label),
      servers: checkTargets([{ serverId, policyId: answer.policyId }]),
      tags: [],
      expiresAt: checkExpiry(answer.expiresAt),
      token: { digest, end: '' },
    },
    digestOf('consent', browserSecret),
  )
  return { ...made, browserSecret }
}

/** Does not allow it: the client is told so. @throws Fault not-found, forbidden */
export async function refuseConsent(member: Member, requestId: string): Promise<{ returnTo: string }> {
  const { serverId } = await rows.requireConsentRequest(requestId)
  requirePermission(await rows.memberForServer(member, serverId), 'servers.read')
  return rows.refuse(requestId)
}
