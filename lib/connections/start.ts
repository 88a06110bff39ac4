// Sending a person to sign in at a server. Nothing of the server is changed before they come back.
import { openClient } from '#lib/access/index.ts'
import { keepDeparture } from '#lib/data/departures.ts'
import type { Member } from '#lib/data/model.ts'
import { newServerId } from '#lib/data/server-changes.ts'
import { findUpstream } from '#lib/data/servers.ts'
import { findSignIn, type SignInMode } from '#lib/data/sign-ins.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { may, requirePermission } from '#lib/role.ts'
import { checkName, checkServerUrl } from '#lib/servers/index.ts'
import {
  checkHeaders,
  departure,
  discoverSignIn,
  issuerDigest,
  type OauthClient,
  obtainClient,
  redirectUri,
  type SignIn,
} from '#lib/upstream/index.ts'
import { type Departed, digestOf, type NewServerWanted, reachHere, sealDeparted } from './departed.ts'

/** A client that a person registered by hand; `secret` '' for a public one. */
export type ManualClient = { readonly id: string; readonly secret: string }
export type SignInOfNew = {
  readonly server: NewServerWanted & { readonly url: string }
  readonly mode: SignInMode
  readonly client?: ManualClient
}
export type SignInOfKnown = {
  readonly serverId: string
  /** Sets up, or sets anew, how it is signed in to; else the member signs in as that says. */
  readonly mode?: SignInMode
  readonly client?: ManualClient
}

/**
 * Signs in to a server that is not registered yet; it is when the member comes back.
 * @param session what the member's browser holds: nobody else's may come back
 * @returns where to send the browser
 * @throws Fault forbidden, invalid-input ({needsClient, redirectUri} where a client has to be registered by hand),
 *   url-refused, address-refused, and those of asking the server
 */
export async function startNewSignIn(
  member: Member,
  session: string,
  { server, mode, client }: SignInOfNew,
): Promise<{ url: string }> {
  requirePermission(member, 'servers.manage')
  const wanted = { ...server, name: checkName(server.name), headers: checkHeaders(server.headers) }
  const url = checkServerUrl(server.url)
  const signIn = await find(url)
  const own = client ? manual(client, signIn) : await obtainClient(signIn, reachHere())
  const departed = { signIn, client: own, mode, isSetUp: true, url, wanted }
  return depart(member, session, newServerId(member.organisation), departed)
}

/**
 * Signs in to a registered server: for everybody, where its setting or `mode` says so, else for the member alone.
 * @throws Fault as `startNewSignIn`; not-found
 */
export async function startSignIn(
  member: Member,
  session: string,
  { serverId, mode, client }: SignInOfKnown,
): Promise<{ url: string }> {
  requirePermission(member, 'servers.read')
  const { url } = await findUpstream(member.organisation, serverId)
  if (url === '')
    throw new Fault('invalid-input', 'This server is reached through its connector: it has no sign-in.')
  const stored = await findSignIn(member.organisation, serverId)
  const isOwn = mode === undefined && stored?.mode === 'user'
  if (!isOwn) requirePermission(member, 'servers.manage')
  const chosen = mode ?? stored?.mode
  if (!chosen)
    throw new Fault('invalid-input', 'Say who signs in: one account for everybody, or each person.')
  const offered = await find(url)
  const signIn = stored?.issuer === offered.issuer ? withScope(offered, stored.scope) : offered
  const place = { organisationId: member.organisation.id, serverId }
  const isKnown = stored !== null && stored.issuer === signIn.issuer && !stored.clientRefused
  const known = isKnown ? openClient(env().secretKey, place, stored.sealedClient) : null
  if (isOwn && !known && !may(member, 'servers.manage'))
    throw new Fault(
      'forbidden',
      'The sign-in of this server has changed. Ask an admin to connect it again.',
      {
        data: { required: 'admin' },
      },
    )
  const own = client ? manual(client, signIn) : (known ?? (await obtainClient(signIn, reachHere())))
  const isSetUp = !isOwn || known === null
  return depart(member, session, serverId, { signIn, client: own, mode: chosen, isSetUp, url, wanted: null })
}

async function depart(
  member: Member,
  session: string,
  serverId: string,
  departed: Omit<Departed, 'verifier'>,
): Promise<{ url: string }> {
  const { signIn, client } = departed
  const digest = issuerDigest(signIn.issuer)
  const { url, state, verifier } = departure(signIn, client, redirectUri(env().appUrl, digest))
  const stateDigest = digestOf(state)
  await keepDeparture(member, {
    stateDigest,
    sessionDigest: digestOf(session),
    serverId,
    issuerDigest: digest,
    sealed: new Uint8Array(sealDeparted(member, stateDigest, { ...departed, verifier })),
  })
  return { url }
}

// The server has asked for more since.
function withScope(signIn: SignIn, scope: string): SignIn {
  const all = new Set(`${signIn.scope} ${scope}`.split(' ').filter((each) => each !== ''))
  return { ...signIn, scope: [...all].join(' ') }
}

async function find(url: string): Promise<SignIn> {
  const signIn = await discoverSignIn(url, reachHere())
  if (signIn) return signIn
  throw new Fault(
    'upstream-error',
    `${new URL(url).host} offers no sign-in that Portcullis can use. Give it an Authorization header instead.`,
  )
}

function manual({ id, secret }: ManualClient, { authMethods }: SignIn): OauthClient {
  if (!/^[\x20-\x7e]{1,2000}$/.test(id.trim()) || !/^[\x20-\x7e]{0,2000}$/.test(secret))
    throw new Fault('invalid-input', 'Enter the client id as the server gave it.', {
      data: { field: 'clientId' },
    })
  const prefersPost =
    authMethods.includes('client_secret_post') && !authMethods.includes('client_secret_basic')
  const auth = secret === '' ? 'none' : prefersPost ? 'client_secret_post' : 'client_secret_basic'
  return { id: id.trim(), secret, auth, kind: 'manual' }
}
