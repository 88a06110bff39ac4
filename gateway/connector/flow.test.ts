// Slow clients and slow children stop their own session, and hold a bounded amount of memory.
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningConnector, type StdioTenant, startConnector, stdioTenant } from '../testing/connector.ts'
import { callMessage, connect, type Harness, startHarness } from '../testing/harness.ts'

const SERVER = resolve('gateway/testing/stdio-server.mjs')
let harness: Harness
let tenant: StdioTenant
let connector: RunningConnector

beforeAll(async () => {
  harness = await startHarness()
  tenant = await stdioTenant(harness)
  connector = startConnector(tenant, harness.origin, [process.execPath, SERVER])
  await connector.until(/Connected to/)
})
afterAll(async () => {
  await connector.kill('SIGKILL')
  await harness.close()
})

/** A session on the bare wire, and the headers that name it. */
async function openSession(): Promise<Record<string, string>> {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'wire', version: '1' },
  }
  const opened = await harness.post(tenant, { jsonrpc: '2.0', id: 0, method: 'initialize', params })
  expect(opened.status).toBe(200)
  const headers = {
    'mcp-session-id': opened.headers.get('mcp-session-id') ?? '',
    'mcp-protocol-version': '2025-11-25',
  }
  const ready = { jsonrpc: '2.0', method: 'notifications/initialized' }
  expect((await harness.post(tenant, ready, headers)).status).toBe(202)
  return headers
}

const flooded = () => Number([...connector.said().matchAll(/flooded (\d+)/g)].at(-1)?.[1] ?? -1)
const until = async (isSo: () => boolean | Promise<boolean>) => {
  while (!(await isSo())) await new Promise((done) => setTimeout(done, 50))
}

describe('backpressure', () => {
  it('a client that does not read stops the child that writes for it, and nobody else', async () => {
    const session = await openSession()
    const [count, size] = [6000, 10_000]
    const response = await fetch(harness.url(tenant), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tenant.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...session,
      },
      body: JSON.stringify(callMessage('flood', { count, size }, 7)),
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    // It writes until every window and buffer on the way is full, and then no more.
    let before = -2
    await until(async () => {
      const now = flooded()
      const stands = now === before
      before = now
      await new Promise((done) => setTimeout(done, 500))
      return stands && now > 0
    })
    expect(flooded() * size).toBeLessThan(25_000_000)
    const other = await connect('SDK v1', harness.url(tenant), tenant.token)
    expect((await other.callTool({ name: 'count', arguments: {} })).content[0]?.text).toBe('1')
    await other.close()
    // Read at last, nothing of it is missing.
    const text = await response.text()
    expect(text.match(/notifications\/message/g)).toHaveLength(count)
    expect(text).toContain('"flooded"')
  }, 120_000)

  it('a child that does not read is given a bounded amount; what does not fit is refused and given back', async () => {
    const session = await openSession()
    expect((await harness.post(tenant, callMessage('deaf', {}, 1), session)).text).toContain('deaf')
    const filler = 'z'.repeat(900_000)
    const answers: string[] = []
    const stop = new AbortController()
    const sent = Array.from({ length: 14 }, (_, index) =>
      fetch(harness.url(tenant), {
        method: 'POST',
        signal: stop.signal,
        headers: {
          authorization: `Bearer ${tenant.token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...session,
        },
        body: JSON.stringify(callMessage('whoami', { filler }, 100 + index)),
      })
        .then((response) => response.text())
        .then((text) => void answers.push(text))
        .catch(() => {}),
    )
    await until(() => answers.length >= 2)
    expect(answers[0]).toContain('upstream-busy')
    const other = await connect('SDK v1', harness.url(tenant), tenant.token)
    expect((await other.callTool({ name: 'count', arguments: {} })).content[0]?.text).toBe('1')
    await other.close()
    stop.abort()
    await Promise.all(sent)
    await until(async () => (await harness.records(tenant)).every(({ outcome }) => outcome !== 'open'))
    const outcomes = (await harness.records(tenant)).map(({ outcome }) => outcome)
    expect(outcomes.filter((each) => each === 'not_sent').length).toBeGreaterThanOrEqual(2)
  }, 120_000)
})
