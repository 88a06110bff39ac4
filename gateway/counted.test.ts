// What counts once a call has left, and what does not (POLICY.md L6): by the counter, the record and the upstream.
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callMessage, type Harness, startHarness } from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterAll(() => gate.close())

const limited = (max: number, algorithm = 'fixed') => ({
  version: '1',
  default: 'deny',
  tools: { echo: { limits: [{ counter: 'c', window: 'month', max, scope: 'grant', algorithm }] } },
})
const usedBy = async (organisationId: string) =>
  (
    await gate.pool.query('SELECT used::int AS used FROM counter WHERE organisation_id = $1', [
      organisationId,
    ])
  ).rows[0]?.used

describe('a call that left', () => {
  it.each(['fixed', 'sliding'])('[F8] counts where the upstream fails every time (%s)', async (algorithm) => {
    const tenant = await gate.tenant(limited(3, algorithm))
    gate.upstream.script = (_, response) => {
      response.writeHead(500).end()
      return true
    }
    const before = gate.upstream.calls().length
    const answers = []
    for (let i = 0; i < 5; i++) answers.push(await gate.post(tenant, callMessage('echo')))
    gate.upstream.script = null
    expect(gate.upstream.calls()).toHaveLength(before + 3)
    expect(await usedBy(tenant.organisationId)).toBe(3)
    expect((await gate.records(tenant)).map((record) => record.outcome)).toEqual([
      'upstream_error',
      'upstream_error',
      'upstream_error',
      'refused',
      'refused',
    ])
  })

  it.each(['fixed', 'sliding'])('[F9] counts not where no connection was made (%s)', async (algorithm) => {
    const tenant = await gate.tenant(limited(1, algorithm), { url: 'http://127.0.0.1:9/mcp' })
    for (let i = 0; i < 4; i++) {
      await gate.post(tenant, callMessage('echo'))
      await gate.deps.outcomes.drain()
    }
    expect(await usedBy(tenant.organisationId)).toBe(0)
    expect((await gate.records(tenant)).map((record) => record.outcome)).toEqual(Array(4).fill('not_sent'))
  })

  it('[F10] counts exactly once, wherever its client goes away', async () => {
    const tenant = await gate.tenant(limited(100))
    const body = JSON.stringify(callMessage('echo'))
    const request = [
      `POST /mcp/${tenant.serverId}/ HTTP/1.1`,
      'Host: gateway.test',
      `Authorization: Bearer ${tenant.token}`,
      'Content-Type: application/json',
      'Accept: application/json, text/event-stream',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n')
    const before = gate.upstream.calls().length
    const { hostname, port } = new URL(gate.origin)
    // Twelve places within the request, and eight moments after the whole of it.
    const places = Array.from({ length: 12 }, (_, i) => ({
      bytes: Math.floor((request.length * i) / 12),
      ms: 0,
    }))
    const moments = [0, 1, 2, 3, 5, 8, 30, 500].map((ms) => ({ bytes: request.length, ms }))
    for (const { bytes, ms } of [...places, ...moments]) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(request.slice(0, bytes), () => setTimeout(() => socket.destroy(), ms))
        })
        socket.on('close', () => resolve())
        socket.on('error', () => {})
      })
    }
    const counts = async () => {
      const records = await gate.records(tenant)
      const open = records.filter((record) => record.outcome === 'open').length
      const sent = records.filter((record) => record.outcome !== 'not_sent').length
      return {
        open,
        sent,
        used: await usedBy(tenant.organisationId),
        arrived: gate.upstream.calls().length - before,
      }
    }
    await expect.poll(async () => (await counts()).open).toBe(0)
    const { sent, used, arrived } = await counts()
    expect(used ?? 0).toBe(sent)
    // One that was cancelled while it was written counts, though perhaps not all of it arrived.
    expect(arrived).toBeLessThanOrEqual(sent)
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThanOrEqual(8)
  }, 30_000)
})
