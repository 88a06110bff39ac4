// A certified authorization server of a test's own (oidc-provider), and a door in front of an MCP server that lets in
// only what it gave, for that very server. People sign in on its page: a name, and a button.
import { randomBytes } from 'node:crypto'
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** As much of oidc-provider as is used here. */
type Interaction = { readonly uid: string; readonly params: Record<string, unknown> }
type Found = { readonly accountId?: string; readonly aud?: string | string[]; readonly isValid: boolean }
type Oidc = {
  proxy: boolean
  callback(): RequestListener
  interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>
  interactionFinished(
    request: IncomingMessage,
    response: ServerResponse,
    result: object,
    options: object,
  ): Promise<void>
  readonly Grant: new (of: {
    accountId: string
    clientId: string
  }) => {
    addOIDCScope(scope: string): void
    addResourceScope(resource: string, scope: string): void
    save(): Promise<string>
  }
  readonly AccessToken: { find(token: string): Promise<Found | undefined> }
  on(event: string, listener: (...values: unknown[]) => void): void
}
const OIDC: string = 'oidc-provider'

export type SignInServer = {
  /** The issuer; ends without a slash. */
  readonly issuer: string
  /** The MCP server that asks for it. */
  readonly url: string
  /** What reached the token endpoint, oldest first: the grant types. */
  readonly asked: string[]
  /** Whose access each request at the MCP server showed, oldest first; '' for none. */
  readonly shown: string[]
  /** Every Authorization header that reached the MCP server. */
  readonly headers: string[]
  /** Answers every request at the token endpoint in place of the server from now on; null: no more. */
  answerTokens: ((response: ServerResponse) => void) | null
  /** Waited for before the token endpoint answers; null: nothing. */
  beforeTokens: (() => Promise<void>) | null
  /** How long access tokens last from now on, in seconds. */
  seconds: number
  /** Ends the access of a person: their tokens, too, are taken for unknown. */
  end(account: string): void
  /** Does not take the tokens any more that it has seen so far; what renews them is still good. */
  forget(): void
  /** What the MCP server wants beside what was given; null: nothing. */
  wants: string | null
  /** Refuses every token at the MCP server. */
  refusesAll: boolean
  close(): Promise<void>
}
type Options = {
  /** The MCP server behind the door; its address on loopback. */
  readonly behind: string
  /** The authorization server's metadata, changed. */
  readonly metadata?: (document: Record<string, unknown>) => Record<string, unknown>
  /** The MCP server's own metadata, changed. */
  readonly resource?: (document: Record<string, unknown>) => Record<string, unknown>
  /** Takes no clients by itself: one with this id and secret is known. */
  readonly known?: { readonly id: string; readonly secret: string; readonly redirectUri: string }
  readonly port?: number
}

export async function startSignInServer(options: Options): Promise<SignInServer> {
  const server = createServer((incoming, response) => void answer(incoming, response))
  await new Promise<void>((ready) => server.listen(options.port ?? 0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const url = `${issuer}/mcp`
  const ended = new Set<string>()
  const forgotten = new Set<string>()
  const state: SignInServer = {
    issuer,
    url,
    asked: [],
    shown: [],
    headers: [],
    answerTokens: null,
    beforeTokens: null,
    seconds: 3600,
    end: (account) => void ended.add(account),
    forget: () => {
      for (const header of state.headers) forgotten.add(header)
    },
    wants: null,
    refusesAll: false,
    close: () => close(server),
  }
  const oidc = await createOidc(issuer, url, state, ended, options)
  const own = oidc.callback()

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(incoming.url ?? '/', issuer).pathname
    if (path === '/mcp') return guard(incoming, response)
    if (path === '/.well-known/oauth-protected-resource/mcp') {
      const document = { resource: url, authorization_servers: [issuer], scopes_supported: ['mcp'] }
      return sendJson(response, options.resource?.(document) ?? document)
    }
    if (path === '/.well-known/oauth-authorization-server') return metadata(response)
    if (path.startsWith('/sign-in/')) return signIn(incoming, response)
    if (path === '/token') {
      await state.beforeTokens?.()
      if (state.answerTokens) {
        state.asked.push('answered otherwise')
        return state.answerTokens(response)
      }
    }
    own(incoming, response)
  }

  // oidc-provider has it at the address of OpenID alone.
  async function metadata(response: ServerResponse): Promise<void> {
    const document = await fetch(`${issuer}/.well-known/openid-configuration`).then((found) => found.json())
    sendJson(response, options.metadata?.(document as Record<string, unknown>) ?? document)
  }

  async function guard(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const header = incoming.headers.authorization ?? ''
    state.headers.push(header)
    const token = await oidc.AccessToken.find(header.replace(/^Bearer /, '')).catch(() => undefined)
    const isForUs = [token?.aud].flat().includes(url)
    const account = token?.isValid && isForUs ? (token.accountId ?? '') : ''
    state.shown.push(account)
    if (account === '' || ended.has(account) || forgotten.has(header) || state.refusesAll) {
      const place = `${issuer}/.well-known/oauth-protected-resource/mcp`
      response.setHeader('www-authenticate', `Bearer error="invalid_token", resource_metadata="${place}"`)
      response.writeHead(401).end()
      return
    }
    if (state.wants !== null) {
      response.setHeader('www-authenticate', `Bearer error="insufficient_scope", scope="${state.wants}"`)
      response.writeHead(403).end()
      return
    }
    const onward = request(
      options.behind,
      { method: incoming.method, headers: { ...incoming.headers, 'x-account': account } },
      (answered) => {
        response.writeHead(answered.statusCode ?? 502, answered.headers)
        answered.pipe(response)
      },
    )
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    incoming.pipe(onward)
  }

  async function signIn(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { params } = await oidc.interactionDetails(incoming, response)
    if (incoming.method !== 'POST')
      return page(response, String(params.client_id), String(params.redirect_uri))
    const form = new URLSearchParams(await text(incoming))
    if (form.get('deny') !== null)
      return oidc.interactionFinished(incoming, response, { error: 'access_denied' }, {})
    const accountId = form.get('account') ?? ''
    const grant = new oidc.Grant({ accountId, clientId: String(params.client_id) })
    grant.addOIDCScope('openid offline_access')
    grant.addResourceScope(url, 'mcp')
    const result = { login: { accountId }, consent: { grantId: await grant.save() } }
    return oidc.interactionFinished(incoming, response, result, { mergeWithLastSubmission: false })
  }

  return state
}

async function createOidc(
  issuer: string,
  resource: string,
  state: SignInServer,
  ended: ReadonlySet<string>,
  { known }: Options,
): Promise<Oidc> {
  const { Provider } = (await import(OIDC)) as {
    Provider: new (issuer: string, configuration: object) => Oidc
  }
  const client = known && {
    client_id: known.id,
    client_secret: known.secret,
    redirect_uris: [known.redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
  }
  const oidc = new Provider(issuer, {
    clients: client ? [client] : [],
    cookies: { keys: [randomBytes(16).toString('hex')] },
    jwks: undefined,
    scopes: ['openid', 'offline_access'],
    findAccount: (_context: unknown, id: string) =>
      ended.has(id) ? undefined : { accountId: id, claims: () => ({ sub: id }) },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: known === undefined },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: 'mcp', audience: resource, accessTokenFormat: 'opaque' }),
      },
    },
    ttl: { ['AccessToken' as string]: () => state.seconds },
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    interactions: { url: (_context: unknown, { uid }: Interaction) => `/sign-in/${uid}` },
  })
  const note = (context: unknown) =>
    state.asked.push(
      String((context as { oidc: { params?: Record<string, unknown> } }).oidc.params?.grant_type),
    )
  oidc.on('grant.success', note)
  oidc.on('grant.error', note)
  return oidc
}

function page(response: ServerResponse, client: string, redirectUri: string): void {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(`<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in</h1>
<p>${escaped(client)} asks for access; it is sent back to ${escaped(new URL(redirectUri).origin)}.</p>
<form method="post"><label>Account <input name="account" required></label>
<button>Allow</button></form><form method="post"><button name="deny" value="1">Deny</button></form>`)
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`)
}

function sendJson(response: ServerResponse, document: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document))
}

function close(server: Server): Promise<void> {
  return new Promise((closed) => {
    server.close(() => closed())
    server.closeAllConnections()
  })
}

/**
 * Signs in at the server's page as a person with a browser would, up to where it sends them back.
 * @param from the address that a person is sent to
 * @returns the address that they come back to, unvisited
 */
export async function signInAs(from: string, account: string | null): Promise<URL> {
  const { origin } = new URL(from)
  const jar = new Map<string, string>()
  let at = from
  let form: URLSearchParams | null = null
  for (let step = 0; step < 10; step++) {
    const answer: Response = await fetch(at, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: form }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      jar.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) {
      if (form || !answer.ok) throw new Error(`the sign-in answered ${answer.status}: ${await answer.text()}`)
      form = new URLSearchParams(account === null ? { deny: '1' } : { account })
      continue
    }
    form = null
    const next = new URL(location, at)
    if (next.origin !== origin) return next
    at = next.href
  }
  throw new Error('the sign-in went in circles')
}
