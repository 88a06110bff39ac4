// Whose time a call took: what the server needed is no time of the gateway's. And the standing work adds the
// record to the sums of usage by itself.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { callMessage, type Harness, startHarness } from './testing/harness.ts'

const ANSWER_MS = 400
const PATIENCE = { timeout: 60_000, interval: 50 }

let gate: Harness
beforeAll(async () => {
  gate = await startHarness({ upkeepTimes: { beatMs: 50, usageMs: 100 } })
})
afterAll(() => gate.close())

it('is recorded apart: what the server took is not the gateway’s', async () => {
  const tenant = await gate.tenant()
  gate.upstream.script = async (_, response) => {
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS))
    const result = { jsonrpc: '2.0', id: 1, result: { content: [] } }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
    return true
  }
  expect((await gate.post(tenant, callMessage('echo'))).status).toBe(200)
  const rows = await vi.waitFor(async () => {
    const text =
      'SELECT latency_ms, gateway_ms FROM call WHERE organisation_id = $1 AND latency_ms IS NOT NULL'
    const found = await gate.pool.query(text, [tenant.organisationId])
    expect(found.rows).toHaveLength(1)
    return found.rows
  }, PATIENCE)
  const [{ latency_ms: latency, gateway_ms: own }] = rows
  expect(own).toBeGreaterThan(0)
  // A timer may fire a millisecond early.
  expect(latency - own).toBeGreaterThanOrEqual(ANSWER_MS - 2)
})

it('is added to the sums by the standing work of whichever replica comes first', async () => {
  const tenant = await gate.tenant()
  await gate.pool.query(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
       argument_names, detail, outcome)
     VALUES ($1, 'call_1', now() - interval '5 minutes', 's', 'g', 'tools/call', 't', 'allow', '', 'allowed', '', '{}', '{}', 'ok')`,
    [tenant.organisationId],
  )
  await gate.pool.query("UPDATE chore SET reached = now() - interval '1 hour' WHERE name = 'usage'")
  await vi.waitFor(async () => {
    const { rows } = await gate.pool.query(
      'SELECT grain, calls::int AS calls FROM usage_calls WHERE organisation_id = $1 ORDER BY grain',
      [tenant.organisationId],
    )
    expect(rows).toEqual(['day', 'hour', 'minute'].map((grain) => ({ grain, calls: 1 })))
  }, PATIENCE)
})
