// A replica of the gateway: the process that `npm run gateway` starts, killed and started again at one
// address.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export type Replica = {
  readonly origin: string
  /** How far its clock is off, in ms. */
  readonly shiftMs: number
  /** True while it answers that it is ready. */
  isReady(): boolean
  /** SIGKILL. @returns when the process is gone */
  kill(): Promise<void>
  /** Starts it again. @returns when it is ready */
  start(): Promise<void>
  /** SIGTERM, as a deployment ends it. */
  stop(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SHIFT = new URL('./shift-clock.mjs', import.meta.url).href
const PATIENCE_MS = 120_000

export type ReplicaOptions = {
  readonly port: number
  readonly shiftMs: number
  /** Its log, appended to. */
  readonly log: string
  /** The settings that every replica has. */
  readonly settings: Readonly<Record<string, string>>
}

export function createReplica({ port, shiftMs, log, settings }: ReplicaOptions): Replica {
  const origin = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let ready = false

  async function end(signal: NodeJS.Signals): Promise<void> {
    ready = false
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill(signal)
    await gone
  }

  return {
    origin,
    shiftMs,
    isReady: () => ready,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async start() {
      const output = openSync(log, 'a')
      const started = spawn(
        process.execPath,
        [...(shiftMs === 0 ? [] : ['--import', SHIFT]), 'scripts/gateway.mjs'],
        {
          cwd: ROOT,
          // The channel: a replica ends with the proof, however that ends.
          stdio: ['ignore', output, output, 'ipc'],
          env: {
            PATH: process.env.PATH,
            NODE_ENV: 'production',
            ...settings,
            PORT: String(port),
            SHIFT_CLOCK_MS: String(shiftMs),
          },
        },
      )
      closeSync(output)
      child = started
      const end = performance.now() + PATIENCE_MS
      while (!(await answersReady(origin))) {
        if (child !== started) return
        if (started.exitCode !== null || performance.now() > end)
          throw new Error(`A replica did not start. Its log ends:\n${readFileSync(log, 'utf8').slice(-2000)}`)
        await sleep(20)
      }
      ready = true
    },
  }
}

async function answersReady(origin: string): Promise<boolean> {
  try {
    const response = await fetch(`${origin}/readyz`)
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false
  }
}
