// `npm run prove`: the promises of the gateway, put to the test by killing what keeps them. Ends with an
// error where any figure is not zero. docs/proof.md says what each experiment does.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { proveDatabaseKills } from './database-kills.ts'
import { proveFaults } from './every-fault.ts'
import { proveEveryRecord } from './every-record.ts'
import { proveExactLimits } from './exact-limits.ts'
import { proveNothingLeftOpen } from './left-open.ts'
import { TOOLS } from './limits.ts'
import { provePolicyEdits } from './policy-edits.ts'
import { proofOf, standingCommit, withTable } from './proof.ts'
import { createRandom } from './random.ts'
import type { Result } from './result.ts'
import { type Options, readOptions } from './sizes.ts'
import { type Stage, startStage } from './stage.ts'

const PAGE = fileURLToPath(new URL('../../docs/proof.md', import.meta.url))
const begun = performance.now()
const say = (line: string) =>
  console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${line}`)

async function proveAll(stage: Stage, options: Options): Promise<Result[]> {
  const results: Result[] = []
  const prove = async (run: () => Promise<Result>) => {
    const result = await run()
    say(`${result.name}: ${result.n} trials, ${result.failures} failures`)
    for (const [what, count] of Object.entries(result.counted)) if (count > 0) say(`  ${count} ${what}`)
    results.push(result)
  }
  const { limits, kills, edits, seed } = options
  await prove(() => proveExactLimits(stage, limits, createRandom(seed), say))
  await prove(() => proveDatabaseKills(stage, kills, createRandom(seed + 1), say))
  await prove(() => provePolicyEdits(stage, edits, createRandom(seed + 2), say))
  await prove(() => proveEveryRecord(stage))
  // Two minutes that the short form does not have, and tests that run beside it anyway.
  if (options.isShort) return results
  await prove(() => proveNothingLeftOpen(stage, say))
  await prove(() => proveFaults(say))
  return results
}

const options = readOptions(process.argv.slice(2))
const command = ['npm run prove', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(
  ' ',
)
say(`Proving with seed ${options.seed}.`)
const commit = standingCommit()
const stage = await startStage(options.replicas, TOOLS)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stage.stop().finally(() => process.exit(1)))
let results: Result[]
let postgres: string
try {
  postgres = (await stage.sql<{ server_version: string }>('SHOW server_version'))[0]?.server_version ?? ''
  results = await proveAll(stage, options)
} finally {
  await stage.stop()
}
const seconds = (performance.now() - begun) / 1000
const proof = proofOf({ commit, command, seed: options.seed, seconds, postgres }, results)
writeFileSync(options.out, `${JSON.stringify(proof, null, 2)}\n`)
if (options.out === 'docs/proof.json') writeFileSync(PAGE, withTable(readFileSync(PAGE, 'utf8'), proof))
const failures = results.reduce((sum, result) => sum + result.failures, 0)
say(failures === 0 ? 'Every figure is zero.' : `${failures} failures: the promises do not hold.`)
process.exit(failures === 0 ? 0 : 1)
