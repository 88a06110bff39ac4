// The authorization server: oidc-provider, with everything switched off that clients of MCP have no use for. It is loaded
// when the first client asks to sign in.
import { generateKeyPairSync, hkdfSync } from 'node:crypto'
import type { Context, Provider } from 'oidc-provider'
import type { Pool } from '#lib/data/admission/index.ts'
import { digestOf, type EndedBy } from '#lib/data/oauth/index.ts'
import { organisationOf } from '#lib/id.ts'
import type { Log } from '#lib/log.ts'
import { newToken, type TokenKind } from '#lib/token.ts'
import { CONSENT_REQUEST_COOKIE } from '#lib/urls.ts'
import type { Config } from '../config.ts'
import { htmlPage } from '../html-page.ts'
import { adapterFor } from './adapter.ts'
import { clientView } from './client-view.ts'
import { consentCookieOf } from './consent-cookie.ts'
import { createFetchDocument } from './fetch-document.ts'
import { issuerOf, SCOPE } from './metadata.ts'
import { serverOfResource } from './resource.ts'

const SECONDS = { code: 60, access: 3600, refresh: 60 * 86_400, request: 600, document: 3600 }

/** Loads and sets up the library. */
export async function createProvider(config: Config, pool: Pool, log: Log): Promise<Provider> {
  const { errors, interactionPolicy, Provider } = await import('oidc-provider')
  const { Check, Prompt } = interactionPolicy
  const isSecure = config.appUrl.startsWith('https:')
  const endedBy = (): EndedBy => (Provider.ctx?.oidc.route === 'revocation' ? 'client' : 'reuse')
  const fetchDocument = createFetchDocument(config)
  const usedAlready = () => new errors.InvalidGrant('used already')
  const deps = { pool, appUrl: config.appUrl, endedBy, usedAlready }
  const untilEnd = (seconds: number) => (context: Context | undefined) => {
    const end = context?.oidc.entities.Grant?.exp
    return end === undefined ? seconds : Math.max(1, Math.min(seconds, end - Math.floor(Date.now() / 1000)))
  }

  const consent = new Prompt(
    { name: 'consent', requestable: false },
    async ({ oidc }) => ({ client: clientView(oidc.client) }),
    new Check('no_consent', 'a person has to allow this client', 'consent_required', async (context) => {
      const answer = context.oidc.result?.consent as { grantId?: string; browser?: string } | undefined
      if (answer?.grantId === undefined) return true
      // Who allowed it must be who began it: an address that was passed on to somebody else leads nowhere.
      const shown = consentCookieOf(context.req, isSecure)
      if (shown !== null && digestOf('consent', shown) === answer.browser) return false
      await adapterFor('Grant', { ...deps, endedBy: () => 'other-browser' }).destroy(answer.grantId)
      throw new errors.AccessDenied('This was allowed in another browser than the one in which it began.')
    }),
  )

  const provider = new Provider(issuerOf(config.appUrl), {
    adapter: (model: string) => adapterFor(model, deps),
    routes: {
      authorization: '/auth',
      token: '/token',
      registration: '/register',
      revocation: '/revoke',
      jwks: '/jwks',
    },
    // Nothing is signed: every token is opaque. The library wants a key all the same.
    jwks: { keys: [unusedKey()] },
    cookies: {
      keys: [
        Buffer.from(hkdfSync('sha256', config.secretKey, '', 'portcullis oauth cookies v1', 32)).toString(
          'hex',
        ),
      ],
      names: {
        session: 'portcullis.oauth',
        interaction: CONSENT_REQUEST_COOKIE,
        resume: 'portcullis.oauth-resume',
      },
      short: { httpOnly: true, sameSite: 'lax', secure: isSecure },
      long: { httpOnly: true, sameSite: 'lax', secure: isSecure },
    },
    scopes: [],
    claims: {},
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    clientDefaults: {
      application_type: 'native',
      id_token_signed_response_alg: 'ES256',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    rotateRefreshToken: true,
    revokeGrantPolicy: () => true,
    expiresWithSession: async () => false,
    issueRefreshToken: async (_context: Context, client: { grantTypeAllowed(type: string): boolean }) =>
      client.grantTypeAllowed('refresh_token'),
    ttl: {
      AuthorizationCode: SECONDS.code,
      AccessToken: untilEnd(SECONDS.access),
      RefreshToken: untilEnd(SECONDS.refresh),
      Interaction: SECONDS.request,
      Session: SECONDS.request,
      Grant: SECONDS.refresh,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: async (_context: Context, client: { clientId: string }, token: { clientId: string }) =>
          client.clientId === token.clientId,
      },
      registration: { enabled: true, initialAccessToken: false, issueRegistrationAccessToken: false },
      clientIdMetadataDocument: {
        enabled: true,
        ack: 'draft-02',
        cacheDuration: { min: 60, max: SECONDS.document },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => {
          throw new errors.InvalidTarget('say which server this is for: resource=<the address of the server>')
        },
        useGrantedResource: async () => true,
        getResourceServerInfo: async (_context: Context, resource: string) => {
          if (serverOfResource(resource, config.appUrl) === null)
            throw new errors.InvalidTarget('there is no such server at this address')
          return {
            scope: SCOPE,
            audience: resource,
            accessTokenTTL: SECONDS.access,
            accessTokenFormat: 'opaque',
          }
        },
      },
    },
    fetch: (url: string | URL) => fetchDocument(String(url)),
    findAccount: async (_context: Context, accountId: string) => ({
      accountId,
      claims: async () => ({ sub: accountId }),
    }),
    interactions: {
      policy: [consent],
      url: async (_context: Context, { uid }: { uid: string }) => `/consent/${uid}`,
    },
    renderError: async (context: Context, out: { error: string; error_description?: string }) => {
      context.type = 'html'
      context.body = htmlPage(
        'This client cannot sign in',
        `It was refused (${out.error}): ${out.error_description ?? 'the request is not valid'}. Go back to the client and begin again.`,
      )
    },
  })
  // Behind a proxy TLS ends before us. What was spoken, APP_URL says (serve.ts).
  provider.proxy = true
  issueAs(provider.AuthorizationCode, 'pca')
  issueAs(provider.AccessToken, 'pco')
  issueAs(provider.RefreshToken, 'pcr')
  const failed = (error: unknown) =>
    log.error({ err: error, route: 'oauth' }, 'the authorization server failed')
  provider.on('server_error', ((_context: Context, error: unknown) => failed(error)) as (
    ...values: never[]
  ) => void)
  provider.on('error', failed as (...values: never[]) => void)
  return provider
}

// The product's own form: it says whose a token is, and a typing error costs no look-up.
function issueAs(
  model: { readonly prototype: { grantId?: string; generateTokenId(): string } },
  kind: TokenKind,
): void {
  const original = model.prototype.generateTokenId
  model.prototype.generateTokenId = function () {
    // It also writes down which format the token has.
    original.call(this)
    const organisationId = organisationOf('grt', this.grantId ?? '')
    if (organisationId === null) throw new Error('a token belongs to a grant')
    return newToken(kind, organisationId).text
  }
}

function unusedKey(): Record<string, unknown> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' }
}
