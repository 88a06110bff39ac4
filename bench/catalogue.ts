// The public catalogue at the size of the whole field: how right the classifier is, how long an import takes, and how
// long searches do. `npm run bench:catalogue` (`-- --json` adds one JSON object as the last line; `--servers`, `--tools`
// and `--queries` (hundreds of searches) make it smaller, `--folder` says where the database goes). Captures of real
// servers in `../shared/data/tools` are templates for half of the tools, where somebody put them there.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { disconnect, pool } from '#lib/data/client.ts'
import { countCatalogue } from '#lib/listings/index.ts'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'
import { measureAccuracy } from './catalogue/accuracy.ts'
import { readTemplates } from './catalogue/captures.ts'
import { generate } from './catalogue/generate.ts'
import { importAll } from './catalogue/import.ts'
import { makeQueries, namesOf } from './catalogue/queries.ts'
import { measureSearches, type Times, timesOf } from './catalogue/search.ts'

const PEOPLE = 4
const say = (line: string) => process.stdout.write(`${line}\n`)
const size = { servers: numberOption('servers', 43_000), tools: numberOption('tools', 500_000) }
const hundreds = numberOption('queries', 10)
const folder = mkdtempSync(join(option('folder') ?? tmpdir(), 'portcullis-bench-'))
const postgres = await startPostgres(folder)
await migrate(postgres.url)
Object.assign(process.env, {
  DATABASE_URL: postgres.url,
  SECRET_KEY: randomBytes(48).toString('base64'),
  APP_URL: 'http://localhost:3000',
})

const accuracy = measureAccuracy()
if (accuracy)
  say(`category accuracy ${percent(accuracy.accuracy)}, real tools in Other ${percent(accuracy.otherShare)}`)
else say('accuracy: the labels and captures of ../shared/data are not here')

const templates = readTemplates(fileURLToPath(new URL('../../shared/data/tools', import.meta.url)))
say(`${size.servers} servers with ${size.tools} tools; ${templates.length} real definitions as templates`)
let told = 0
const first = await importAll(generate(size, templates), (servers, tools, seconds) => {
  if (tools - told < 50_000 && tools < size.tools) return
  told = tools
  say(`  ${servers} servers, ${tools} tools in ${seconds.toFixed(0)} s`)
})
say(
  `import with classification: ${first.seconds.toFixed(1)} s, ${Math.round(size.tools / first.seconds)} tools/s`,
)
const again = await importAll(generate(size, templates), () => {})
say(`the same again: ${again.seconds.toFixed(1)} s, ${JSON.stringify(again.outcomes)}`)
// As autovacuum does, a minute later.
await pool().query('VACUUM ANALYZE catalogue_server, catalogue_tool, catalogue_definition, catalogue_word')
const totals = await countCatalogue()
for (const { name, bytes } of await sizes()) say(`  ${name.padEnd(24)} ${Math.round(bytes / 1e6)} MB`)

const names = namesOf(generate(size, templates), Math.ceil(size.tools / 5_000))
const queries = makeQueries(hundreds, names)
await measureSearches(queries.slice(0, 100), 1)
const alone = timesOf(await measureSearches(queries, 1))
const together = timesOf(await measureSearches(queries, PEOPLE))
table('one person after the other', alone)
table(`${PEOPLE} people at once`, together)

if (process.argv.includes('--json'))
  say(
    JSON.stringify({
      accuracy: accuracy?.accuracy ?? null,
      otherShare: accuracy?.otherShare ?? null,
      searchP95Millis: alone.at(-1)?.p95,
      importSeconds: Math.round(first.seconds * 10) / 10,
      servers: totals.servers,
      tools: totals.tools,
      againSeconds: Math.round(again.seconds * 10) / 10,
      searchP50Millis: alone.at(-1)?.p50,
      searchSlowestMillis: alone.at(-1)?.slowest,
      searchP95Millis4: together.at(-1)?.p95,
      searches: alone,
    }),
  )

await disconnect()
await postgres.stop()
rmSync(folder, { recursive: true, force: true })

function table(title: string, times: readonly Times[]): void {
  say(`\n${title.padEnd(28)} searches   p50 ms   p95 ms  slowest`)
  for (const { kind, count, p50, p95, slowest, slowestQuery } of times)
    say(
      `${kind.padEnd(28)} ${String(count).padStart(8)} ${p50.toFixed(1).padStart(8)} ${p95.toFixed(1).padStart(8)} ${slowest.toFixed(1).padStart(8)}  ${slowestQuery}`,
    )
}

async function sizes(): Promise<readonly { name: string; bytes: number }[]> {
  const { rows } = await pool().query<{ name: string; bytes: number }>(
    `SELECT c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes FROM pg_class c
      WHERE c.relkind = 'r' AND c.relname LIKE 'catalogue%' ORDER BY 1`,
  )
  return rows
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

function numberOption(name: string, otherwise: number): number {
  return Number(option(name) ?? otherwise)
}

function option(name: string): string | undefined {
  const place = process.argv.indexOf(`--${name}`)
  return place < 0 ? undefined : process.argv[place + 1]
}
