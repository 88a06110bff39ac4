// Auth.js and our providers against a certified OpenID provider that speaks as Google and as GitHub do.
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { type IdentityProvider, startIdentityProvider } from '#testing/identity-provider.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { answerAuthWith } from './config.ts'
import { offeredProviders, profileOf } from './providers.ts'

const APP = 'http://localhost:3000'
let instance: Instance
let idp: IdentityProvider
let introduced: { provider: string; profile: unknown }[] = []

beforeAll(async () => {
  idp = await startIdentityProvider(APP)
  const { origin, clientId, clientSecret } = idp
  instance = await startInstance(inject('postgresUrl'), {
    GITHUB_CLIENT_ID: clientId,
    GITHUB_CLIENT_SECRET: clientSecret,
    GITHUB_URL: origin,
    GOOGLE_CLIENT_ID: clientId,
    GOOGLE_CLIENT_SECRET: clientSecret,
    GOOGLE_ISSUER: origin,
  })
})
afterAll(async () => {
  await idp.close()
  await instance.close()
})
afterEach(() => {
  introduced = []
  idp.person = null
})

const ADA = { id: '4711', email: 'ada@example.com', isVerified: true }

const answer = (request: Request) =>
  answerAuthWith(request, async (provider, profile) => {
    introduced.push({ provider, profile })
    return '/introduced'
  })

/** A browser with its own cookies for each site. */
class Browser {
  readonly jar = new Map<string, string>()

  cookies(site: string): string {
    return [...this.jar].flatMap(([key, value]) => (key.startsWith(`${site} `) ? [value] : [])).join('; ')
  }

  keep(site: string, response: Response): void {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      this.jar.set(`${site} ${pair.split('=')[0]}`, pair)
    }
  }

  async ask(url: string, init: RequestInit = {}): Promise<Response> {
    const { origin } = new URL(url)
    const headers = { ...init.headers, cookie: this.cookies(origin) }
    const request = new Request(url, { ...init, headers, redirect: 'manual' })
    const response = origin === APP ? await answer(request) : await fetch(request)
    this.keep(origin, response)
    return response
  }

  /** Goes to a provider; the address there. */
  async begin(provider: string): Promise<string> {
    const { csrfToken } = (await (await this.ask(`${APP}/api/auth/csrf`)).json()) as { csrfToken: string }
    const response = await this.ask(`${APP}/api/auth/signin/${provider}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken }).toString(),
    })
    return response.headers.get('location') ?? ''
  }

  /** Follows redirects until one leads to `end`, without going there. */
  async follow(url: string, end: string): Promise<string> {
    let at = url
    for (let i = 0; i < 12 && !at.startsWith(end); i++) {
      const response = await this.ask(at)
      const location = response.headers.get('location')
      if (!location) throw new Error(`${at} answered ${response.status}: ${await response.text()}`)
      at = new URL(location, at).href
    }
    return at
  }
}

describe.each(['google', 'github'])('%s', (provider) => {
  it('introduces somebody by a number for good and the address that it knows is confirmed', async () => {
    idp.person = ADA
    const browser = new Browser()
    expect(await browser.follow(await browser.begin(provider), `${APP}/introduced`)).toBe(`${APP}/introduced`)
    expect(introduced).toHaveLength(1)
    expect(profileOf(provider, introduced[0]?.profile)).toEqual({ id: '4711', email: 'ada@example.com' })
  })

  it('introduces nobody by an address that it does not know is confirmed', async () => {
    idp.person = { ...ADA, isVerified: false }
    const browser = new Browser()
    await browser.follow(await browser.begin(provider), `${APP}/introduced`)
    expect(profileOf(provider, introduced[0]?.profile)).toEqual({ id: '4711', email: null })
  })

  it('introduces nobody who says no: they are back at the door', async () => {
    const browser = new Browser()
    const end = await browser.follow(await browser.begin(provider), `${APP}/sign-in`)
    expect(end).toMatch(/^http:\/\/localhost:3000\/sign-in\?error=/)
    expect(introduced).toEqual([])
  })

  it('asks with state and PKCE S256, and takes no code of another browser’s way (login CSRF, mix-up)', async () => {
    idp.person = ADA
    const [attacker, victim] = [new Browser(), new Browser()]
    const to = await attacker.begin(provider)
    const asked = new URL(to).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('state')).toBeTruthy()
    expect(asked.get('redirect_uri')).toBe(`${APP}/api/auth/callback/${provider}`)
    const callback = await attacker.follow(to, `${APP}/api/auth/callback/`)
    await victim.begin(provider)
    const refused = await victim.ask(callback)
    expect(refused.headers.get('location')).toContain('/sign-in?error=')
    expect(introduced).toEqual([])
    // Nor the same code twice.
    await attacker.ask(callback)
    expect(introduced).toHaveLength(1)
    await attacker.ask(callback)
    expect(introduced).toHaveLength(1)
  })

  it('is begun by a form of ours alone, and never by a link', async () => {
    const browser = new Browser()
    for (const init of [{}, { method: 'POST', body: new URLSearchParams({ csrfToken: 'x' }) }]) {
      const response = await browser.ask(`${APP}/api/auth/signin/${provider}`, init)
      expect(response.headers.get('location') ?? '').not.toContain(idp.origin)
    }
  })
})

it('are offered where both of their variables are set', () => {
  expect(offeredProviders()).toEqual([
    { id: 'github', name: 'GitHub' },
    { id: 'google', name: 'Google' },
  ])
})
