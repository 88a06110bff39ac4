// The providers that people may sign in with, as Auth.js takes them: by environment, each with PKCE and state.
import type { OAuthConfig, OIDCConfig } from '@auth/core/providers'
import { z } from 'zod'
import { env, type ProviderSettings } from '#lib/env.ts'

export const PROVIDER_NAMES = { github: 'GitHub', google: 'Google' } as const
export type ProviderId = keyof typeof PROVIDER_NAMES

/** What a provider says of somebody, as far as it is used here. */
export type ProviderProfile = {
  readonly id: string
  /** Confirmed there; null where no address is. */
  readonly email: string | null
}

/** Those that are set up on this installation. */
export function providerIds(): ProviderId[] {
  const { github, google } = env()
  return [...(github ? (['github'] as const) : []), ...(google ? (['google'] as const) : [])]
}

/** The same with the names that people know them by. */
export function offeredProviders(): { readonly id: ProviderId; readonly name: string }[] {
  return providerIds().map((id) => ({ id, name: PROVIDER_NAMES[id] }))
}

export function providerConfigs(): (OAuthConfig<GitHubProfile> | OIDCConfig<GoogleProfile>)[] {
  const { github, google } = env()
  return [...(github ? [gitHub(github)] : []), ...(google ? [googleOf(google)] : [])]
}

/** What `profileOf` reads: Auth.js hands both over as they came. */
export function profileOf(provider: string, profile: unknown): ProviderProfile {
  if (provider === 'github') {
    const { id, email } = GitHubProfile.parse(profile)
    return { id: String(id), email }
  }
  const { sub, email, email_verified } = GoogleProfile.parse(profile)
  return { id: sub, email: email_verified ? (email ?? null) : null }
}

const GitHubProfile = z.object({ id: z.number(), email: z.string().nullable() })
type GitHubProfile = z.infer<typeof GitHubProfile>
const GoogleProfile = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  email_verified: z.boolean().default(false),
})
type GoogleProfile = z.infer<typeof GoogleProfile>

const GitHubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

// Auth.js' own GitHub takes the address of the public profile, confirmed or not: this asks for the confirmed ones.
function gitHub({ clientId, clientSecret, origin }: ProviderSettings): OAuthConfig<GitHubProfile> {
  const api = origin === 'https://github.com' ? 'https://api.github.com' : `${origin}/api/v3`
  return {
    id: 'github',
    name: PROVIDER_NAMES.github,
    type: 'oauth',
    issuer: `${origin}/login/oauth`,
    clientId,
    clientSecret,
    checks: ['pkce', 'state'],
    authorization: { url: `${origin}/login/oauth/authorize`, params: { scope: 'read:user user:email' } },
    token: `${origin}/login/oauth/access_token`,
    userinfo: {
      url: `${api}/user`,
      async request({ tokens }: { tokens: { access_token?: string } }) {
        const ask = async (path: string): Promise<unknown> => {
          const headers = { authorization: `Bearer ${tokens.access_token}`, 'user-agent': 'Portcullis' }
          const answer = await fetch(api + path, { headers, signal: AbortSignal.timeout(10_000) })
          if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to ${path}`)
          return answer.json()
        }
        const { id } = z.object({ id: z.number() }).parse(await ask('/user'))
        const emails = GitHubEmails.parse(await ask('/user/emails')).filter(({ verified }) => verified)
        return { id, email: (emails.find(({ primary }) => primary) ?? emails[0])?.email ?? null }
      },
    },
    profile: ({ id, email }) => ({ id: String(id), email }),
  }
}

function googleOf({ clientId, clientSecret, origin }: ProviderSettings): OIDCConfig<GoogleProfile> {
  return {
    id: 'google',
    name: PROVIDER_NAMES.google,
    type: 'oidc',
    issuer: origin,
    clientId,
    clientSecret,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: 'openid email' } },
    profile: ({ sub, email }) => ({ id: sub, email: email ?? null }),
  }
}
