// A Postgres of the proof's own: durable, at one address for as long as it lasts, killed as a machine
// kills and started again on what its disk holds.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '../../scripts/migrate.mjs'
import { answers, freePort, startPostgres } from '../../scripts/postgres.mjs'

export type Database = {
  readonly url: string
  /** `whole`: every process of the server at once; else the first alone, which the others notice. */
  kill(how: 'first' | 'whole'): Promise<void>
  /** Starts it again. @returns when it answers */
  start(): Promise<void>
  stop(): Promise<void>
}

const PATIENCE_MS = 60_000

/** @param directory where its files are; made if missing */
export async function startDatabase(directory: string): Promise<Database> {
  const port = (await freePort()) as number
  let server = await startPostgres(directory, { port })
  const { url } = server
  await migrate(url)
  return {
    url,
    async kill(how) {
      const processes = how === 'whole' ? [server.pid, ...childrenOf(server.pid)] : [server.pid]
      const backends = childrenOf(server.pid)
      for (const pid of processes) end(pid)
      await until(() => [server.pid, ...backends].every((pid) => !isThere(pid)))
    },
    async start() {
      server = await startPostgres(directory, { port })
      await until(() => answers(url))
    },
    stop: () => server.stop(),
  }
}

function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.trim().split(/\s+/).filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

// A process that its parent has not yet collected is dead all the same.
function isThere(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('The database did not do as it was told within a minute.')
    await sleep(10)
  }
}
