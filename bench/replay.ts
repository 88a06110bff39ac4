// A replay of 100,000 recorded calls, as the dashboard's process runs it: reading, judging under two policies and
// counting their limits. `npm run bench:replay` (`--calls`, `--rounds`; `--json` adds one JSON object as the last line).
// `stall` is the longest time for which nobody else in the process had a turn.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import pg from 'pg'
import { seedTenant } from '#lib/data/admission/testing/tenant.ts'
import { memberFrom } from '#lib/data/organisation.ts'
import { type ReplaySummary, replayDraft } from '#lib/replay/index.ts'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'

const calls = Number(option('calls') ?? 100_000)
const rounds = Number(option('rounds') ?? 5)
const say = (line: string) => process.stdout.write(`${line}\n`)
const TOOLS = Array.from({ length: 60 }, (_, i) => ({
  name: `tool_${i}`,
  inputSchema: { type: 'object', properties: { path: {}, content: {}, branch: {} } },
}))
const LIVE = {
  version: '1',
  default: 'deny',
  all_tools: { limits: [{ counter: 'calls', window: 'minute', max: 600 }] },
  tools: { 'tool_*': {}, tool_3: { action: 'deny' }, tool_7: { rate_limit: '30/minute' } },
}
const DRAFT = {
  ...LIVE,
  hide: ['tool_9'],
  all_tools: {
    limits: [
      { counter: 'calls', window: 'minute', max: 300 },
      { counter: 'all', window: 'hour', max: 4000, algorithm: 'sliding', scope: 'server' },
    ],
  },
  tools: {
    ...LIVE.tools,
    tool_1: {
      deny_if: [{ conditions: [{ path: 'args.branch', op: 'regex', value: '^(main|release/.*)$' }] }],
    },
    tool_2: { require_approval: true },
    tool_5: {
      strict_arguments: true,
      require: [{ conditions: [{ path: 'time.hour', op: 'gte', value: 6 }] }],
    },
  },
}

const folder = mkdtempSync(join(option('folder') ?? tmpdir(), 'portcullis-bench-'))
const postgres = await startPostgres(folder)
const admin = new pg.Client({ connectionString: postgres.url })
await admin.connect()
await admin.query('CREATE DATABASE replay')
await admin.end()
const url = new URL(postgres.url)
url.pathname = '/replay'
await migrate(url.href)
Object.assign(process.env, {
  DATABASE_URL: url.href,
  APP_URL: 'http://localhost:3000',
  SECRET_KEY: randomBytes(48).toString('base64'),
  LOG_LEVEL: 'silent',
})
const pool = new pg.Pool({ connectionString: url.href, max: 2 })
const tenant = await seedTenant(pool, { policy: LIVE, tools: TOOLS })
await fill()

const organisation = { id: tenant.organisationId, name: 'Test' }
const member = memberFrom(
  { role: 'owner', organisation, user: { id: tenant.userId, email: tenant.email } },
  'user',
)
const measured: { ms: number; cpuMs: number; stallMs: number; heapMb: number }[] = []
for (let round = 0; round < rounds; round++) measured.push(await replay())
const best = Math.min(...measured.map(({ ms }) => ms))
const median = measured.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
say(`${calls} calls: median ${median.toFixed(0)} ms, best ${best.toFixed(0)} ms`)
if (process.argv.includes('--json')) say(JSON.stringify({ calls, median, best, rounds: measured }))
await pool.end()
const { disconnect } = await import('#lib/data/client.ts')
await disconnect()
await postgres.stop()
rmSync(folder, { recursive: true, force: true })

async function replay() {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const [begun, spent] = [performance.now(), process.cpuUsage()]
  let result: ReplaySummary | null = null
  const input = { serverId: tenant.serverId, policyId: tenant.policyId, document: JSON.stringify(DRAFT) }
  let heapMb = 0
  for await (const step of replayDraft(member, { ...input, range: { calls } })) {
    heapMb = Math.max(heapMb, process.memoryUsage().heapUsed / 1e6)
    if (step.type === 'done') result = step.result
  }
  const ms = performance.now() - begun
  const cpuMs = Object.values(process.cpuUsage(spent)).reduce((sum, each) => sum + each, 0) / 1000
  delay.disable()
  const stallMs = delay.max / 1e6
  const fates = result?.matrix.map((each) => `${each.from}→${each.to} ${each.calls}`).join(' · ')
  say(
    `${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of CPU here), stall ${stallMs.toFixed(0)} ms, heap ${heapMb.toFixed(0)} MB: ${result?.calls} calls, ${fates}`,
  )
  return { ms, cpuMs, stallMs, heapMb }
}

/** A week of calls by 40 grants, a few of which call most. */
async function fill(): Promise<void> {
  for (let week = 0; week <= 2; week++)
    await pool.query('SELECT make_call_partition(clock_timestamp() - make_interval(weeks => $1))', [week])
  await pool.query(
    `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
                       policy_version_id, tool_hash, argument_names, detail, outcome)
     SELECT $1, 'call_' || $1 || lpad(to_hex(n), 16, '0'), clock_timestamp() - interval '7 days' + n * interval '7 days' / $2,
            $3, 'grt_' || $1 || lpad(floor(power(random(), 3) * 40)::text, 16, '0'), 'tools/call',
            'tool_' || floor(power(random(), 2) * 60), 'allow', '', 'allowed', '', p.published_version_id, '',
            '{path,content,branch}', '{"protocol":"2025-11-25","client":"an agent"}', 'ok'
       FROM generate_series(1, $2::int - 1) n, policy p WHERE p.organisation_id = $1`,
    [tenant.organisationId, calls + 1, tenant.serverId],
  )
  await pool.query('VACUUM ANALYZE call')
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}
