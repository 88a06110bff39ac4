// Rounds: every target in turn, and again, so that what else goes on upon the machine falls on all alike.
// Figures of one round may be compared with one another, and with nothing else.
import { cpuMsOf } from './process.ts'
import { type Kind, requestsOf } from './requests.ts'
import type { Grant, World } from './world.ts'

export type Target = {
  readonly name: string
  readonly port: number
  readonly pid: number
  readonly own: boolean
}
/** What one target did in one round. */
export type Figure = {
  readonly target: string
  readonly callsPerSecond: number
  /** Milliseconds, as the client saw it. */
  readonly p50: number
  readonly p99: number
  /** Processor time of the target's own process for each call. */
  readonly cpuMicroseconds: number
  /** All calls, those before the clock ran included. */
  readonly total: number
}
export type Load = {
  readonly kind: Kind
  readonly connections: number
  readonly seconds: number
  readonly rounds: number
  readonly grants?: readonly Grant[]
  /** Where a server without grants is asked. */
  readonly path?: string
  /** What a right answer holds. */
  readonly expect: string
}

const WARM_SECONDS = 0.5

export type TargetName = 'direct' | 'relay' | 'bare admission' | 'gateway'
type Targets = Readonly<Record<Exclude<TargetName, 'bare admission'>, Target>> & {
  readonly 'bare admission': Target | null
}

export function targetsOf({ upstream, relay, bare, gateway }: World): Targets {
  return {
    direct: { name: 'direct', port: upstream.port, pid: upstream.pid, own: false },
    relay: { name: 'relay', port: relay.port, pid: relay.pid, own: false },
    'bare admission': bare && { name: 'bare admission', port: bare.port, pid: bare.pid, own: false },
    gateway: { name: 'gateway', port: gateway.port, pid: gateway.pid, own: true },
  }
}

/** @returns one list for each round, with a figure for each target in the order given */
export async function playRounds(world: World, targets: readonly Target[], load: Load): Promise<Figure[][]> {
  const rounds: Figure[][] = []
  for (let round = 0; round < load.rounds; round++) {
    // Every other round goes backwards: who comes second finds a machine that the first has warmed.
    const order = round % 2 === 0 ? targets : [...targets].reverse()
    const figures: Figure[] = []
    for (const target of order) figures.push(await measure(world, target, load))
    rounds.push(targets.flatMap(({ name }) => figures.filter((figure) => figure.target === name)))
  }
  return rounds
}

type Word = { calls: number; failed: number; p50: number; p99: number; total: number; first: string }

/** One target under one load. @throws where any answer was not the one that was expected */
export async function measure(world: World, target: Target, load: Load): Promise<Figure> {
  const { kind, connections, seconds, grants = world.grants, path = '/mcp', expect } = load
  const before = cpuMsOf(target.pid)
  const { calls, failed, p50, p99, total, first } = await world.load.ask<Word>({
    port: target.port,
    requests: grants.map((grant) => requestsOf(kind, grant, target.own ? grant.path : path)),
    connections,
    seconds,
    warm: WARM_SECONDS,
  })
  if (failed > 0 || calls === 0 || !first.includes(expect))
    throw new Error(
      `${target.name}, ${kind}: ${failed} of ${total} answers failed; the first was:\n${first.slice(0, 600)}`,
    )
  const cpuMs = cpuMsOf(target.pid) - before
  if (target.own && kind !== 'list') world.answered += total
  return {
    target: target.name,
    callsPerSecond: calls / seconds,
    p50,
    p99,
    cpuMicroseconds: (cpuMs * 1000) / total,
    total,
  }
}

export type Spread = { readonly min: number; readonly median: number; readonly max: number }

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (place: number) => sorted[Math.round(place)] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  const median = (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
  return { min: at(0), median, max: at(sorted.length - 1) }
}
