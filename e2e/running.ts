// An instance as people start it: `npm start` in a process group of its own, on a folder and a port of
// the test's. Everything here works from outside: exit codes, words on the terminal, /proc.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../scripts/postgres.mjs'

export type Running = {
  readonly url: string
  readonly port: number
  readonly folder: string
  /** What it has said on the terminal so far. */
  readonly said: () => string
  /** The programs of the instance that run now, its database among them. */
  readonly programs: () => number[]
  /** Ctrl-C: the signal goes to the whole foreground group, as a terminal sends it. */
  readonly interrupt: () => Promise<void>
  /** kill -9 of every program of the instance at once. */
  readonly kill: () => Promise<void>
}
export type Settings = {
  readonly folder: string
  readonly port?: number
  readonly env?: Readonly<Record<string, string>>
  /** Its log goes to our own stderr as well. */
  readonly isLoud?: boolean
}

const READY = 'Portcullis is ready.'
// It may have to build the dashboard first.
const READY_TIMEOUT_MS = 300_000
// Empty counts as unset, and keeps a developer's .env out of the tests.
const DEFAULTS = {
  DATABASE_URL: '',
  DIRECT_DATABASE_URL: '',
  SECRET_KEY: '',
  APP_URL: '',
  HOST: '',
  SIGN_UP: '',
  ALLOW_PRIVATE_UPSTREAMS: '',
  LOG_LEVEL: 'warn',
}

/** Starts an instance and waits until it is ready. Rejects with its words where it ends before that. */
export async function startInstance(settings: Settings): Promise<Running> {
  const port = settings.port ?? (await freePort())
  const { child, output, ended } = launch({ ...settings, port })
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`it is not ready:\n${output()}`)), READY_TIMEOUT_MS)
    child.stdout?.on('data', () => output().includes(READY) && resolve())
    ended.then(() => reject(new Error(`it ended before it was ready:\n${output()}`)))
    ended.finally(() => clearTimeout(timer))
  })
  const { pid } = child
  if (pid === undefined) throw new Error('an instance that runs has a number')
  return {
    url: `http://localhost:${port}`,
    port,
    folder: settings.folder,
    said: output,
    programs: () => descendants(pid),
    async interrupt() {
      process.kill(-pid, 'SIGINT')
      await ended
    },
    async kill() {
      for (const each of descendants(pid)) killNow(each)
      await ended
    },
  }
}

/** Starts an instance that is expected to refuse: its exit code and all its words. */
export async function refusedInstance(settings: Settings): Promise<{ code: number | null; output: string }> {
  const { output, ended } = launch({ ...settings, port: settings.port ?? (await freePort()) })
  return { code: await ended, output: output() }
}

/** The number of the database's first process, as Postgres itself writes it down; null where none runs. */
export function postmasterOf(folder: string): number | null {
  try {
    const [line] = readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')
    return Number(line)
  } catch {
    return null
  }
}

export function isAlive(pid: number): boolean {
  return stateOf(pid) !== null
}

function launch({ folder, port, env, isLoud }: Settings & { port: number }) {
  const child: ChildProcess = spawn('npm', ['start'], {
    env: { ...process.env, ...DEFAULTS, PORT: String(port), DATA_DIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      said += chunk
    })
  if (isLoud) child.stderr?.pipe(process.stderr)
  // In a group of its own it would outlive a test run that is interrupted.
  const interrupt = () => child.pid !== undefined && process.kill(-child.pid, 'SIGINT')
  process.once('exit', interrupt)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  ended.then(() => process.off('exit', interrupt))
  return { child, output: () => said, ended }
}

/** `pid` and every process below it, as the kernel knows them now. */
function descendants(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const state = stateOf(Number(name))
    if (state) parents.set(Number(name), state.parent)
  }
  const found = [pid]
  for (const each of found)
    for (const [child, parent] of parents) if (parent === each && !found.includes(child)) found.push(child)
  return found
}

// A process that has ended and waits to be counted (Z) runs no more.
function stateOf(pid: number): { parent: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? null : { parent: Number(parent) }
  } catch {
    return null
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
