// A person who comes back from signing in: what they bring is exchanged where it was asked for, once, and for them alone.
import { openClient, sealClient, sealTokens, withToken } from '#lib/access/index.ts'
import { takeDeparture } from '#lib/data/departures.ts'
import type { Member } from '#lib/data/model.ts'
import { findSignIn, type NewSignIn, type NewTokens, saveOwnTokens, saveSignIn } from '#lib/data/sign-ins.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { may, requirePermission } from '#lib/role.ts'
import { refreshServer, saveRegistered } from '#lib/servers/index.ts'
import { exchangeCode, readTools, redirectUri, type Tokens } from '#lib/upstream/index.ts'
import { type Departed, digestOf, openDeparted, reachHere } from './departed.ts'

/** What the authorization server wrote into the address. */
export type Arrival = {
  readonly state: string | undefined
  readonly code: string | undefined
  readonly error: string | undefined
  readonly iss: string | undefined
}
export type Connected = {
  readonly serverId: string
  readonly isNew: boolean
  /** The draft that waited for the server. */
  readonly trial: string | null
}

/**
 * Exchanges the code and keeps the tokens; registers the server where that was wanted.
 * @param session what the member's browser holds
 * @param issuer the digest that the address names
 * @throws Fault invalid-input for an arrival that nobody waits for; upstream-unauthorised where it was refused;
 *   forbidden, version-conflict, and those of asking the server
 */
export async function finishSignIn(
  member: Member,
  session: string,
  issuer: string,
  arrival: Arrival,
): Promise<Connected> {
  requirePermission(member, 'servers.read')
  const stateDigest = digestOf(arrival.state ?? '')
  const taken = await takeDeparture(member, { stateDigest, sessionDigest: digestOf(session) })
  if (!taken) throw unknownArrival()
  const departed = openDeparted(member, stateDigest, taken.sealed)
  const { signIn } = departed
  // One that was sent by another server than the one asked: its code must not go there (RFC 9207, RFC 9700 §4.4).
  const isTheirs = arrival.iss === undefined ? !signIn.namesIssuer : arrival.iss === signIn.issuer
  if (taken.issuerDigest !== issuer || !isTheirs) throw unknownArrival()
  const { host } = new URL(signIn.issuer)
  if (arrival.error !== undefined) throw refused(host, arrival.error)
  if (arrival.code === undefined || arrival.code === '') throw unknownArrival()
  if (departed.isSetUp) requirePermission(member, 'servers.manage')
  const answer = await exchangeCode(
    { ...signIn, client: departed.client },
    { code: arrival.code, verifier: departed.verifier, redirectUri: redirectUri(env().appUrl, issuer) },
    reachHere(),
  )
  if (answer.kind === 'refused')
    throw new Fault('upstream-unauthorised', `${host} gave no access: ${answer.reason}. Connect again.`)
  return keep(member, taken.serverId, departed, answer.tokens)
}

async function keep(
  member: Member,
  serverId: string,
  departed: Departed,
  tokens: Tokens,
): Promise<Connected> {
  const { wanted, url, signIn, client, mode, isSetUp } = departed
  const place = { organisationId: member.organisation.id, serverId }
  const kept = tokensFor(member, serverId, departed, tokens)
  const setUp: NewSignIn = {
    mode,
    issuer: signIn.issuer,
    resource: signIn.resource,
    tokenEndpoint: signIn.tokenEndpoint,
    revocationEndpoint: signIn.revocationEndpoint,
    scope: signIn.scope,
    clientKind: client.kind,
    sealedClient: new Uint8Array(sealClient(env().secretKey, place, client)),
  }
  if (wanted) {
    const { headers, transport, trial } = wanted
    const target = {
      url,
      headers,
      allowPrivate: env().allowPrivateUpstreams,
      ...(transport && { transport }),
    }
    const list = await readTools(withToken(target, tokens.accessToken))
    await saveRegistered(member, { id: serverId, name: wanted.name, url, headers }, list, {
      signIn: setUp,
      tokens: kept,
    })
    return { serverId, isNew: true, trial: trial ?? null }
  }
  const server = { id: serverId, url }
  if (isSetUp) await saveSignIn(member, server, setUp, kept, await isSameClient(member, serverId, departed))
  else await saveOwnTokens(member, server, signIn.issuer, kept)
  // What its status says is of before. A person who only signs in for themselves reads nothing.
  if (isSetUp && may(member, 'servers.manage')) await refreshServer(member, serverId)
  return { serverId, isNew: false, trial: null }
}

function tokensFor(
  member: Member,
  serverId: string,
  { signIn, client, mode }: Departed,
  { accessToken, refreshToken, lastsSeconds, scope }: Tokens,
): NewTokens {
  const owner = mode === 'user' ? member.userId : ''
  const sealed = sealTokens(
    env().secretKey,
    { organisationId: member.organisation.id, serverId, owner },
    { accessToken, refreshToken, issuer: signIn.issuer, clientId: client.id },
  )
  return { sealedTokens: new Uint8Array(sealed), lastsSeconds, scope: scope ?? signIn.scope }
}

async function isSameClient(
  member: Member,
  serverId: string,
  { signIn, client }: Departed,
): Promise<boolean> {
  const stored = await findSignIn(member.organisation, serverId)
  if (stored?.issuer !== signIn.issuer) return false
  const place = { organisationId: member.organisation.id, serverId }
  return openClient(env().secretKey, place, stored.sealedClient).id === client.id
}

// The same words whatever is wrong with it: who did not begin this learns nothing.
function unknownArrival(): Fault {
  return new Fault(
    'invalid-input',
    'This sign-in is not one that this browser began here in the last ten minutes, or it was finished already. Connect again from the server’s page.',
  )
}

function refused(host: string, error: string): Fault {
  if (error === 'access_denied')
    return new Fault(
      'upstream-unauthorised',
      `You did not allow the access at ${host}, so nothing was connected.`,
    )
  const said = /^[a-z_]{1,60}$/.test(error) ? ` (${error})` : ''
  return new Fault(
    'upstream-unauthorised',
    `${host} did not sign you in${said}. Connect again; if it stays, tell its operator.`,
  )
}
