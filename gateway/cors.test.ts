// MCP clients that run in a web page (a browser's preflight and what it may read).
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { type Harness, modernMessage, startHarness } from './testing/harness.ts'

const PAGE = 'https://inspector.test'
let gate: Harness
let tenant: Tenant
beforeAll(async () => {
  gate = await startHarness({ allowedOrigins: [PAGE] })
  tenant = await gate.tenant()
})
afterAll(() => gate.close())

/** A request with headers that only a browser may set. */
function browse(method: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(gate.url(tenant), { method, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
const preflight = (origin: string, more: Record<string, string> = {}) =>
  browse('OPTIONS', {
    origin,
    'access-control-request-method': 'POST',
    'sec-fetch-mode': 'cors',
    'sec-fetch-site': 'cross-site',
    ...more,
  })
const echo = modernMessage('tools/call', { name: 'echo' })
const call = (origin: string, token = tenant.token) =>
  browse(
    'POST',
    {
      origin,
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...echo.headers,
      accept: 'application/json, text/event-stream',
      'sec-fetch-mode': 'cors',
      'sec-fetch-site': 'cross-site',
    },
    JSON.stringify(echo.body),
  )

describe('a page that the deployment names', () => {
  it('is told what it may send, and that it may not bring cookies', async () => {
    const { status, headers } = await preflight(PAGE, {
      'access-control-request-headers': 'authorization,mcp-param-region,x-evil,mcp-param-a b',
    })
    expect(status).toBe(204)
    expect(headers).toMatchObject({
      'access-control-allow-origin': PAGE,
      vary: 'Origin',
      'access-control-allow-methods': 'POST, GET, DELETE',
    })
    const allowed = String(headers['access-control-allow-headers']).toLowerCase().split(', ')
    for (const name of [
      'authorization',
      'content-type',
      'mcp-session-id',
      'mcp-protocol-version',
      'mcp-method',
      'mcp-name',
      'last-event-id',
      'mcp-param-region',
    ])
      expect(allowed).toContain(name)
    expect(allowed.join()).not.toMatch(/evil|a b/)
    expect(headers['access-control-allow-credentials']).toBeUndefined()
  })

  it('may read its answers, and a refusal of its token', async () => {
    for (const [token, status] of [
      [tenant.token, 200],
      ['pcg_wrong', 401],
    ] as const) {
      const answer = await call(PAGE, token)
      expect(answer.status).toBe(status)
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-expose-headers': expect.stringContaining('Mcp-Session-Id'),
      })
    }
  })

  it('may not navigate here', async () => {
    expect(
      (
        await browse('GET', {
          origin: PAGE,
          'sec-fetch-mode': 'navigate',
          authorization: `Bearer ${tenant.token}`,
        })
      ).status,
    ).toBe(403)
  })
})

describe('any other page', () => {
  it.each(['https://evil.test', 'null', `${PAGE}.evil.test`, 'http://inspector.test'])(
    'is refused, and can read nothing: %s',
    async (origin) => {
      const before = gate.upstream.seen.length
      for (const answer of [await preflight(origin), await call(origin)]) {
        expect(answer.status).toBe(403)
        expect(answer.headers['access-control-allow-origin']).toBeUndefined()
      }
      expect(gate.upstream.seen).toHaveLength(before)
    },
  )

  it('is none without an origin: OPTIONS is no method of ours', async () => {
    expect((await browse('OPTIONS', {})).status).toBe(405)
  })
})
