// The figures of usage over a record of many calls: how long the sums take to make, and each page's queries with
// their sums made. `npm run bench:usage -- --rows 10000000` (`--json` adds one JSON object as the last line; `--folder`
// says where the database goes, by default a temporary folder).
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { rollUpCalls } from '#lib/data/admission/index.ts'
import { disconnect } from '#lib/data/client.ts'
import type { Member } from '#lib/data/model.ts'
import { newOrganisationId } from '#lib/id.ts'
import { usageBetween, usageOf } from '#lib/usage/index.ts'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'
import { generate } from './calls/generate.ts'
import { median } from './calls/rate.ts'

const SHARES = [0.6, 0.25, 0.1, 0.04, 0.01]
const ROUNDS = 15
const HOUR_MS = 3_600_000

const rows = Number(option('rows') ?? 1_000_000)
const folder = mkdtempSync(join(option('folder') ?? tmpdir(), 'portcullis-bench-'))
const postgres = await startPostgres(folder)
const say = (line: string) => process.stdout.write(`${line}\n`)
await migrate(postgres.url)
Object.assign(process.env, {
  DATABASE_URL: postgres.url,
  SECRET_KEY: randomBytes(48).toString('base64'),
  APP_URL: 'http://localhost:3000',
})

const pool = new pg.Pool({ connectionString: postgres.url, max: 1 })
const shares = SHARES.map((share) => [newOrganisationId(), share] as const)
for (const [id] of shares) await pool.query('INSERT INTO organisation (id, name) VALUES ($1, $1)', [id])
await generate(pool, rows, shares, say)
// As gateways record it: a twentieth of each latency is their own.
await pool.query('UPDATE call SET gateway_ms = latency_ms / 20 WHERE latency_ms IS NOT NULL')
await pool.query('VACUUM ANALYZE call')

const organisationId = shares[0]?.[0] ?? ''
const member = { role: 'owner', organisation: { id: organisationId, name: '' } } as Member
const server = `srv_${organisationId}${'0'.repeat(16)}`
const grant = `grt_${organisationId}${'0'.repeat(16)}`

const begun = performance.now()
let spans = 0
for (let isDone = false; !isDone; spans++) isDone = await rollUpCalls(pool, 6 * HOUR_MS)
const sumsMs = performance.now() - begun
await pool.query('ANALYZE usage_calls, usage_denied, usage_latency')

const CASES: Record<string, () => Promise<{ total: { calls: number } }>> = {
  'last hour': () => usageOf(member, '1h'),
  '24 hours': () => usageOf(member, '24h'),
  '7 days': () => usageOf(member, '7d'),
  '30 days': () => usageOf(member, '30d'),
  'all that is kept (90 days)': () => usageOf(member, 'kept'),
  '7 days of the busiest server': () => usageOf(member, '7d', { serverId: server }),
  '7 days of the busiest grant': () => usageOf(member, '7d', { grantId: grant }),
  '90 days of the busiest server': () => usageOf(member, 'kept', { serverId: server }),
  '90 days of the busiest grant': () => usageOf(member, 'kept', { grantId: grant }),
  'API, 9 days by the hour': () =>
    usageBetween(member, { by: 'hour', from: new Date(Date.now() - 9 * 24 * HOUR_MS) }),
}
const pages: { name: string; ms: number; slowestMs: number; calls: number }[] = []
for (const [name, work] of Object.entries(CASES)) {
  const times: number[] = []
  let calls = 0
  for (let round = -2; round < ROUNDS; round++) {
    const from = performance.now()
    calls = (await work()).total.calls
    if (round >= 0) times.push(performance.now() - from)
  }
  pages.push({ name, ms: rounded(median(times)), slowestMs: rounded(Math.max(...times)), calls })
}
const sizes = await sizesOf(['usage_calls', 'usage_denied', 'usage_latency'])

const perSecond = Math.round(rows / (sumsMs / 1000))
say(`${rows} rows; sums made in ${Math.round(sumsMs)} ms (${perSecond} calls/s, ${spans} spans)`)
for (const { name, count, bytes } of sizes)
  say(`${name.padEnd(36)} ${count} rows, ${Math.round(bytes / 1e6)} MB`)
for (const { name, ms, slowestMs, calls } of pages)
  say(
    `${name.padEnd(36)} ${ms.toFixed(1).padStart(8)} ms  slowest ${slowestMs.toFixed(1).padStart(8)}  ${calls} calls`,
  )
if (process.argv.includes('--json'))
  say(
    JSON.stringify({
      rows,
      sumsMs: Math.round(sumsMs),
      sizes,
      pages,
      slowestPageMs: Math.max(...pages.map(({ ms }) => ms)),
    }),
  )

await pool.end()
await disconnect()
await postgres.stop()
rmSync(folder, { recursive: true, force: true })

async function sizesOf(tables: readonly string[]) {
  const found: { name: string; count: number; bytes: number }[] = []
  for (const name of tables) {
    const { rows } = await pool.query(
      `SELECT count(*)::float8 AS count, pg_total_relation_size('${name}')::float8 AS bytes FROM ${name}`,
    )
    found.push({ name, ...rows[0] })
  }
  return found
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10
}

function option(name: string): string | undefined {
  const place = process.argv.indexOf(`--${name}`)
  return place < 0 ? undefined : process.argv[place + 1]
}
