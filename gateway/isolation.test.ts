// What is slow harms only who is slow: one grant at its cap, by its server or by its own reading, while the
// calls of another go on.
import { connect as connectSocket, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { BOUNDS } from './config.ts'
import { callMessage, type Harness, startHarness } from './testing/harness.ts'

const AT_ONCE = 24
const CALLS = 60
let gate: Harness
beforeAll(async () => {
  gate = await startHarness({ bounds: { maxExchangesPerGrant: AT_ONCE, stalledClientMs: 60_000 } })
})
afterAll(() => gate.close())

const ANSWER = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { content: [] } })
const NOTE = `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(60_000) } })}\n\n`

/** Milliseconds of one call: the median of many, one after the other. */
async function latency(tenant: Tenant): Promise<number> {
  const times: number[] = []
  for (let call = 0; call < CALLS; call++) {
    const start = performance.now()
    expect((await gate.post(tenant, callMessage('echo'))).status).toBe(200)
    times.push(performance.now() - start)
  }
  return times.toSorted((a, b) => a - b)[CALLS / 2] ?? Number.NaN
}
/** What a call of the slow grant meets; all others are answered at once. */
function serverThat(slow: (write: (text: string) => void) => void): () => number {
  let held = 0
  gate.upstream.script = ({ body }, response) => {
    if (body.includes('"slow"')) {
      held += 1
      slow((text) => {
        if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.write(text)
      })
    } else response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER)
    return true
  }
  return () => held
}

it('a server that does not answer harms nobody else', { timeout: 120_000 }, async () => {
  const [slow, good] = [await gate.tenant(), await gate.tenant()]
  const held = serverThat(() => {})
  await latency(good)
  const before = await latency(good)
  const gone = new AbortController()
  const waiting = Array.from({ length: AT_ONCE }, () => post(slow, gone.signal))
  await expect.poll(held, { timeout: 60_000 }).toBe(AT_ONCE)
  expect((await gate.post(slow, callMessage('slow'))).status).toBe(429)
  expect(await latency(good)).toBeLessThan(6 * before)
  gone.abort()
  await Promise.allSettled(waiting)
})

it('a client that does not read harms nobody else', { timeout: 120_000 }, async () => {
  const [slow, good] = [await gate.tenant(), await gate.tenant()]
  const held = serverThat((write) => {
    for (let count = 0; count < 100; count++) write(NOTE)
  })
  const before = await latency(good)
  const sockets = Array.from({ length: AT_ONCE }, () => deaf(slow))
  await expect.poll(held, { timeout: 60_000 }).toBe(AT_ONCE)
  expect((await gate.post(slow, callMessage('slow'))).status).toBe(429)
  expect(await latency(good)).toBeLessThan(6 * before)
  for (const socket of sockets) socket.destroy()
  await expect
    .poll(async () => (await gate.post(slow, callMessage('echo'))).status, { timeout: 60_000 })
    .toBe(200)
})

it('as many calls as one organisation may hold at a server leave room there for another', {
  timeout: 120_000,
}, async () => {
  const own = await startHarness({ bounds: { maxExchangesPerGrant: 10_000 } })
  const [slow, good] = [await own.tenant(), await own.tenant()]
  let held = 0
  own.upstream.script = ({ body }, response) => {
    if (body.includes('"slow"')) held += 1
    else response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER)
    return true
  }
  const gone = new AbortController()
  const headers = { authorization: `Bearer ${slow.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify(callMessage('slow'))
  const calls = Array.from({ length: BOUNDS.maxExchangesPerOrganisation }, () =>
    fetch(own.url(slow), { method: 'POST', headers, body, signal: gone.signal }).catch(() => {}),
  )
  await expect.poll(() => held, { timeout: 60_000 }).toBe(BOUNDS.maxExchangesPerOrganisation)
  expect((await own.post(slow, callMessage('slow'))).status).toBe(429)
  expect((await own.post(good, callMessage('echo'))).json).toEqual(JSON.parse(ANSWER))
  gone.abort()
  await Promise.all(calls)
  await own.close()
})

function post(tenant: Tenant, signal: AbortSignal): Promise<unknown> {
  const headers = { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json' }
  const body = JSON.stringify(callMessage('slow'))
  return fetch(gate.url(tenant), { method: 'POST', headers, body, signal })
}

function deaf(tenant: Tenant): Socket {
  const socket = connectSocket(Number(new URL(gate.origin).port), '127.0.0.1')
  const body = JSON.stringify(callMessage('slow'))
  socket.on('error', () => {})
  socket.pause()
  socket.write(
    `POST /mcp/${tenant.serverId}/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${tenant.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  return socket
}
