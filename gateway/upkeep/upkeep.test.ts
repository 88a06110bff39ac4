// The schedule in running gateways: what is due is done by one of them, and nothing of a call is lost when
// one is asked to end.
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { callMessage, type Harness, startHarness } from '../testing/harness.ts'
import { startReplica } from '../testing/replica.ts'

const upkeepTimes = { beatMs: 50, purgeMs: 100, partitionsMs: 100, sweepMs: 100 }
const PATIENCE = { timeout: 30_000, interval: 50 }

let gate: Harness
beforeAll(async () => {
  gate = await startHarness({ upkeepTimes })
})
afterAll(() => gate.close())

const expired = (key: string) =>
  gate.pool.query(
    `INSERT INTO counter (organisation_id, key, window_start, label, used, expires_at)
     VALUES ('o', $1, '2020-01-01', '', 1, now() - interval '1 day')`,
    [key],
  )
const counters = async () => (await gate.pool.query('SELECT FROM counter')).rowCount
const chore = async (name: string) =>
  (
    await gate.pool.query(
      "SELECT *, now() - reached < interval '1 minute' AS recent FROM chore WHERE name = $1",
      [name],
    )
  ).rows[0]

describe('the schedule', () => {
  it('purges, says so in the log, and says in the table when nothing was left', async () => {
    await expired('a')
    await vi.waitFor(async () => expect(await counters()).toBe(0), PATIENCE)
    await vi.waitFor(async () => expect((await chore('purge')).recent).toBe(true), PATIENCE)
    await vi.waitFor(
      () => expect(gate.logged.join('')).toMatch(/"rows":\{"counter":1\}.*old rows were deleted/),
      PATIENCE,
    )
  })

  it('leaves a chore to the replica that has it, and takes it over when that has died', async () => {
    const lease = async (until: string, where: string) =>
      (
        await gate.pool.query(
          `UPDATE chore SET lease_until = clock_timestamp() + $1::interval WHERE name = 'purge' AND ${where}`,
          [until],
        )
      ).rowCount
    // Taken only while nobody is at it.
    await vi.waitFor(async () => expect(await lease('1 hour', 'lease_until IS NULL')).toBe(1), PATIENCE)
    await expired('b')
    const other = await startReplica(gate, { upkeepTimes })
    const { due_at } = await chore('partitions')
    // The other chores go on meanwhile, on both of them.
    await vi.waitFor(async () => expect((await chore('partitions')).due_at > due_at).toBe(true), PATIENCE)
    await vi.waitFor(
      async () => expect((await gate.pool.query('SELECT FROM replica')).rowCount).toBe(2),
      PATIENCE,
    )
    expect(await counters()).toBe(1)
    await lease('-1 second', 'true')
    await vi.waitFor(async () => expect(await counters()).toBe(0), PATIENCE)
    await other.close()
    // One that ends says so.
    expect((await gate.pool.query('SELECT FROM replica')).rowCount).toBe(1)
  })

  it('makes the partitions before the first call is taken', async () => {
    const last = (
      await gate.pool.query(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'call'::regclass
            AND inhrelid::regclass::text <> 'call_default' ORDER BY 1 DESC LIMIT 1`,
      )
    ).rows[0].name
    await gate.pool.query(`DROP TABLE ${last}`)
    const replica = await startReplica(gate, { upkeepTimes: { ...upkeepTimes, beatMs: 3_600_000 } })
    expect((await gate.pool.query('SELECT to_regclass($1) AS name', [last])).rows[0].name).toBe(last)
    await replica.close()
  })
})

describe('a gateway that is asked to end', () => {
  it('writes the outcomes that wait before it does', { timeout: 60_000 }, async () => {
    const tenant = await gate.tenant()
    gate.upstream.script = (_, response) => {
      const result = { jsonrpc: '2.0', id: 1, result: { content: [] } }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
      return true
    }
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        new URL('../testing/gateway-process.ts', import.meta.url).pathname,
        JSON.stringify({ databaseUrl: gate.databaseUrl }),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const port = await new Promise((resolve) =>
      child.stdout.once('data', (line) => resolve(String(line).trim())),
    )
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const calls = Array.from({ length: 40 }, () =>
      fetch(`http://127.0.0.1:${port}/mcp/${tenant.serverId}/`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${tenant.token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify(callMessage('echo')),
      }),
    )
    await Promise.all(calls)
    // The outcomes are written in batches some moments after the answers.
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    const text = `SELECT outcome, count(*)::int AS calls FROM call WHERE organisation_id = $1 GROUP BY outcome`
    expect((await gate.pool.query(text, [tenant.organisationId])).rows).toEqual([
      { outcome: 'ok', calls: 40 },
    ])
  })
})
