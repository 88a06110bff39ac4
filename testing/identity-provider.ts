// Somewhere else that people have accounts: a certified OpenID provider (oidc-provider) that speaks as Google does, and, on
// the same origin, as GitHub Enterprise does. Whoever comes is `person`, at once, without a page.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** As much of oidc-provider as is used here; its types are a package of their own. */
type Oidc = {
  callback(): RequestListener
  interactionDetails(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{ params: { client_id: string; scope?: string } }>
  interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>
  readonly Grant: new (of: {
    accountId: string
    clientId: string
  }) => {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }
  readonly AccessToken: { find(token: string): Promise<{ accountId?: string } | undefined> }
}
type OidcModule = { default: new (issuer: string, configuration: object) => Oidc }
const OIDC: string = 'oidc-provider'

export type Person = {
  /** What the provider calls them for good; a number, as GitHub's. */
  readonly id: string
  readonly email: string
  readonly isVerified: boolean
}
export type IdentityProvider = {
  readonly origin: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who signs in next. null: whoever comes says no. */
  person: Person | null
  readonly close: () => Promise<void>
}

/** @param appUrl of the Portcullis that people come from */
export async function startIdentityProvider(appUrl: string): Promise<IdentityProvider> {
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const known = new Map<string, Person>()
  const state: IdentityProvider = {
    origin,
    clientId: 'portcullis',
    clientSecret: randomBytes(24).toString('hex'),
    person: null,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
  const { default: Provider }: OidcModule = await import(OIDC)
  const configuration = {
    clients: [
      {
        client_id: state.clientId,
        client_secret: state.clientSecret,
        redirect_uris: ['github', 'google'].map((name) => `${appUrl}/api/auth/callback/${name}`),
      },
    ],
    scopes: ['openid', 'read:user', 'user:email'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // Google puts the address into the ID token.
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    findAccount: (_: unknown, id: string) => {
      const person = known.get(id)
      const claims = () => ({ sub: id, email: person?.email, email_verified: person?.isVerified })
      return person && { accountId: id, claims }
    },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    jwks: undefined,
  }
  const google = new Provider(origin, {
    ...configuration,
    interactions: { url: () => '/interaction/google' },
  })
  // GitHub calls itself by this address in its answers.
  const gitHub = new Provider(`${origin}/login/oauth`, {
    ...configuration,
    routes: { authorization: '/login/oauth/authorize', token: '/login/oauth/access_token' },
    interactions: { url: () => '/interaction/github' },
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', origin).pathname
    if (path === '/interaction/google') return interact(google, request, response)
    if (path === '/interaction/github') return interact(gitHub, request, response)
    if (path === '/api/v3/user' || path === '/api/v3/user/emails') return tell(path, request, response)
    const own = path.startsWith('/login/oauth/') ? gitHub : google
    own.callback()(request, response)
  }

  async function interact(oidc: Oidc, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { person } = state
    if (!person)
      return oidc.interactionFinished(request, response, {
        error: 'access_denied',
        error_description: 'said no',
      })
    known.set(person.id, person)
    const { params } = await oidc.interactionDetails(request, response)
    const grant = new oidc.Grant({ accountId: person.id, clientId: params.client_id })
    grant.addOIDCScope(params.scope ?? '')
    await oidc.interactionFinished(request, response, {
      login: { accountId: person.id, remember: false },
      consent: { grantId: await grant.save() },
    })
  }

  // GitHub's own API, as far as it is asked.
  async function tell(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '')
    const person = known.get((await gitHub.AccessToken.find(token))?.accountId ?? '')
    const said = !person
      ? { message: 'Bad credentials' }
      : path === '/api/v3/user'
        ? // The address of the public profile: anybody's word.
          { id: Number(person.id), login: 'somebody', email: 'public-profile@example.com' }
        : [
            { email: 'old@example.com', primary: false, verified: false },
            { email: person.email, primary: true, verified: person.isVerified },
          ]
    response.writeHead(person ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(said))
  }

  return state
}
