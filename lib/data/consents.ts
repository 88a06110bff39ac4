// A client asks to use a server, and a member answers. The question was written by the gateway's authorization server
// (gateway/oauth), which reads the answer when the browser comes back to it. The grant that results is one like any other.
import { Fault } from '#lib/fault.ts'
import { organisationOf } from '#lib/id.ts'
import type { Prisma } from '../../prisma/generated/prisma/client.ts'
import { database, type Transaction, transaction } from './client.ts'
import { insertGrantIn, type NewGrantRow } from './grant-changes.ts'
import { requireGrant } from './grants.ts'
import type { Grant, Member } from './model.ts'
import { digestOf } from './oauth/digest.ts'
import { memberFrom } from './organisation.ts'

/** What a client asks, as the page shows it. */
export type ConsentRequest = {
  readonly clientId: string
  /** In the client's own words. */
  readonly clientName: string
  /** The host that vouches for the client's name; null where nobody does. */
  readonly clientHost: string | null
  readonly redirectUri: string
  readonly serverId: string
  /** A path of this site, where the browser goes after the answer. */
  readonly returnTo: string
  readonly isAnswered: boolean
}
export type ConsentAnswer =
  | { readonly consent: { readonly grantId: string; readonly browser: string }; readonly login: object }
  | { readonly error: 'access_denied'; readonly error_description: string }

/** @throws Fault not-found where there is no such question, or its time is over */
export async function requireConsentRequest(requestId: string): Promise<ConsentRequest> {
  const row = await database().oauthRequest.findUnique({ where: { digest: digestOfRequest(requestId) } })
  if (!row || row.expiresAt <= new Date()) throw consentNotFound()
  return requestOf(row.payload)
}

/**
 * The same person in the organisation whose server is asked for.
 * @throws Fault not-found where they are not of it: as for a server that does not exist
 */
export async function memberForServer(member: Member, serverId: string): Promise<Member> {
  const organisationId = organisationOf('srv', serverId) ?? ''
  if (organisationId === member.organisation.id) return member
  const row = await database().member.findUnique({
    where: { organisationId_userId: { organisationId, userId: member.userId } },
    include: { organisation: true, user: true },
  })
  if (!row) throw consentNotFound()
  return { ...member, ...memberFrom(row, member.via) }
}

/**
 * Makes the grant and writes the answer, both or neither, and each once.
 * @param browser the digest of what only the browser knows in which it was allowed
 * @throws Fault not-found, limit-reached
 */
export async function allow(
  member: Member,
  requestId: string,
  grant: NewGrantRow,
  browser: string,
): Promise<{ grant: Grant; returnTo: string }> {
  const { id, returnTo } = await transaction(async (tx) => {
    const request = await lockUnanswered(tx, requestId)
    const id = await insertGrantIn(tx, member, grant, { client: request.clientName })
    await tx.oauthGrant.create({
      data: {
        organisationId: member.organisation.id,
        grantId: id,
        serverId: request.serverId,
        clientId: request.clientId,
        clientName: request.clientName,
        redirectTo: placeOf(request.redirectUri),
      },
    })
    const login = { accountId: member.userId, remember: false }
    await writeAnswer(tx, requestId, { consent: { grantId: id, browser }, login })
    return { id, returnTo: request.returnTo }
  })
  return { grant: await requireGrant(member.organisation, id), returnTo }
}

/** Answers with no. @throws Fault not-found */
export async function refuse(requestId: string): Promise<{ returnTo: string }> {
  return transaction(async (tx) => {
    const { returnTo } = await lockUnanswered(tx, requestId)
    const error_description = 'The person who was asked did not allow it.'
    await writeAnswer(tx, requestId, { error: 'access_denied', error_description })
    return { returnTo }
  })
}

/** Where a redirect leads, as people can judge it: an origin, or the scheme of an app. */
export function placeOf(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri)
  return origin === 'null' ? protocol : origin
}

async function lockUnanswered(tx: Transaction, requestId: string): Promise<ConsentRequest> {
  const rows = await tx.$queryRaw<{ payload: Prisma.JsonValue }[]>`
    SELECT payload FROM oauth_request
     WHERE digest = ${digestOfRequest(requestId)} AND expires_at > clock_timestamp() FOR UPDATE`
  const request = rows[0] && requestOf(rows[0].payload)
  if (!request || request.isAnswered) throw consentNotFound()
  return request
}

async function writeAnswer(tx: Transaction, requestId: string, answer: ConsentAnswer): Promise<void> {
  await tx.$executeRaw`
    UPDATE oauth_request SET payload = jsonb_set(payload, '{result}', ${JSON.stringify(answer)}::jsonb)
     WHERE digest = ${digestOfRequest(requestId)}`
}

function digestOfRequest(requestId: string): string {
  return digestOf('Interaction', requestId)
}

// As gateway/oauth leaves it (oidc-provider's Interaction).
function requestOf(payload: Prisma.JsonValue): ConsentRequest {
  const { params, prompt, returnTo, result } = payload as {
    params: { client_id: string; redirect_uri: string; resource: string }
    prompt: { details: { client: { name: string; host: string | null } } }
    returnTo: string
    result?: unknown
  }
  return {
    clientId: params.client_id,
    clientName: prompt.details.client.name,
    clientHost: prompt.details.client.host,
    redirectUri: params.redirect_uri,
    serverId: /srv_[0-9a-z]{28}/.exec(params.resource)?.[0] ?? '',
    returnTo: new URL(returnTo).pathname,
    isAnswered: result !== undefined,
  }
}

// The same for a question that there is not and one about another organisation's server.
function consentNotFound(): Fault {
  return new Fault(
    'not-found',
    'There is nothing to allow here: it was answered already, ten minutes have passed, or the server is none of yours. Begin again in the client, with the address as the dashboard shows it.',
  )
}
