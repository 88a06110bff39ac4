// The upstream process from outside: it lists what it is told to, and gives its journal.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ListedTool } from '../upstream.ts'

/** One tools/call as the upstream saw it. */
export type Seen = {
  /** The number that its client gave the call. */
  readonly call: number
  /** The upstream's clock when the whole request had arrived: ms since the epoch. */
  readonly at: number
  readonly tool: string
  /** In hundredths; 1 where the call names no amount. */
  readonly amount: number
  /** Whether its record was in the database when it arrived; null where the upstream did not look. */
  readonly wasRecorded: boolean | null
}
export type Upstream = {
  /** A path of this upstream is a server of its own: same tools, same journal. */
  url(path: string): string
  describe(tools: readonly ListedTool[]): Promise<void>
  /** Everything that has arrived until now, in the order in which it came. */
  journal(): Promise<Seen[]>
  stop(): Promise<void>
}

export async function startUpstream(
  file: string,
  tools: readonly ListedTool[],
  databaseUrl: string,
): Promise<Upstream> {
  const program = fileURLToPath(new URL('./upstream-process.mjs', import.meta.url))
  const child = fork(program, [file, JSON.stringify(tools), databaseUrl], { execArgv: [] })
  const [first] = (await once(child, 'message')) as [{ port: number }]
  let orders = 0
  const order = async (what: object): Promise<void> => {
    const number = ++orders
    child.send({ ...what, number })
    await answered(child, number)
  }
  return {
    url: (path) => `http://127.0.0.1:${first.port}/${path}`,
    describe: (next) => order({ describe: next }),
    journal: async () => {
      await order({ flush: true })
      return readJournal(readFileSync(file, 'utf8'))
    },
    stop: async () => {
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
    },
  }
}

/** Parses a journal's text. @throws Error at a line that the upstream would not have written */
export function readJournal(text: string): Seen[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [call = '', at = '', tool = '', amount = '', found = ''] = line.split(' ')
      const seen = {
        call: Number(call),
        at: Number(at),
        tool,
        amount: hundredths(amount),
        wasRecorded: found === '' ? null : found === 'recorded',
      }
      if (!Number.isSafeInteger(seen.call) || !Number.isSafeInteger(seen.at))
        throw new Error(`not a line: ${line}`)
      return seen
    })
}

function hundredths(amount: string): number {
  return amount === '' ? 100 : Math.round(Number(amount) * 100)
}

function answered(child: ChildProcess, number: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('The upstream has ended.'))
    const onMessage = (said: unknown) => {
      if ((said as { done?: number }).done !== number) return
      child.off('message', onMessage)
      child.off('exit', onExit)
      resolve()
    }
    child.on('message', onMessage)
    child.once('exit', onExit)
  })
}
