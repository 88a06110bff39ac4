// Where the time of the gateway goes: a processor profile under each kind of load, each in a process of its
// own, cut to the seconds in which the load ran.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { flameGraph, heaviest, type Profile, stacksOf } from './flame.ts'
import { type Load, measure, targetsOf } from './rounds.ts'
import { MANY_TOOLS, startWorld, type World } from './world.ts'

const FOLDER = fileURLToPath(new URL('../../docs/performance/', import.meta.url))
const SECONDS = 8
const LOADS: readonly {
  name: string
  title: string
  load(world: World): Omit<Load, 'rounds' | 'seconds'>
}[] = [
  {
    name: 'calls',
    title: 'calls, 64 connections',
    load: () => ({ kind: 'call', connections: 64, expect: '"text":"done"' }),
  },
  {
    name: 'refusals',
    title: '99 of 100 calls refused, 64 connections',
    load: () => ({ kind: 'mostly-refused', connections: 64, expect: '' }),
  },
  {
    name: 'list',
    title: `tools/list of ${MANY_TOOLS} tools, 4 connections`,
    load: (world) => ({ kind: 'list', connections: 4, grants: [world.many], expect: 'tool_1299' }),
  },
]

/** Writes a flame graph for each load to docs/performance, and says what was heaviest. */
export async function writeProfiles(): Promise<void> {
  for (const { name, title, load } of LOADS) {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-profile-'))
    const world = await startWorld({
      nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${folder}`],
      organisations: 8,
    })
    const { gateway } = targetsOf(world)
    const options = { ...load(world), rounds: 1 }
    await measure(world, gateway, { ...options, seconds: SECONDS / 2 })
    const from = now()
    await measure(world, gateway, { ...options, seconds: SECONDS })
    const to = now()
    // The profile is written as the process ends.
    await world.close()
    const [file = ''] = readdirSync(folder)
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile
    rmSync(folder, { recursive: true, force: true })
    const stacks = stacksOf(profile, from, to)
    writeFileSync(join(FOLDER, `${name}.svg`), flameGraph(stacks, `The gateway’s own time: ${title}`))
    const lines = heaviest(stacks, 12).map(
      ({ name, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`,
    )
    process.stdout.write(`${title}: docs/performance/${name}.svg\n${lines.join('\n')}\n`)
  }
}

// The clock of V8's profiles.
function now(): number {
  return Number(process.hrtime.bigint() / 1000n)
}
