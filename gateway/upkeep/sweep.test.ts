// [J4] A replica that was killed leaves records open. Another one closes them as unknown, and leaves alone
// what live replicas wait for. The killed one is a process of its own, ended by SIGKILL.
import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sweepCalls } from '#lib/data/admission/index.ts'
import { callMessage, type Harness, startHarness } from '../testing/harness.ts'
import { startReplica } from '../testing/replica.ts'

// A replica is dead after two seconds; a record is looked at after one and a half.
const upkeepTimes = { beatMs: 100, longMs: 300, deadAfterMs: 2000, graceMs: 1500, sweepMs: 100 }
const PATIENCE = { timeout: 30_000, interval: 50 }

let gate: Harness
beforeAll(async () => {
  gate = await startHarness({ upkeepTimes })
})
afterAll(() => gate.close())

type Process = { readonly origin: string; kill(): Promise<void> }

async function startProcess(): Promise<Process> {
  const settings = JSON.stringify({ databaseUrl: gate.databaseUrl, upkeepTimes })
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', new URL('../testing/gateway-process.ts', import.meta.url).pathname, settings],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim()))
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)))
  })
  return { origin: `http://127.0.0.1:${port}`, kill: () => killed(child) }
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}

/** The server answers no call until what is returned is called. */
function holdCalls(): () => void {
  let answer = () => {}
  const held = new Promise<void>((resolve) => {
    answer = resolve
  })
  gate.upstream.script = async (_, response) => {
    await held
    const result = { jsonrpc: '2.0', id: 1, result: { content: [] } }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result))
    return true
  }
  return answer
}

const callAt = (origin: string, tenant: Awaited<ReturnType<Harness['tenant']>>, name: string) =>
  fetch(`${origin}/mcp/${tenant.serverId}/`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tenant.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(callMessage(name)),
  }).catch(() => undefined)

describe('records that a replica left open', { timeout: 120_000 }, () => {
  it('[J4] are closed as unknown after it was killed; a live replica’s long call stays open and ends as it ends', async () => {
    const doomed = await startProcess()
    const live = await gate.tenant()
    const lost = await gate.tenant()
    const answer = holdCalls()
    const outcomesOf = async ({ organisationId }: { organisationId: string }) =>
      (
        await gate.pool.query('SELECT outcome, closed_at FROM call WHERE organisation_id = $1 ORDER BY at', [
          organisationId,
        ])
      ).rows
    const longCall = gate.post(live, callMessage('echo'))
    const first = callAt(doomed.origin, lost, 'echo')
    // The first of its calls is claimed as long before it dies, the second is not.
    await vi.waitFor(async () => {
      const text = 'SELECT FROM long_call WHERE organisation_id = $1'
      expect((await gate.pool.query(text, [lost.organisationId])).rowCount).toBe(1)
    }, PATIENCE)
    const second = callAt(doomed.origin, lost, 'echo')
    await vi.waitFor(async () => expect(await outcomesOf(lost)).toHaveLength(2), PATIENCE)
    await doomed.kill()
    await Promise.all([first, second])

    await vi.waitFor(
      async () =>
        expect((await outcomesOf(lost)).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']),
      PATIENCE,
    )
    expect((await outcomesOf(lost)).every(({ closed_at }) => closed_at !== null)).toBe(true)
    // It began before both of them.
    expect(await outcomesOf(live)).toEqual([{ outcome: 'open', closed_at: null }])
    answer()
    expect((await longCall).status).toBe(200)
    await gate.deps.outcomes.drain()
    expect((await outcomesOf(live)).map(({ outcome }) => outcome)).toEqual(['ok'])
    await vi.waitFor(
      async () => expect((await gate.pool.query('SELECT FROM long_call')).rowCount).toBe(0),
      PATIENCE,
    )
    expect(gate.logged.join('')).toContain('closed as unknown')
  })

  it('are told right when the replica that was taken for dead answers after all', async () => {
    const tenant = await gate.tenant()
    // This one never gives a sign of life after its first.
    const mute = await startReplica(gate, { upkeepTimes: { ...upkeepTimes, beatMs: 3_600_000 } })
    const answer = holdCalls()
    const call = callAt(mute.origin, tenant, 'echo')
    const outcome = async () =>
      (await gate.pool.query('SELECT outcome FROM call WHERE organisation_id = $1', [tenant.organisationId]))
        .rows[0]?.outcome
    await vi.waitFor(async () => expect(await outcome()).toBe('unknown'), PATIENCE)
    answer()
    await call
    await mute.deps.outcomes.drain()
    expect(await outcome()).toBe('ok')
    await mute.close()
  })

  it('are found though they became visible after the sweep had passed their time', async () => {
    const tenant = await gate.tenant()
    const other = await gate.pool.connect()
    const record = (client: { query: typeof gate.pool.query }, at: string) =>
      client.query(
        `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
           argument_names, detail, outcome)
         VALUES ($1, 'call_late', now() - $2::interval, 's', 'g', 'tools/call', 't', 'allow', '', 'allowed', '', '{}', '{}', 'open')`,
        [tenant.organisationId, at],
      )
    try {
      await other.query('BEGIN')
      await record(other, '0 seconds')
      // Without regard for transactions that are under way, this would pass the record's time for good.
      let { reached } = await sweepCalls(gate.pool, null, 1e12, { graceMs: 0, deadAfterMs: 60_000 })
      await other.query('COMMIT')
      const text = 'SELECT outcome FROM call WHERE organisation_id = $1'
      // Transactions of other databases of the cluster hold a sweep back, too: it goes on from where it came to.
      await vi.waitFor(async () => {
        reached = (await sweepCalls(gate.pool, reached, 1e12, { graceMs: 0, deadAfterMs: 60_000 })).reached
        const { rows } = await gate.pool.query(text, [tenant.organisationId])
        expect(rows).toEqual([{ outcome: 'unknown' }])
      }, PATIENCE)
    } finally {
      other.release()
    }
  })
})
