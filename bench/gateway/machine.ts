// On what the figures were measured, in words and numbers that hold nothing of whose machine it is.
import { execFileSync } from 'node:child_process'
import { arch, cpus, loadavg, platform, totalmem } from 'node:os'

export type Machine = {
  readonly processors: number
  readonly model: string
  readonly memoryGiB: number
  readonly system: string
  readonly node: string
  /** How busy the machine has been in the last minute: above the number of processors, others were at work. */
  readonly load: number
  readonly commit: string
  readonly date: string
}

export function describeMachine(): Machine {
  const all = cpus()
  return {
    processors: all.length,
    model: (all[0]?.model ?? 'unknown').trim() || 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
    commit: commit(),
    date: new Date().toISOString().slice(0, 10),
  }
}

function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()
    const isClean = git('status', '--porcelain', '--untracked-files=no') === ''
    return `${git('rev-parse', '--short=12', 'HEAD')}${isClean ? '' : ' and changes'}`
  } catch {
    return 'unknown'
  }
}
