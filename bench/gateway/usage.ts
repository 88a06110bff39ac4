// Processor time of the gateway and of the whole database, all its processes together.
import { readdirSync, readFileSync } from 'node:fs'
import { cpuMsOf } from './process.ts'

export type Usage = { readonly gateway: number; readonly database: number }

/** Milliseconds so far. A process of the database that has ended meanwhile is missing, which a round survives. */
export function usageOf({ gateway, postgresPid }: { gateway: { pid: number }; postgresPid: number }): Usage {
  const family = [postgresPid, ...childrenOf(postgresPid)]
  return {
    gateway: cpuMsOf(gateway.pid),
    database: family.reduce((sum, pid) => sum + cpuMsOf(pid), 0),
  }
}

function childrenOf(parent: number): number[] {
  const isNumber = (name: string) => /^\d+$/.test(name)
  return readdirSync('/proc')
    .filter(isNumber)
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}
