// Signing in with an account elsewhere, and connecting one: Auth.js walks the way there and back (state, PKCE, nonce, the
// code for a token), and is told where to go on; accounts and sessions are ours.
import 'server-only'
import { Auth, type AuthConfig, raw, skipCSRFCheck } from '@auth/core'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { connectProvider, type Introduced, signInByProvider } from '#lib/accounts/index.ts'
import type { Member, RequestOrigin } from '#lib/data/model.ts'
import { env } from '#lib/env.ts'
import { Fault } from '#lib/fault.ts'
import { log } from '#lib/log.ts'
import { isSecure, sessionCookieOptions } from './cookie.ts'
import { localPath } from './next-path.ts'
import { PROVIDER_NAMES, type ProviderId, profileOf, providerIds } from './providers.ts'

// What is wanted of the way back; with Auth.js' own cookies it lasts for one way.
const Wish = z.object({ connects: z.string().nullable(), next: z.string() })
type Wish = z.infer<typeof Wish>
const WISH_SECONDS = 15 * 60

/**
 * Begins the way to a provider. In a server action only: it sets cookies.
 * @param connects the id of the signed-in person who connects it; null: to sign in
 * @param next a path of this site to go to afterwards
 * @returns the address at the provider
 * @throws Fault not-found where it is not set up; store-unavailable where it does not answer
 */
export async function beginProvider(
  config: AuthConfig,
  id: string,
  connects: string | null,
  next: string,
): Promise<string> {
  const provider = providerIds().find((each) => each === id)
  if (!provider) throw new Fault('not-found', 'This way to sign in is not set up here. Choose another.')
  const request = new Request(`${env().appUrl}/api/auth/signin/${provider}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: '',
  })
  // A server action is asked for by pages of ours alone: Next compares their origin.
  const answer = await Auth(request, { ...config, raw, skipCSRFCheck })
  const to = answer.redirect ?? ''
  if (!URL.canParse(to) || new URL(to).origin === env().appUrl) throw away(provider)
  const jar = await cookies()
  for (const { name, value, options } of answer.cookies ?? []) jar.set(name, value, options)
  const wish: Wish = { connects, next: localPath(next, '/overview') }
  jar.set(wishCookie(), JSON.stringify(wish), { ...sessionCookieOptions(), maxAge: WISH_SECONDS })
  return to
}

export type WayBack = {
  readonly currentMember: () => Promise<Member | null>
  readonly origin: () => Promise<RequestOrigin>
  /** Lets in who was introduced, second step included. */
  readonly arrive: (member: Member) => Promise<{ readonly next: string | null }>
}

/**
 * What is done when a provider has introduced somebody. In a route handler only.
 * @returns a path of this site to go to; a fault is told there
 */
export async function endProvider(provider: string, profile: unknown, way: WayBack): Promise<string> {
  const wish = await takeWish()
  const name = PROVIDER_NAMES[provider as ProviderId]
  try {
    if (!wish) throw new Fault('not-signed-in', 'This took too long. Begin again.')
    const { id, email } = profileOf(provider, profile)
    const introduced: Introduced = { provider, name, providerAccountId: id, email }
    if (wish.connects === null) {
      const member = await signInByProvider(introduced, await way.origin(), env().signUp)
      const { next: step } = await way.arrive(member)
      return step === null ? wish.next : `${step}?${new URLSearchParams({ next: wish.next })}`
    }
    const member = await way.currentMember()
    // The browser may have changed hands on the way.
    if (member?.userId !== wish.connects)
      throw new Fault('not-signed-in', 'Your session has ended. Sign in again.')
    await connectProvider(member, introduced)
    return `/settings/account?connected=${provider}`
  } catch (error) {
    if (!(error instanceof Fault)) log.error({ err: error }, 'a sign-in by a provider failed')
    const code = error instanceof Fault ? error.code : 'internal'
    const page = wish?.connects ? '/settings/account' : '/sign-in'
    return `${page}?${new URLSearchParams({ fault: code, provider })}`
  }
}

async function takeWish(): Promise<Wish | null> {
  const jar = await cookies()
  const text = jar.get(wishCookie())?.value
  jar.set(wishCookie(), '', { ...sessionCookieOptions(), maxAge: 0 })
  if (text === undefined) return null
  try {
    const { connects, next } = Wish.parse(JSON.parse(text))
    return { connects, next: localPath(next, '/overview') }
  } catch {
    return null
  }
}

function away(provider: ProviderId): Fault {
  return new Fault(
    'provider-away',
    `${PROVIDER_NAMES[provider]} did not answer as it should. Try again in a moment, or sign in another way.`,
  )
}

function wishCookie(): string {
  return isSecure() ? '__Host-portcullis.provider' : 'portcullis.provider'
}
