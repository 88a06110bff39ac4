// Processes of the bench: started, asked and ended, and what they used of the machine.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { endingWithUs } from '../../scripts/start/command.mjs'

export type Running = {
  readonly pid: number
  /** Sends a word, where there is one, and resolves with the answer. */
  ask<Word>(order?: object): Promise<Word>
  /** Ends it, and waits for that. */
  end(): Promise<void>
}
export type Started = {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly quiet?: boolean
}

const PATIENCE_MS = 20_000

/** Starts `node` with these arguments; the channel between is what `ask` uses, and ends it with us. */
export function startNode(args: readonly string[], { env = {}, cwd, quiet = false }: Started = {}): Running {
  const own = { ...process.env, NODE_ENV: 'production' as const, ...env }
  // Programs of others do not listen to the channel; ours end when it closes.
  const ending = quiet ? endingWithUs([...args], own) : { args, env: own }
  const child = spawn(process.execPath, ending.args, {
    env: { ...own, ...ending.env },
    stdio: ['ignore', 'ignore', quiet ? 'ignore' : 'inherit', 'ipc'],
    ...(cwd !== undefined && { cwd }),
  })
  return {
    pid: child.pid ?? 0,
    ask: <Word>(order?: object) =>
      new Promise<Word>((resolve, reject) => {
        const onEnd = (code: number | null) => reject(new Error(`${args.join(' ')} ended (${code})`))
        child.once('exit', onEnd)
        child.once('message', (word) => {
          child.off('exit', onEnd)
          resolve(word as Word)
        })
        if (order) child.send(order)
      }),
    end: () => ended(child),
  }
}

/** The path of one of the bench's own programs. */
export function programOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

const MS_PER_TICK = 10

/** The processor time of a process so far, in ms; 0 where the system does not tell. */
export function cpuMsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
  } catch {
    return 0
  }
}
