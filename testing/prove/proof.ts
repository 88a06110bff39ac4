// The result as a file and as a page: docs/proof.json is what was measured, and the table of docs/proof.md
// is written from it.
import { spawnSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { boundOf, type Result } from './result.ts'

export type Proof = {
  /** The commit that was proved; with "+" where the tree held changes beside it. */
  readonly commit: string
  readonly date: string
  readonly command: string
  readonly seed: number
  readonly machine: Readonly<Record<string, string | number>>
  readonly seconds: number
  readonly experiments: readonly (Result & { readonly bound: number | null })[]
}

const BEGIN = '<!-- Written by `npm run prove` from proof.json: begin -->'
const END = '<!-- end -->'

export function proofOf(
  about: Pick<Proof, 'commit' | 'command' | 'seed' | 'seconds'> & { readonly postgres: string },
  results: readonly Result[],
): Proof {
  const { commit, command, seed, seconds, postgres } = about
  return {
    commit,
    date: new Date().toISOString(),
    command,
    seed,
    machine: {
      processors: cpus().length,
      processor: cpus()[0]?.model.trim() ?? '',
      'memory, GiB': Math.round(totalmem() / 2 ** 30),
      node: process.version,
      postgres,
    },
    seconds: Math.round(seconds),
    experiments: results.map((result) => ({ ...result, bound: boundOf(result) })),
  }
}

/** The page with the table of this proof in the place of the one that stood there. */
export function withTable(page: string, proof: Proof): string {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END, begin)
  if (begin < 0 || end < 0) throw new Error('docs/proof.md has no place for the table.')
  return `${page.slice(0, begin + BEGIN.length)}\n\n${tableOf(proof)}\n\n${page.slice(end)}`
}

export function tableOf({ commit, date, command, seed, machine, seconds, experiments }: Proof): string {
  const rows = experiments.map(
    ({ name, n, failures, bound }) =>
      `| ${name} | ${grouped(n)} | ${grouped(failures)} | ${bound === null ? '–' : bound.toExponential(1)} |`,
  )
  const details = experiments.map((result) => detailOf(result))
  const on = Object.entries(machine).map(([what, value]) => `${what}: ${value}`)
  return [
    `\`${command}\`, seed ${seed}, commit \`${commit}\`, ${date}, ${grouped(seconds)} s.`,
    `Machine: ${on.join('; ')}.`,
    '',
    '| experiment | trials | failures | rate below (95 %) |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
    ...details,
  ].join('\n')
}

function detailOf({ name, claim, counted, done }: Result): string {
  const list = (of: Readonly<Record<string, number | string>>) =>
    Object.entries(of).map(([what, value]) => `${what} ${typeof value === 'number' ? grouped(value) : value}`)
  return `**${name}.** ${claim}\n\n- Failures: ${list(counted).join('; ')}.\n- Done: ${list(done).join('; ')}.\n`
}

function grouped(value: number): string {
  return value.toLocaleString('en-US')
}

/** The commit that stands in the tree now, with "+" where files differ from it. */
export function standingCommit(): string {
  const git = (...args: string[]) => spawnSync('git', args, { encoding: 'utf8' }).stdout?.trim() ?? ''
  const id = git('rev-parse', '--short=12', 'HEAD')
  if (id === '') return 'unknown'
  // The proof itself is not part of what was proved.
  const changed = git('status', '--porcelain', '--', '.', ':!docs/proof.json', ':!docs/proof.md')
  return changed === '' ? id : `${id}+`
}
