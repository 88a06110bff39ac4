// All tests, from a bare clone to the closing line.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { runNode } from '../start/command.mjs'
import { createLifecycle, runStory } from '../start/lifecycle.mjs'
import { ensureForeign, ensurePackages } from '../start/packages.mjs'
import { ensureBuild, ensureClient } from '../start/prepare.mjs'
import { Refusal, say } from '../start/say.mjs'
import { ensureChromium, HOW_TO_INSTALL } from './chromium.mjs'
import { countPlaywright, countVitest, sum } from './counts.mjs'
import { ensureDatabases, HOW_TO_INSTALL as INSTALL_DATABASES } from './databases.mjs'
import { withOnceMore } from './once-more.mjs'

const PARTS = ['unit', 'speed', 'databases', 'conformance', 'browser']

/** @param {string[]} args a part, or nothing for all, and arguments of its runner */
export async function runTests([part, ...rest]) {
  const lifecycle = createLifecycle()
  await runStory(lifecycle, async () => {
    if (part && !PARTS.includes(part)) throw new Refusal(`There is no part "${part}": ${PARTS.join(', ')}.`)
    await ensurePackages(lifecycle)
    await ensureClient(lifecycle)
    const reports = mkdtempSync(join(tmpdir(), 'portcullis-reports-'))
    lifecycle.onStop(() => rmSync(reports, { recursive: true, force: true }))

    const results = []
    const isWanted = (name) => part === undefined || part === name
    if (isWanted('unit')) results.push(await vitest('unit', { lifecycle, reports, args: rest }))
    // After the others have ended, before the next begin: what it compares wants the processors.
    if (isWanted('speed')) results.push(await vitest('speed', { lifecycle, reports, args: rest }))
    if (isWanted('databases')) results.push(...(await databases(lifecycle, reports, rest)))
    // Clients of others connect in the browser's part as well.
    if (isWanted('conformance') || isWanted('browser')) await ensureForeign(lifecycle)
    if (isWanted('conformance')) {
      results.push(await vitest('conformance', { lifecycle, reports, args: rest }))
    }
    if (isWanted('browser')) results.push(await browser(lifecycle, reports, rest))
    const total = sum(results)
    sayReasons(results)
    sayFailures(results, 'Failed at first, and passed once more, alone', 'unsteady')
    sayFailures(results, 'Failed', 'failures')
    say(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
    await lifecycle.stop(total.failed > 0 ? 1 : 0)
  })
}

function sayReasons(results) {
  const reasons = results.flatMap((result) => result.reasons ?? [])
  if (reasons.length > 0) say('\n  Skipped, and why:')
  for (const { name, reason } of reasons) say(`    ${name}: ${reason || 'no reason given'}`)
}

// Once more at the end: what is kept of a long run's output may be its last lines alone.
function sayFailures(results, heading, kind) {
  const failures = results.flatMap((result) => result[kind] ?? [])
  if (failures.length > 0) say(`\n  ${heading}:`)
  for (const { file, name, message } of failures) {
    say(`    ${[file, name].filter(Boolean).join(' › ')}`)
    for (const line of stripVTControlCharacters(message).split('\n').slice(0, 8)) say(`      ${line}`)
  }
}

// unit is everything that needs no browser: pure code, the database, the gateway, the command line.
// conformance is what programs of others say of the gateway: the official suite, and real clients.
async function vitest(project, { lifecycle, reports, args, env: more = {}, name = project }) {
  const report = join(reports, `${name}.json`)
  const reporters = [
    '--reporter=default',
    '--reporter=./scripts/test/vitest-reporter.mjs',
    '--project',
    project,
    // The same gateway with an await that fails: built apart, and a part of the same answer.
    ...(project === 'unit' ? ['--project', 'faults'] : []),
  ]
  const env = { ...process.env, ...more, VITEST_REPORT: report }
  const run = async (files) => {
    const command = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args, ...files]
    const { code } = await runNode(command, { env, lifecycle, show: true })
    return countVitest(report, code)
  }
  return withOnceMore(run, say)
}

// What leans on the database, once more on the oldest Postgres that is supported, and through a pooler.
async function databases(lifecycle, reports, args) {
  const results = []
  for (const { name, env } of await ensureDatabases(lifecycle)) {
    say(`\n  The database and the gateway on ${name}`)
    results.push(
      env
        ? await vitest('databases', { lifecycle, reports, args, env, name })
        : {
            passed: 0,
            failed: 0,
            skipped: 1,
            reasons: [{ name, reason: `not there: ${INSTALL_DATABASES}` }],
          },
    )
  }
  return results
}

async function browser(lifecycle, reports, args) {
  const chromium = await ensureChromium(lifecycle)
  if (!chromium) return skipBrowser(lifecycle, reports, args)
  await ensureBuild(lifecycle)
  return playwright(lifecycle, reports, args, chromium)
}

async function skipBrowser(lifecycle, reports, args) {
  say(`\n  The browser tests are skipped: there is no Chromium, and without root none can be installed.`)
  say(`  To run them: ${HOW_TO_INSTALL}`)
  return playwright(lifecycle, reports, ['--list', ...args], '')
}

async function playwright(lifecycle, reports, args, chromium) {
  const report = join(reports, 'playwright.json')
  const env = { ...process.env, CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const run = async (files) => {
    const command = ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json', ...args]
    const { code } = await runNode([...command, ...files], { env, lifecycle, show: true })
    return countPlaywright(report, code)
  }
  return withOnceMore(run, say)
}
