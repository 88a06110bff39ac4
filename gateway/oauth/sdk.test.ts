// The SDKs' own OAuth clients, by nothing but the address: they find the authorization server, register, send their person
// to a browser, and use what comes back. `gateway/oauth/testing/browser.ts` is the browser.
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import { UnauthorizedError as UnauthorizedV1 } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { oauthUrl } from '#lib/urls.ts'
import type { Harness } from '../testing/harness.ts'
import { makerOf } from '../testing/people.ts'
import { allow, begin, openBrowser } from './testing/browser.ts'
import { startSigningIn } from './testing/gate.ts'
import { createMemory } from './testing/memory.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startSigningIn()
})
afterAll(() => gate.close())

const who = { name: 'signing-in', version: '1' }
const KINDS = {
  'SDK v2': (url: URL, memory: ReturnType<typeof createMemory>) => {
    const client = new Client(who)
    const transport = new StreamableHTTPClientTransport(url, { authProvider: memory.provider })
    return {
      isUnauthorized: (error: unknown) => error instanceof UnauthorizedError,
      connect: () => client.connect(transport),
      finish: (redirect: URL) => transport.finishAuth(redirect.searchParams),
      list: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: () => client.callTool({ name: 'echo', arguments: { text: 'hello' } }),
      close: () => client.close(),
    }
  },
  'SDK v1': (url: URL, memory: ReturnType<typeof createMemory>) => {
    const client = new ClientV1(who)
    const transport = new TransportV1(url, { authProvider: memory.provider as never })
    return {
      isUnauthorized: (error: unknown) => error instanceof UnauthorizedV1,
      connect: () => client.connect(transport),
      finish: (redirect: URL) => transport.finishAuth(redirect.searchParams.get('code') ?? ''),
      list: async () => (await client.listTools()).tools.map(({ name }) => name),
      call: () => client.callTool({ name: 'echo', arguments: { text: 'hello' } }),
      close: () => client.close(),
    }
  },
}

for (const [name, make] of Object.entries(KINDS))
  it(`${name} signs in by its address alone, and calls under the policy that was chosen`, async () => {
    const tenant = await gate.tenant({ version: '1', default: 'deny', tools: { echo: {} } })
    const url = new URL(oauthUrl(gate.origin, tenant.serverId))
    const memory = createMemory()
    const first = make(url, memory)
    const refusal = await first.connect().then(
      () => null,
      (error: unknown) => error,
    )
    expect(refusal).toSatisfy(first.isUnauthorized)

    const browser = openBrowser()
    const requestId = await begin(browser, memory.sentTo())
    const { redirect, grantId } = await allow(browser, gate.origin, requestId, makerOf(tenant), {
      policyId: tenant.policyId,
      label: 'My agent',
    })
    expect(redirect.searchParams.get('iss')).toBe(`${gate.origin}/oauth`)
    await first.finish(redirect)

    const second = make(url, memory)
    await second.connect()
    expect(await second.list()).toEqual(['echo'])
    expect(JSON.stringify(await second.call())).toContain('hello')
    await second.close()
    expect((await gate.records(tenant)).map((row) => [row.grant_id, row.decision])).toEqual([
      [grantId, 'allow'],
    ])
    // A token that is over is renewed without a person.
    memory.loseAccessToken()
    const third = make(url, memory)
    await third.connect()
    expect(JSON.stringify(await third.call())).toContain('hello')
    await third.close()
  }, 90_000)
