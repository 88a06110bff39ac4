// `npm run mutate:policy`: breaks the rules of the policy language one line at a time, in a copy of the
// tree, and runs the tests that quote the broken rule. Each mutant has to be killed by one of them. Rules
// may be named (`-- E7 L5`); not part of CI, for it takes minutes.
import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { idsOf, testsUnder } from '../../.ci/rule-ids.mjs'
import { startPostgres } from '../../scripts/postgres.mjs'
import { broken } from './apply.ts'
import { MUTANTS, type Mutant } from './mutants.ts'

const PURE = /^lib\/(json|policy)\//
const NOT_COPIED = /^(\.git|\.next|node_modules|data|test-results|playwright-report)(\/|$)/
const FOLDERS = ['lib', 'gateway', 'components']

type Report = {
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[]
}

const wanted = process.argv.slice(2)
const chosen = MUTANTS.filter(({ rule }) => wanted.length === 0 || wanted.includes(rule))
const copy = mkdtempSync(join(tmpdir(), 'portcullis-mutants-'))
cpSync('.', copy, { recursive: true, filter: (path) => !NOT_COPIED.test(relative('.', path)) })
symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'))
mkdirSync(join(copy, 'out'))
const database = mkdtempSync(join(tmpdir(), 'portcullis-mutants-database-'))
const postgres = await startPostgres(database, { durable: false })
const tests = FOLDERS.flatMap(testsUnder)
const survivors: Mutant[] = []

try {
  const start = performance.now()
  await checkThatAllPass()
  for (const mutant of chosen) {
    const killer = await killerOf(mutant)
    if (killer === null) survivors.push(mutant)
    console.log(
      `${killer === null ? 'SURVIVED' : 'killed  '} ${mutant.rule.padEnd(3)} ${mutant.breaks} · ${killer ?? mutant.file}`,
    )
  }
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(`${chosen.length - survivors.length} of ${chosen.length} mutants killed in ${seconds} s.`)
} finally {
  await postgres.stop()
  for (const folder of [copy, database]) rmSync(folder, { recursive: true, force: true })
}
process.exitCode = survivors.length > 0 ? 1 : 0

/** A test that fails anyway would kill every mutant. */
async function checkThatAllPass(): Promise<void> {
  const rules = [...new Set(chosen.map(({ rule }) => rule))]
  for (const isPure of [true, false]) {
    const files = [...new Set(rules.flatMap((rule) => filesNaming(rule, isPure)))]
    if (files.length === 0) continue
    const failed = await failedTests(files, `\\[(${rules.join('|')})\\]`, isPure)
    if (failed.length > 0) throw new Error(`Without any change these tests fail: ${failed.join('; ')}`)
  }
}

function filesNaming(rule: string, isPure: boolean): string[] {
  return tests
    .filter(({ path, text }) => PURE.test(path) === isPure && titleHas(text, rule))
    .map(({ path }) => path)
}
function titleHas(text: string, rule: string): boolean {
  return idsOf(text, /\[([A-Z][0-9]{1,2})\]/g).has(rule)
}

/** The full name of a test that quotes the rule and fails once it is broken; null where all of them pass. */
async function killerOf(mutant: Mutant): Promise<string | null> {
  const path = join(copy, mutant.file)
  const whole = readFileSync(path, 'utf8')
  const text = broken(copy, mutant)
  if (text === null) throw new Error(`${mutant.file} has not exactly once: ${mutant.find}`)
  writeFileSync(path, text)
  try {
    for (const isPure of [true, false]) {
      const files = filesNaming(mutant.rule, isPure)
      const [failed] = files.length > 0 ? await failedTests(files, `\\[${mutant.rule}\\]`, isPure) : []
      if (failed !== undefined) return failed
    }
    return null
  } finally {
    writeFileSync(path, whole)
  }
}

async function failedTests(files: readonly string[], titles: string, isPure: boolean): Promise<string[]> {
  const output = join(copy, 'out', 'report.json')
  rmSync(output, { force: true })
  const config = isPure ? ['--config', 'tools/mutate-policy/vitest.config.ts', '--root', '.'] : []
  const args = ['node_modules/vitest/vitest.mjs', 'run', ...files, '-t', titles, '--bail', '1', ...config]
  const child = spawn(process.execPath, [...args, '--reporter', 'json', '--outputFile', output], {
    cwd: copy,
    stdio: 'ignore',
    env: { ...process.env, ...(isPure ? {} : { TEST_DATABASE_URL: postgres.url }) },
  })
  await new Promise((resolve) => child.on('close', resolve))
  if (!existsSync(output)) throw new Error(`vitest did not report on ${files.join(' ')}`)
  const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Report
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const failed = assertionResults.filter((each) => each.status === 'failed').map((each) => each.fullName)
    const file = relative(copy, name)
    // A file that cannot even be loaded has no test that fails: that is no kill.
    if (status === 'failed' && assertionResults.length === 0)
      throw new Error(`${file} cannot be loaded in ${dirname(name)}`)
    return failed.map((each) => `${file} › ${each}`)
  })
}
