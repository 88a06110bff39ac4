// The record of calls as it grows: every page of it at 100,000 rows and at many more, and what admission
// writes a second beside it. `npm run bench:calls -- --rows 10000000` (`--json` adds one JSON object as the
// last line; `--folder` says where the database goes, by default a temporary folder).
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { createPool } from '#lib/data/admission/index.ts'
import { newOrganisationId } from '#lib/id.ts'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'
import { generate } from './calls/generate.ts'
import type { Measured } from './calls/measure.ts'
import { compareRates, newSide } from './calls/rate.ts'

const SMALL = 100_000
const SHARES = [0.6, 0.25, 0.1, 0.04, 0.01]

const rows = Number(option('rows') ?? 1_000_000)
const folder = mkdtempSync(join(option('folder') ?? tmpdir(), 'portcullis-bench-'))
const postgres = await startPostgres(folder)
const say = (line: string) => process.stdout.write(`${line}\n`)

const many = await filled('many', rows)
const few = await filled('few', SMALL)
const empty = await created('empty')
const large = await measure(many)
const small = await measure(few)
const bytes = await sizeOf(many.url)
const pools = [createPool(many.url), createPool(empty)] as const
const [beside, alone] = await compareRates([await newSide(pools[0]), await newSide(pools[1])])
await Promise.all(pools.map((each) => each.end()))

const pages = large.map((each, place) => {
  const growth = each.ms / (small[place]?.ms ?? Number.NaN)
  return { ...each, growth: Math.round(growth * 100) / 100 }
})
const admission = {
  beside: Math.round(beside),
  alone: Math.round(alone),
  ratio: Math.round((beside / alone) * 100) / 100,
}
say(`${rows} rows (${Math.round(bytes / 1e6)} MB), warm; growth is against ${SMALL} rows`)
for (const { name, ms, slowestMs, growth, partitions, sequential } of pages)
  say(
    `${name.padEnd(36)} ${ms.toFixed(2).padStart(8)} ms  slowest ${slowestMs.toFixed(2).padStart(8)}  ×${growth}  ` +
      `${partitions} partitions${sequential.length > 0 ? `  READ WHOLE: ${sequential.join(', ')}` : ''}`,
  )
say(
  `admission: ${admission.beside} calls/s beside it, ${admission.alone} in an empty record: ${admission.ratio}`,
)
if (process.argv.includes('--json')) say(JSON.stringify({ rows, bytes, small: SMALL, pages, admission }))

await postgres.stop()
rmSync(folder, { recursive: true, force: true })

async function filled(name: string, count: number): Promise<{ url: string; organisationId: string }> {
  const url = await created(name)
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const shares = SHARES.map((share) => [newOrganisationId(), share] as const)
  for (const [id] of shares) await pool.query('INSERT INTO organisation (id, name) VALUES ($1, $1)', [id])
  await generate(pool, count, shares, say)
  await pool.end()
  return { url, organisationId: shares[0]?.[0] ?? '' }
}

async function created(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  const url = new URL(postgres.url)
  url.pathname = `/${name}`
  await migrate(url.toString())
  return url.toString()
}

async function measure({
  url,
  organisationId,
}: {
  url: string
  organisationId: string
}): Promise<Measured[]> {
  const script = new URL('./calls/measure.ts', import.meta.url).pathname
  const env = {
    ...process.env,
    DATABASE_URL: url,
    SECRET_KEY: randomBytes(48).toString('base64'),
    APP_URL: 'http://localhost:3000',
  }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', script, organisationId],
    { env },
  )
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '[]')
}

async function sizeOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows: found } = await client.query('SELECT pg_database_size(current_database())::float8 AS bytes')
  await client.end()
  return found[0]?.bytes
}

function option(name: string): string | undefined {
  const place = process.argv.indexOf(`--${name}`)
  return place < 0 ? undefined : process.argv[place + 1]
}
