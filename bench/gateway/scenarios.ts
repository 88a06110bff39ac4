// What is measured, and how long: whoever changes a number here changes what docs/performance.md says.
import { type Figure, type Load, measure, playRounds, type TargetName, targetsOf } from './rounds.ts'
import { FEW_TOOLS, type World } from './world.ts'

export type Size = { readonly rounds: number; readonly seconds: number; readonly warmSeconds: number }
/**
 * About a quarter of an hour, peers included; and a form to try things with. It takes ten seconds of such a load until the
 * gateway costs what it goes on to cost.
 */
export const LONG: Size = { rounds: 5, seconds: 3, warmSeconds: 12 }
export const SHORT: Size = { rounds: 3, seconds: 2, warmSeconds: 3 }

export type Scenario = {
  readonly name: string
  /** What it is, for the table. */
  readonly title: string
  readonly targets: readonly TargetName[]
  /** How many times as many rounds as the others: what is held against a goal should not hang on one of five. */
  readonly times?: number
  readonly load: Omit<Load, 'rounds' | 'seconds'>
}
export type Played = { readonly name: string; readonly title: string; readonly rounds: readonly Figure[][] }

const DONE = '"text":"done"'
const LIST = `/mcp/${FEW_TOOLS}`

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'calls-64',
    title: 'calls, 64 connections',
    targets: ['direct', 'relay', 'bare admission', 'gateway'],
    times: 3,
    load: { kind: 'call', connections: 64, expect: DONE },
  },
  {
    name: 'calls-16',
    title: 'calls, 16 connections',
    targets: ['relay', 'bare admission', 'gateway'],
    times: 3,
    load: { kind: 'call', connections: 16, expect: DONE },
  },
  {
    name: 'calls-1',
    title: 'calls, one connection',
    targets: ['relay', 'bare admission', 'gateway'],
    times: 3,
    load: { kind: 'call', connections: 1, expect: DONE },
  },
  {
    name: 'list',
    title: `\`tools/list\` of ${FEW_TOOLS + 4} tools, 16 connections`,
    targets: ['relay', 'gateway'],
    load: { kind: 'list', connections: 16, path: LIST, expect: '"inputSchema"' },
  },
  {
    name: 'big',
    title: 'a result of 64 KB, 16 connections',
    targets: ['relay', 'gateway'],
    load: { kind: 'big', connections: 16, expect: 'All work and no play' },
  },
  {
    name: 'stream',
    title: 'an event stream of three messages, 16 connections',
    targets: ['relay', 'gateway'],
    load: { kind: 'stream', connections: 16, expect: DONE },
  },
]

/** Runs what is made at the first calls into shape: code is compiled, connections are opened. */
export async function warmUp(world: World, { warmSeconds }: Size): Promise<void> {
  const { direct, relay, 'bare admission': bare, gateway } = targetsOf(world)
  const load = { kind: 'call', connections: 64, rounds: 1, expect: DONE } as const
  await measure(world, direct, { ...load, seconds: 1 })
  await measure(world, relay, { ...load, seconds: warmSeconds / 3 })
  if (bare) await measure(world, bare, { ...load, seconds: warmSeconds / 2 })
  await measure(world, gateway, { ...load, seconds: warmSeconds })
}

export async function play(
  world: World,
  { name, title, targets, load, times = 1 }: Scenario,
  size: Size,
): Promise<Played> {
  const all = targetsOf(world)
  const chosen = targets.flatMap((target) => all[target] ?? [])
  return {
    name,
    title,
    rounds: await playRounds(world, chosen, { ...load, ...size, rounds: times * size.rounds }),
  }
}
