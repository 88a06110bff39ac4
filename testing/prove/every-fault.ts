// P2: every fault at every await. The tests of gateway/faults run once more, and are counted here.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Result, resultOf } from './result.ts'

type Swept = {
  readonly kind: string
  readonly when: string
  readonly sites: readonly string[]
  forwarded: number
} & {
  readonly wrong: readonly string[]
}

const CLAIM = 'Whatever fails on the way of a message, nothing goes up that was not admitted and recorded.'
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export async function proveFaults(say: (line: string) => void): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-faults-'))
  say('faults: every await and every statement on the way of each kind of message')
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project', 'faults'], {
    cwd: ROOT,
    stdio: 'ignore',
    // Not the settings of the stage.
    env: { NODE_ENV: 'test', PATH: process.env.PATH, HOME: process.env.HOME, FAULTS_REPORT: folder },
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  const all = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Swept)
  rmSync(folder, { recursive: true, force: true })
  const isAwait = ({ when }: Swept) => when === 'before' || when === 'after'
  const faults = (of: readonly Swept[]) => of.reduce((sum, { sites }) => sum + sites.length, 0)
  const wrong = all.flatMap((swept) => swept.wrong)
  for (const sentence of wrong.slice(0, 20)) say(`  ${sentence}`)
  return resultOf(
    'Every fault at every await',
    CLAIM,
    faults(all),
    {
      'forwarded without a committed record': wrong.filter((sentence) =>
        sentence.includes('without a record'),
      ).length,
      'any other promise broken: no answer, no sentence, a gateway that did not go on': wrong.filter(
        (sentence) => !sentence.includes('without a record'),
      ).length,
      'runs of the tests that failed otherwise': code === 0 || wrong.length > 0 ? 0 : 1,
    },
    {
      'kinds of message': new Set(all.map(({ kind }) => kind)).size,
      'awaits that failed': faults(all.filter(isAwait)),
      'different places among them': new Set(all.filter(isAwait).flatMap(({ sites }) => sites)).size,
      'statements that failed': faults(all.filter((swept) => !isAwait(swept))),
      'ways in which a statement failed': new Set(
        all.filter((swept) => !isAwait(swept)).map(({ when }) => when),
      ).size,
      'forwarded, each with its record': all.reduce((sum, { forwarded }) => sum + forwarded, 0),
    },
  )
}
