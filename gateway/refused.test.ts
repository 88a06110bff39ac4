// What is refused before it could do anything: the upstream sees nothing of it, and the gateway lives.
import { request } from 'node:http'
import { connect as connectSocket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedGrant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { newId, newOrganisationId } from '#lib/id.ts'
import { newToken } from '#lib/token.ts'
import {
  type Answer,
  ask,
  callMessage,
  type Harness,
  modernMessage,
  startHarness,
} from './testing/harness.ts'

let gate: Harness
let tenant: Tenant
beforeAll(async () => {
  gate = await startHarness()
  tenant = await gate.tenant()
})
afterAll(() => gate.close())

const modernCall = (name = 'echo') => modernMessage('tools/call', { name })
const postWith = (
  headers: Record<string, string>,
  body: unknown = modernCall().body,
  url = gate.url(tenant),
) =>
  ask(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...modernCall().headers, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** Runs it and proves that the upstream saw nothing. */
async function refused(act: () => Promise<Answer>): Promise<Answer> {
  const before = gate.upstream.seen.length
  const answer = await act()
  expect(gate.upstream.seen.length).toBe(before)
  return answer
}
/** A request that fetch would not send as it is. */
function raw(options: {
  method?: string
  path: string
  headers: Record<string, string | string[]>
  body?: string
}) {
  return new Promise<Answer>((resolve, reject) => {
    const { port } = new URL(gate.origin)
    const sent = request(
      { host: '127.0.0.1', port, setHost: !options.headers.host, ...options },
      (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: new Headers(), text, json: undefined }),
        )
      },
    )
    sent.on('error', reject)
    sent.end(options.body)
  })
}

describe('a message', () => {
  const call = JSON.stringify(callMessage('echo'))
  it.each<[string, string, Record<string, string>, number]>([
    ['a batch', `[${call}]`, {}, 400],
    ['an empty batch', '[]', {}, 400],
    [
      'a duplicate key',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","name":"fail"}}',
      {},
      400,
    ],
    [
      'a duplicate key behind an escape',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","n\\u0061me":"fail"}}',
      {},
      400,
    ],
    ['a call without an id', '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"echo"}}', {}, 400],
    ['an unknown method', '{"jsonrpc":"2.0","id":1,"method":"vendor/do"}', {}, 200],
    [
      'a method in capitals',
      '{"jsonrpc":"2.0","id":1,"method":"Tools/Call","params":{"name":"echo"}}',
      {},
      200,
    ],
    ['trailing text', `${call}{}`, {}, 400],
    ['no JSON at all', 'name=echo', {}, 400],
    ['a modern header on a legacy body', call, { 'mcp-protocol-version': '2026-07-28' }, 400],
    ['a revision that nobody knows', call, { 'mcp-protocol-version': '1999-01-01' }, 400],
    ['an answer that nobody asked for', '{"jsonrpc":"2.0","id":1,"result":{"action":"accept"}}', {}, 400],
    ['an unknown notification', '{"jsonrpc":"2.0","method":"notifications/x"}', {}, 400],
  ])('that is %s is refused and recorded', async (_, body, headers, status) => {
    const own = await gate.tenant()
    const answer = await refused(() => gate.post(own, body, headers))
    expect(answer.status).toBe(status)
    expect(answer.json).toMatchObject({ jsonrpc: '2.0', error: { code: expect.any(Number) } })
    expect(await gate.records(own)).toMatchObject([
      { decision: 'deny', outcome: 'refused', rule: expect.stringMatching(/^\(/) },
    ])
  })

  it.each([
    ['another name', { 'mcp-name': 'fail' }],
    ['another method', { 'mcp-method': 'tools/list' }],
    ['another name in base64', { 'mcp-name': '=?base64?ZmFpbA==?=' }],
    ['another version', { 'mcp-protocol-version': '2025-11-25' }],
  ])('whose headers say %s is refused with -32020', async (_, headers) => {
    const answer = await refused(() =>
      gate.post(tenant, modernCall().body, { ...modernCall().headers, ...headers }),
    )
    expect(answer).toMatchObject({ status: 400, json: { error: { code: -32020 } } })
  })

  it('that does not parse is answered as unauthorised to who may not call', async () => {
    expect((await refused(() => postWith({}, '[]'))).status).toBe(401)
  })

  it('[B13] that brings back a state of another call, or an answer of no known kind, is refused', async () => {
    for (const extra of [{ requestState: 'forged' }, { inputResponses: { a: { secret: 1 } } }]) {
      const { body, headers } = modernMessage('tools/call', { name: 'echo', ...extra })
      expect((await refused(() => gate.post(tenant, body, headers))).status).toBe(400)
    }
  })
})

describe('a body', () => {
  const auth = () => ({ authorization: `Bearer ${tenant.token}` })
  it.each([
    ['no type', { 'content-type': '' }, 415],
    ['text/plain', { 'content-type': 'text/plain' }, 415],
    ['another JSON', { 'content-type': 'application/json-rpc' }, 415],
    ['another charset', { 'content-type': 'application/json; charset=utf-7' }, 415],
    ['gzip', { 'content-encoding': 'gzip' }, 415],
    ['identity', { 'content-encoding': 'identity' }, 415],
  ])('with %s is refused', async (_, headers, status) => {
    expect((await refused(() => postWith({ ...auth(), ...headers }))).status).toBe(status)
  })

  it('beyond 4 MiB is refused, whatever its length claims to be', async () => {
    const big = ' '.repeat(4 * 1024 * 1024 + 1)
    expect((await refused(() => postWith(auth(), big))).status).toBe(413)
    const path = `/mcp/${tenant.serverId}/`
    const headers = { ...auth(), 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const answer = await raw({ method: 'POST', path, headers, body: big }).catch(() => ({ status: 413 }))
    expect(answer.status).toBe(413)
  })

  it('that is not UTF-8, or starts with a byte order mark, is refused', async () => {
    for (const bytes of [
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from(`\ufeff${JSON.stringify(callMessage('echo'))}`),
    ]) {
      const answer = await refused(() =>
        ask(gate.url(tenant), {
          method: 'POST',
          headers: { ...auth(), 'content-type': 'application/json' },
          body: new Uint8Array(bytes),
        }),
      )
      expect(answer.status).toBe(400)
    }
  })
})

describe('a token', () => {
  const forged = () => newToken('pcg', tenant.organisationId).text
  it.each<[string, () => Record<string, string>]>([
    ['is missing', () => ({})],
    ['was never issued', () => ({ authorization: `Bearer ${forged()}` })],
    [
      'is of another kind',
      () => ({ authorization: `Bearer ${newToken('pck', tenant.organisationId).text}` }),
    ],
    ['is half a token', () => ({ authorization: `Bearer ${tenant.token.slice(0, 40)}` })],
    ['is followed by another', () => ({ authorization: `Bearer ${tenant.token} ${tenant.token}` })],
    ['comes with another scheme', () => ({ authorization: `Basic ${tenant.token}` })],
    ['comes in a cookie', () => ({ cookie: `token=${tenant.token}` })],
    ['has a megabyte', () => ({ authorization: `Bearer pcg_${'a'.repeat(10_000)}` })],
  ])('that %s is 401, with a bare challenge', async (_, headers) => {
    const answer = await refused(() => postWith(headers()))
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(answer.text).not.toContain('pcg_a')
  })

  it('sent twice is 401, also where both are right', async () => {
    const bearer = `Bearer ${tenant.token}`
    const answer = await refused(() =>
      raw({
        method: 'POST',
        path: `/mcp/${tenant.serverId}/`,
        headers: { authorization: [bearer, bearer], 'content-type': 'application/json' },
        body: JSON.stringify(callMessage('echo')),
      }),
    )
    expect(answer.status).toBe(401)
  })

  it('in a query string is none', async () => {
    expect(
      (await refused(() => postWith({}, undefined, `${gate.url(tenant)}?token=${tenant.token}`))).status,
    ).toBe(401)
  })

  it.each([
    ['revoked', 'revoked_at = now()'],
    ['expired', 'expires_at = now()'],
  ])('of a grant that is %s is 401', async (_, change) => {
    const own = await gate.tenant()
    await gate.pool.query(`UPDATE "grant" SET ${change} WHERE id = $1`, [own.grantId])
    expect((await refused(() => gate.post(own, modernCall().body, modernCall().headers))).status).toBe(401)
  })

  it('of a grant whose maker has left the organisation is 401', async () => {
    const own = await gate.tenant()
    await gate.pool.query('DELETE FROM member WHERE user_id = $1', [own.userId])
    expect((await refused(() => gate.post(own, modernCall().body, modernCall().headers))).status).toBe(401)
  })
})

describe('a server', () => {
  it('of another organisation answers exactly as one that does not exist, and as one outside the grant', async () => {
    const other = await gate.tenant()
    const outside = {
      ...tenant,
      ...(await seedGrant(gate.pool, { ...tenant, serverId: tenant.serverId, policyId: null })),
    }
    await gate.pool.query('DELETE FROM grant_server WHERE grant_id = $1', [outside.grantId])
    const answers = []
    for (const [token, serverId] of [
      [tenant.token, other.serverId],
      [tenant.token, newId('srv', newOrganisationId())],
      [tenant.token, newId('srv', tenant.organisationId)],
      [outside.token, tenant.serverId],
    ])
      answers.push(
        await refused(() =>
          postWith({ authorization: `Bearer ${token}` }, undefined, `${gate.origin}/mcp/${serverId}/`),
        ),
      )
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
  })

  it.each([
    '/mcp/x',
    '/mcp/%2e%2e/admin',
    '/mcp//x',
    '/mcp/..;/x',
    '/mcp/SRV',
    '/mcp/SRV/oauth',
    '/mcp/SRV//',
    '/mcp/SRV/../SRV',
    '/mcp/SRV%00',
    '/mcp/t/x/SRV/',
    '/mcp/SRV/.well-known/oauth-protected-resource',
  ])('is not at %s', async (path) => {
    const headers = { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json' }
    const answer = await refused(() =>
      raw({
        method: 'POST',
        path: path.replaceAll('SRV', tenant.serverId.toUpperCase()),
        headers,
        body: '{}',
      }),
    )
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'not-found' } })
  })

  it.each(['PUT', 'PATCH', 'OPTIONS', 'HEAD'])('takes no %s', async (method) => {
    expect((await refused(() => ask(gate.url(tenant), { method }))).status).toBe(405)
  })
})

describe('a browser', () => {
  const auth = () => ({ authorization: `Bearer ${tenant.token}` })
  it.each<[string, Record<string, string>]>([
    ['a page of another origin', { origin: 'https://evil.test' }],
    ['a page without an origin', { origin: 'null' }],
    ['a navigation', { 'sec-fetch-mode': 'navigate' }],
    ['an element of another site', { 'sec-fetch-site': 'cross-site' }],
  ])('is refused: %s', async (_, headers) => {
    const path = `/mcp/${tenant.serverId}/`
    const body = JSON.stringify(modernCall().body)
    const all = { ...auth(), ...modernCall().headers, 'content-type': 'application/json', ...headers }
    expect((await refused(() => raw({ method: 'POST', path, headers: all, body }))).status).toBe(403)
  })

  it('that was led here by another name (DNS rebinding) is refused', async () => {
    const headers = { ...auth(), host: 'evil.test', 'content-type': 'application/json' }
    const answer = await refused(() =>
      raw({ method: 'POST', path: `/mcp/${tenant.serverId}/`, headers, body: '{}' }),
    )
    expect(answer.status).toBe(403)
  })

  it('page of our own origin, and the public host name, are served', async () => {
    const headers = {
      ...auth(),
      ...modernCall().headers,
      host: 'gateway.test',
      origin: 'http://gateway.test',
    }
    const answer = await raw({
      method: 'POST',
      path: `/mcp/${tenant.serverId}/`,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(modernCall().body),
    })
    expect(answer.status).toBe(200)
  })
})

describe('the wire', () => {
  it('is closed on requests that two readers would cut differently', async () => {
    const head = `POST /mcp/${tenant.serverId}/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${tenant.token}\r\nContent-Type: application/json\r\n`
    for (const framing of [
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n',
      'Transfer-Encoding: chunked, identity\r\n',
      'Transfer-Encoding : chunked\r\n',
      'Content-Length: 5\r\nContent-Length: 6\r\n',
    ]) {
      const before = gate.upstream.seen.length
      const text = await new Promise<string>((resolve) => {
        let got = ''
        const socket = connectSocket(Number(new URL(gate.origin).port), '127.0.0.1', () => {
          socket.write(`${head}${framing}\r\n0\r\n\r\n`)
        })
        socket.on('data', (chunk) => {
          got += chunk
        })
        socket.on('close', () => resolve(got))
        socket.setTimeout(3000, () => socket.destroy())
      })
      expect(text).toMatch(/^HTTP\/1\.1 400 /)
      expect(gate.upstream.seen).toHaveLength(before)
    }
  })

  it('never logs a token', () => {
    expect(gate.logged.join('')).not.toContain(tenant.token)
  })
})
