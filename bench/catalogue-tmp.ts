import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { disconnect } from '#lib/data/client.ts'
import { migrate } from '../scripts/migrate.mjs'
import { startPostgres } from '../scripts/postgres.mjs'
import { readTemplates } from './catalogue/captures.ts'
import { generate } from './catalogue/generate.ts'
import { importAll } from './catalogue/import.ts'

const folder = mkdtempSync(join(option('folder') ?? tmpdir(), 'portcullis-bench-'))
const postgres = await startPostgres(folder)
console.log(folder, postgres.url)
await migrate(postgres.url)
Object.assign(process.env, {
  DATABASE_URL: postgres.url,
  SECRET_KEY: randomBytes(48).toString('base64'),
  APP_URL: 'http://localhost:3000',
})
const templates = readTemplates(new URL('../../shared/data/tools', import.meta.url).pathname)
console.log('templates', templates.length)
const size = { servers: Number(option('servers') ?? 43000), tools: Number(option('tools') ?? 500000) }
let n = 0
const r = await importAll(generate(size, templates), (s, t, sec) => { if (n++ % 10 === 0) console.log(s, t, sec.toFixed(1), (t/sec).toFixed(0)) })
console.log(r)
await disconnect()
if (process.argv.includes('--keep')) await new Promise(() => setInterval(() => {}, 1e6))
await postgres.stop()
rmSync(folder, { recursive: true, force: true })
function option(name: string): string | undefined {
  const place = process.argv.indexOf(`--${name}`)
  return place < 0 ? undefined : process.argv[place + 1]
}
