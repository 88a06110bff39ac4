// The stateless revision over stdio: one child for each grant, ids and tokens kept apart.
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedGrant } from '#lib/data/admission/testing/tenant.ts'
import { type RunningConnector, type StdioTenant, startConnector, stdioTenant } from '../testing/connector.ts'
import { connect, type Harness, modernMessage, startHarness } from '../testing/harness.ts'

const SERVER = resolve('gateway/testing/stdio-server.mjs')
const MODERN = 'SDK v2, modern'
let harness: Harness
let tenant: StdioTenant
let connector: RunningConnector

beforeAll(async () => {
  harness = await startHarness()
  tenant = await stdioTenant(harness)
  connector = startConnector(tenant, harness.origin, [process.execPath, SERVER, 'modern'])
  await connector.until(/Connected to/)
})
afterAll(async () => {
  await connector.kill('SIGKILL')
  await harness.close()
})

const ask = (method: string, params: Record<string, unknown>, id: unknown = 1) => {
  const { body, headers } = modernMessage(method, params, id)
  return harness.post(tenant, body, headers)
}
const callOf = (name: string, args: object = {}, more: object = {}) => ({ name, arguments: args, ...more })

describe('the stateless revision over stdio', () => {
  it('is spoken where the server speaks it: discovered, listed, called, with progress', async () => {
    const client = await connect(MODERN, harness.url(tenant), tenant.token)
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('whoami')
    const progress: number[] = []
    await client.callTool({ name: 'slow', arguments: {} }, (step) => void progress.push(step))
    expect(progress).toEqual([1, 2, 3])
    await client.close()
  }, 60_000)

  it('shares one child within a grant, and none with another grant', async () => {
    const text = async (token: string) => {
      const client = await connect(MODERN, harness.url(tenant), token)
      const { content } = await client.callTool({ name: 'whoami', arguments: {} })
      await client.close()
      return content[0]?.text
    }
    const second = await seedGrant(harness.pool, tenant)
    expect(await text(tenant.token)).toBe(await text(tenant.token))
    expect(await text(second.token)).not.toBe(await text(tenant.token))
  }, 60_000)

  it('keeps requests apart that carry the same id and the same progress token', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask('tools/call', callOf('slow'), 'same')),
    )
    for (const { status, json } of answers) {
      expect(status).toBe(200)
      expect(json).toMatchObject({ id: 'same', result: { content: [{ text: 'done' }] } })
    }
    const { body, headers } = modernMessage('tools/call', callOf('slow'), 7)
    const params = { ...body.params, _meta: { ...body.params._meta, progressToken: 'mine' } }
    const streams = await Promise.all(
      Array.from({ length: 4 }, () => harness.post(tenant, { ...body, params }, headers)),
    )
    for (const { text } of streams) {
      expect(text.match(/"progressToken":"mine"/g)).toHaveLength(3)
      expect(text).toMatch(/"id":7/)
    }
  }, 60_000)

  it('ends a request in the child when its client goes', async () => {
    const { body, headers } = modernMessage('tools/call', callOf('hang'), 9)
    const stop = new AbortController()
    const sent = fetch(harness.url(tenant), {
      method: 'POST',
      signal: stop.signal,
      headers: {
        authorization: `Bearer ${tenant.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body: JSON.stringify(body),
    }).catch(() => null)
    const open = async () =>
      (await harness.records(tenant)).filter(({ outcome }) => outcome === 'open').length
    while ((await open()) !== 1) await new Promise((done) => setTimeout(done, 20))
    stop.abort()
    await sent
    while ((await open()) !== 0) await new Promise((done) => setTimeout(done, 20))
    expect((await harness.records(tenant)).at(-1)).toMatchObject({ tool: 'hang', outcome: 'cancelled' })
  }, 60_000)

  it('is answered with the versions that there are where the server speaks only older ones', async () => {
    const legacy = await stdioTenant(harness)
    const own = startConnector(legacy, harness.origin, [process.execPath, SERVER])
    await own.until(/Connected to/)
    const { body, headers } = modernMessage('server/discover', {}, 3)
    const answer = await harness.post(legacy, body, headers)
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({
      id: 3,
      error: {
        code: -32022,
        data: {
          supported: ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'],
          requested: '2026-07-28',
        },
      },
    })
    await own.kill('SIGKILL')
  }, 60_000)
})
