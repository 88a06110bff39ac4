// How much is proved: the long form by default, a short one for every run of the tests.
import { parseArgs } from 'node:util'
import type { KillSizes } from './database-kills.ts'
import type { LimitSizes } from './exact-limits.ts'
import type { EditSizes } from './policy-edits.ts'

export type Options = {
  readonly seed: number
  readonly replicas: number
  readonly isShort: boolean
  /** Where the result goes. */
  readonly out: string
  readonly limits: LimitSizes
  readonly kills: KillSizes
  readonly edits: EditSizes
}

const CALLS = 1_000_000
// No call is made faster by a short form, and a machine that runs all other tests beside it is slow.
const PATIENT_MS = 60_000

/**
 * Reads the command line.
 * @throws Error with one sentence, for what it does not say as it should
 */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      calls: { type: 'string' },
      replicas: { type: 'string', default: '3' },
      seed: { type: 'string' },
      short: { type: 'boolean', default: false },
      out: { type: 'string', default: 'docs/proof.json' },
    },
  })
  const isShort = values.short
  const calls = whole('calls', values.calls ?? String(isShort ? 1000 : CALLS), 1)
  const replicas = whole('replicas', values.replicas, 1)
  if (replicas < 2) throw new Error('--replicas must be 2 or more: one of them is killed while others serve.')
  const seed = whole('seed', values.seed ?? String(Date.now() % 1_000_000_000), 0)
  const most = (share: number, least: number) => Math.max(least, Math.round(calls * share))
  // As often as the calls are many, within reason.
  const share = (each: number, least: number, top: number) =>
    Math.min(top, Math.max(least, Math.round(calls / each)))
  const rounds = isShort ? 2 : share(50_000, 4, 20)
  return {
    seed,
    replicas,
    isShort,
    out: values.out,
    limits: {
      calls: most(0.6, 1),
      tenants: isShort ? 1 : 4,
      grants: isShort ? 2 : 12,
      concurrency: isShort ? 16 : 64,
      // Starting a replica takes a second or two of a processor: calls are to be made, too.
      killEveryMs: isShort ? 2000 : 15_000,
      kills: isShort ? 2 : share(20_000, 5, 50),
    },
    kills: {
      rounds,
      concurrency: isShort ? 8 : 48,
      before: most(0.1 / rounds, 50),
      during: isShort ? 20 : 100,
      recoveryMs: isShort ? PATIENT_MS : 10_000,
    },
    edits: {
      calls: most(0.3, 200),
      rounds: isShort ? 2 : share(10_000, 10, 100),
      concurrency: isShort ? 16 : 64,
      between: isShort ? 5 : 20,
    },
  }
}

function whole(name: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least)) throw new Error(`--${name} must be a whole number from ${least}.`)
  return value
}
