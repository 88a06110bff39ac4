// What an idle stream costs the gateway: a thousand legacy sessions' GET streams that nothing is said on.
// Run with `npm run bench:sessions` (`-- --json` adds one JSON object as the last line). Client and server
// are another process; what is measured is this one, after collecting garbage.
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDeps } from '#gateway/deps.ts'
import { createGateway } from '#gateway/gateway.ts'
import { createPool } from '#lib/data/admission/index.ts'
import { seedTenant } from '#lib/data/admission/testing/tenant.ts'
import { createLog } from '#lib/log.ts'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'
import type { Order, Word } from './sessions/others.ts'

const STREAMS = 1000
// The first ones also pay for what is made once: pools, code that is compiled when it first runs.
const WARM = 50

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'))
const postgres = await startPostgres(folder, { durable: false })
await migrate(postgres.url)
const others = fork(new URL('./sessions/others.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
const word = () => new Promise<Word>((resolve) => others.once('message', (said) => resolve(said as Word)))

const first = await word()
const upstream = 'upstream' in first ? first.upstream : ''
const config = {
  appUrl: 'http://localhost',
  secretKey: Buffer.alloc(32, 7),
  allowPrivateUpstreams: true,
  dashboardOrigin: '',
  bounds: { maxStreamsPerGrant: 10_000, maxStreamsPerSession: 10_000, maxConnectionsPerAddress: 10_000 },
}
const gateway = createGateway(config, createDeps(postgres.url, config, createLog({ write: () => {} })))
const origin = `http://127.0.0.1:${await gateway.listen(0, '127.0.0.1')}`
const pool = createPool(postgres.url, { max: 1 })
const tenant = await seedTenant(pool, { url: upstream })
const path = `/mcp/${tenant.serverId}/`
const authorization = `Bearer ${tenant.token}`
const session = await openSession()

await open(WARM)
const stream = await costOf(() => open(STREAMS))
for (let count = 0; count < STREAMS; count++) await openSession()
const idle = await costOf(async () => {
  for (let count = 0; count < STREAMS; count++) await openSession()
})
process.stdout.write(
  `${STREAMS} idle streams: ${stream.heap} bytes of heap and ${stream.rss} bytes of resident memory each\n` +
    `${STREAMS} idle sessions without one: ${idle.heap} bytes of heap and ${idle.rss} bytes of resident memory each\n`,
)
if (process.argv.includes('--json'))
  process.stdout.write(`${JSON.stringify({ count: STREAMS, stream, idle })}\n`)

others.disconnect()
await gateway.drain()
await pool.end()
await postgres.stop()
rmSync(folder, { recursive: true, force: true })
process.exit(0)

async function openSession(): Promise<string> {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'b', version: '1' } }
  const answer = await fetch(origin + path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  })
  return answer.headers.get('mcp-session-id') ?? ''
}

async function open(streams: number): Promise<void> {
  const headers = { authorization, accept: 'text/event-stream', 'mcp-session-id': session }
  others.send({ origin, path, headers, streams } satisfies Order)
  await word()
}

/** What each of `STREAMS` costs that `make` makes; about zero, and below it, where nothing stays. */
async function costOf(make: () => Promise<void>): Promise<{ heap: number; rss: number }> {
  const before = await measured()
  await make()
  const after = await measured()
  return {
    heap: Math.round((after.heapUsed - before.heapUsed) / STREAMS),
    rss: Math.round((after.rss - before.rss) / STREAMS),
  }
}

async function measured(): Promise<NodeJS.MemoryUsage> {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    globalThis.gc?.()
  }
  return process.memoryUsage()
}
