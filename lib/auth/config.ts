// Auth.js on our tables, mounted at /api/auth: it answers who is signed in, signs out with its own CSRF check, and walks
// the way to providers and back. Passwords, accounts and sessions are ours (lib/accounts, provider-sign-in.ts).
import { hkdfSync } from 'node:crypto'
import { Auth, type AuthConfig } from '@auth/core'
import { authAdapter, SESSION_MS } from '#lib/data/sessions.ts'
import { env } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { isSecure, sessionCookieName, sessionCookieOptions } from './cookie.ts'
import { providerConfigs } from './providers.ts'

/** What is done with somebody whom a provider has introduced: an address of this site to go on to. */
export type Introduce = (provider: string, profile: unknown) => Promise<string>

/** Answers a request to /api/auth/*. */
export async function answerAuthWith(request: Request, introduce: Introduce): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  // Next gives route handlers a URL on `localhost` whatever was asked for: the public origin is known.
  const url = new URL(pathname + search, env().appUrl)
  return Auth(new Request(url, request), authConfig(introduce))
}

export function authConfig(introduce: Introduce): AuthConfig {
  const maxAge = SESSION_MS / 1000
  return {
    adapter: authAdapter(),
    providers: providerConfigs(),
    secret: Buffer.from(hkdfSync('sha256', env().secretKey, '', 'portcullis auth v1', 32)).toString(
      'base64url',
    ),
    basePath: '/api/auth',
    trustHost: true,
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    // A session ends 30 days after sign-in; using it does not move the end.
    session: { strategy: 'database', maxAge, updateAge: maxAge },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    callbacks: {
      // Always another address: Auth.js itself signs nobody in.
      signIn: async ({ account, profile }) => {
        if (!account) return false
        return env().appUrl + (await introduce(account.provider, profile))
      },
      session: ({ session }) => ({ user: { email: session.user.email }, expires: session.expires }),
      redirect: ({ url, baseUrl }) => (url.startsWith(`${baseUrl}/`) ? url : baseUrl),
    },
    logger: {
      // Any visitor can cause one: by saying no at a provider, or by a made-up address.
      error: (error) => log.warn({ err: error }, 'auth'),
      warn: (code) => log.warn({ code }, 'auth'),
      debug: () => {},
    },
  }
}
