// The figures as data and as a table that is made of them: docs/performance.md shows the table of
// docs/performance.json, and a test holds that it does.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { IdleCost } from './idle-sessions.ts'
import type { Machine } from './machine.ts'
import type { RefusalRound } from './refusals.ts'
import { type Figure, type Spread, spreadOf, type TargetName } from './rounds.ts'
import type { Played, Size } from './scenarios.ts'
import type { Tally } from './tally.ts'

export type Results = {
  readonly machine: Machine
  /** How long the run took. */
  readonly seconds: number
  readonly size: Size
  readonly played: readonly Played[]
  readonly refusals: readonly RefusalRound[]
  readonly idle: IdleCost | null
  readonly peers: {
    readonly versions: Readonly<Record<string, string>>
    readonly rounds: readonly Figure[][]
  } | null
  readonly tally: Tally
  /** What CI compares with: the ratio at 64 connections in short rounds, without waiting for the disk. */
  readonly quickRatio: Spread
}
/** A run that was kept, and what CI compares with on each kind of processor that a run was kept of. */
export type Recorded = Results & { readonly quickRatios: Readonly<Record<string, Spread>> }

const DOCUMENT = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))
const DATA = fileURLToPath(new URL('../../docs/performance.json', import.meta.url))
const BEGIN = '<!-- figures: made of performance.json by npm run bench:gateway -- --save -->'
const END = '<!-- end of figures -->'

/** The figures that were recorded. */
export function recorded(): Recorded {
  return JSON.parse(readFileSync(DATA, 'utf8')) as Recorded
}

/** Writes the data, and its table into the document. */
export function saveResults(results: Results): void {
  const quickRatios = { ...recorded().quickRatios, [results.machine.model]: results.quickRatio }
  const kept: Recorded = { ...results, quickRatios }
  writeFileSync(DATA, `${JSON.stringify(kept, null, 2)}\n`)
  writeFileSync(DOCUMENT, withTable(readFileSync(DOCUMENT, 'utf8'), results))
}

/**
 * The ratio that was recorded on this kind of processor; on one of which nothing was kept, the least of all: what a
 * system call costs beside the rest differs from one to the next, and moves the ratio by as much as CI looks for.
 */
export function ratioFor(model: string, { quickRatios }: Recorded): number {
  const medians = Object.values(quickRatios).map(({ median }) => median)
  return quickRatios[model]?.median ?? Math.min(...medians)
}

/** The document with the table of these figures in its place. */
export function withTable(document: string, results: Results): string {
  const [before = '', rest = ''] = document.split(BEGIN)
  const after = rest.split(END)[1] ?? ''
  return `${before}${BEGIN}\n\n${tableOf(results)}\n\n${END}${after}`
}

/** The ratio of a target, by default the gateway, to the relay in each round: above one it is faster. */
export function ratiosOf({ rounds }: Played, name: TargetName = 'gateway'): number[] {
  return rounds.map((round) => of(round, name).callsPerSecond / of(round, 'relay').callsPerSecond)
}

export function tableOf(results: Results): string {
  const { machine, played, refusals, idle, peers, tally, size, quickRatio } = results
  return [
    `${machine.processors} processors (${machine.model}), ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, load ${machine.load} at the end; ` +
      `commit ${machine.commit}, ${machine.date}. ${size.rounds} alternating rounds of ${size.seconds} s, where no other number stands; each figure is the median, with least and most in brackets.`,
    played.map((each) => sectionOf(each, size)).join('\n\n'),
    ...(refusals.length > 0 ? [refusalsOf(refusals)] : []),
    ...(idle ? [idleOf(idle)] : []),
    ...(peers ? [peersOf(peers)] : []),
    `Checked in the same run: clients had ${whole(tally.answered)} answers to calls; ${whole(tally.admitted)} calls reached the upstream through the gateway, ${whole(tally.records)} have their record, the counters sum to ${whole(tally.counted)}, ${tally.open} records lack an outcome; ${whole(tally.refused)} refusals are recorded.`,
    `In short rounds on a database that does not wait for the disk, which is what CI compares: ratio to the relay ${spread(quickRatio, 2)}.`,
  ].join('\n\n')
}

function sectionOf(one: Played, { rounds }: Size): string {
  const names = one.rounds[0]?.map(({ target }) => target) ?? []
  const rows = names.map((name) => {
    const figures = one.rounds.map((round) => of(round, name))
    return `| ${name} | ${shown(figures, 'callsPerSecond', 0)} | ${shown(figures, 'p50', 2)} | ${shown(figures, 'p99', 2)} | ${shown(figures, 'cpuMicroseconds', 0)} |`
  })
  const bare = names.includes('bare admission')
    ? `. Of the bare admission: ${costOf(one, 'bare admission')}`
    : ''
  return [
    `**${one.title}**${one.rounds.length === rounds ? '' : ` (${one.rounds.length} rounds)`}: ratio to the relay ${costOf(one, 'gateway')}${bare}`,
    '',
    '| | calls/s | p50 ms | p99 ms | µs of its process per call |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n')
}

// Beside the relay of the same round.
function costOf(one: Played, name: TargetName): string {
  const added = (key: 'p50' | 'p99') =>
    spread(spreadOf(one.rounds.map((round) => of(round, name)[key] - of(round, 'relay')[key])), 2)
  return `${spread(spreadOf(ratiosOf(one, name)), 2)}; added p50 ${added('p50')} ms, p99 ${added('p99')} ms`
}

function refusalsOf(rounds: readonly RefusalRound[]): string {
  const row = (name: string, kind: 'allowed' | 'refused') => {
    const costs = rounds.map((round) => round[kind])
    return `| ${name} | ${shown(costs, 'callsPerSecond', 0)} | ${shown(costs, 'gateway', 0)} | ${shown(costs, 'database', 0)} |`
  }
  return [
    '**Attack traffic**, 64 connections, against allowed traffic',
    '',
    '| | calls/s | µs of the gateway per call | µs of Postgres per call |',
    '|---|---|---|---|',
    row('all calls pass', 'allowed'),
    row('99 of 100 are refused', 'refused'),
  ].join('\n')
}

/** What idle sessions cost, as a line of the table. */
export function idleOf({ sessions, bytesEach, bytesEachWithStream }: IdleCost): string {
  const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`
  return `**${whole(sessions)} idle sessions** of a gateway of their own, its garbage collected: ${kib(bytesEach)} of heap and buffers each, ${kib(bytesEachWithStream)} with an open stream each.`
}

function peersOf({ versions, rounds }: NonNullable<Results['peers']>): string {
  const names = rounds[0]?.map(({ target }) => target) ?? []
  const rows = names.map((name) => {
    const figures = rounds.map((round) => of(round, name))
    const version = versions[name] === undefined ? '' : ` ${versions[name]}`
    return `| ${name}${version} | ${shown(figures, 'callsPerSecond', 0)} | ${shown(figures, 'p50', 2)} | ${shown(figures, 'p99', 2)} |`
  })
  return [
    '**Others in front of an equal upstream**, 16 connections',
    '',
    '| | calls/s | p50 ms | p99 ms |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')
}

function of(round: readonly Figure[], name: string): Figure {
  const figure = round.find(({ target }) => target === name)
  if (!figure) throw new Error(`there is no figure of ${name}`)
  return figure
}

function shown<Key extends string>(
  all: readonly Readonly<Record<Key, number>>[],
  key: Key,
  digits: number,
): string {
  return spread(spreadOf(all.map((each) => each[key])), digits)
}

function spread({ min, median, max }: Spread, digits: number): string {
  const text = (value: number) => (digits === 0 ? whole(Math.round(value)) : value.toFixed(digits))
  return `${text(median)} (${text(min)}–${text(max)})`
}

function whole(value: number): string {
  return value.toLocaleString('en-GB')
}
