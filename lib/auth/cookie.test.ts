// (security L5) The cookies that say who is signed in, as an installation on https sets them.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

const before = { ...process.env }

beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://nobody:none@127.0.0.1:1/none',
    SECRET_KEY: 'V2hhdGV2ZXIgaXMgbG9uZyBlbm91Z2ggYW5kIGhhcyBtYW55IGtpbmRz',
  })
})
afterAll(() => {
  process.env = before
})

async function cookiesAt(appUrl: string) {
  process.env.APP_URL = appUrl
  vi.resetModules()
  const { browserCookieName, sessionCookieName, sessionCookieOptions } = await import('./cookie.ts')
  return { names: [sessionCookieName(), browserCookieName()], options: sessionCookieOptions() }
}

it('(security L5) on https they have the prefix that keeps out other hosts, paths and plain http', async () => {
  const { names, options } = await cookiesAt('https://gate.example.org')
  expect(names).toEqual(['__Host-portcullis.session', '__Host-portcullis.browser'])
  // What the prefix demands: Secure, the whole path, and no Domain.
  expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: true })
})

it('(security L5) on a machine of one’s own, without https, they are as closed as they can be', async () => {
  const { names, options } = await cookiesAt('http://localhost:3000')
  expect(names).toEqual(['portcullis.session', 'portcullis.browser'])
  expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure: false })
})
