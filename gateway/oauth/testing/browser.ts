// A person's browser as the authorization server sees it: it follows redirects and keeps cookies by their paths. What the
// dashboard's page does with an answer, the product's own functions do.

import type { Member } from '#lib/data/model.ts'
import { allowConsent, refuseConsent } from '#lib/grants/index.ts'
import { consentCookieName } from '#lib/urls.ts'

type Cookie = { readonly name: string; readonly value: string; readonly path: string }
export type Browser = {
  /** One request; redirects are the caller's to follow. */
  get(url: string | URL): Promise<Response>
  setCookie(name: string, value: string): void
}
export type Answer = { label?: string; policyId: string | null; expiresAt?: Date | null }

export function openBrowser(): Browser {
  const jar = new Map<string, Cookie>()
  const keep = (line: string, from: URL) => {
    const [pair = '', ...attributes] = line.split(/;\s*/)
    const at = pair.indexOf('=')
    const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? from.pathname
    const name = pair.slice(0, at)
    jar.set(`${name} ${path}`, { name, value: pair.slice(at + 1), path })
  }
  return {
    setCookie: (name, value) => void jar.set(`${name} /`, { name, value, path: '/' }),
    async get(url) {
      const to = new URL(url)
      const cookie = [...jar.values()]
        .filter(({ path, value }) => value !== '' && to.pathname.startsWith(path))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ')
      const response = await fetch(to, {
        redirect: 'manual',
        headers: { accept: 'text/html', ...(cookie !== '' && { cookie }) },
      })
      for (const line of response.headers.getSetCookie()) keep(line, to)
      return response
    },
  }
}

/** Opens what a client would open; gives back the id of the consent page that it leads to. */
export async function begin(browser: Browser, authorizationUrl: string | URL): Promise<string> {
  const response = await browser.get(authorizationUrl)
  const to = response.headers.get('location') ?? ''
  const id = /^\/consent\/([\w-]{43})$/.exec(to)?.[1]
  if (id === undefined) throw new Error(`no consent: ${response.status} ${to} ${await response.text()}`)
  return id
}

/** Allows it, comes back, and gives back where the browser was sent: the client's redirect with its code. */
export async function allow(
  browser: Browser,
  origin: string,
  requestId: string,
  member: Member,
  answer: Answer,
): Promise<{ redirect: URL; grantId: string }> {
  const allowed = await allowConsent(member, requestId, { label: 'A client', expiresAt: null, ...answer })
  browser.setCookie(consentCookieName(false), allowed.browserSecret)
  return { redirect: await comeBack(browser, origin, allowed.returnTo), grantId: allowed.grant.id }
}

/** Refuses it, and comes back. */
export async function refuse(
  browser: Browser,
  origin: string,
  requestId: string,
  member: Member,
): Promise<URL> {
  return comeBack(browser, origin, (await refuseConsent(member, requestId)).returnTo)
}

export async function comeBack(browser: Browser, origin: string, path: string): Promise<URL> {
  const response = await browser.get(origin + path)
  const to = response.headers.get('location')
  if (to === null) throw new Error(`no way back: ${response.status} ${await response.text()}`)
  return new URL(to)
}
