// Several gateways as `npm start` runs them, processes of their own over one database, and a steady load on
// all of them whose every call can be told again at the upstream.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '../../scripts/postgres.mjs'
import { modernMessage } from './harness.ts'
import type { Recorded } from './upstream.ts'

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href
const CALLERS_PER_REPLICA = 6

export type Replicas = {
  readonly origins: readonly string[]
  close(): Promise<void>
}

/** Starts gateways on the settings of this process, and waits until each of them would serve calls. */
export async function startReplicas(count: number): Promise<Replicas> {
  const all = await Promise.all(Array.from({ length: count }, startReplica))
  return {
    origins: all.map(({ origin }) => origin),
    close: async () => {
      await Promise.all(all.map(({ child }) => end(child)))
    },
  }
}

async function startReplica(): Promise<{ child: ChildProcess; origin: string }> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--import', TSX, resolve('gateway/main.ts')], {
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const origin = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a replica ended before it was ready:\n${said}`)
    const answer = await fetch(`${origin}/readyz`).catch(() => null)
    if (answer?.ok) return { child, origin }
    await new Promise((done) => setTimeout(done, 50))
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

export type SentCall = {
  readonly mark: string
  readonly replica: number
  /** Even while everything is saved; odd while a change is under way. */
  readonly begun: number
  /** The same when it was answered; -1 before that. */
  ended: number
  status: number
  text: string
}
export type Load = {
  readonly sent: readonly SentCall[]
  /** Waits until so many calls that began since the last change was saved were answered, on each replica. */
  untilAnswered(perReplica: number): Promise<void>
  /** Makes a change in the middle of the load, and waits as `untilAnswered` does. */
  change(work: () => Promise<unknown>, perReplica: number): Promise<void>
  /**
   * The calls that began after the nth change was saved and were answered before the next one began: what
   * they met can only have been what that change left.
   */
  after(nth: number): SentCall[]
  /** Lets the calls under way end. */
  stop(): Promise<void>
}

let loads = 0

/** Calls one tool on all replicas at once, again and again, until it is stopped. */
export function startLoad(
  { origins }: Replicas,
  call: { readonly serverId: string; readonly token: string; readonly tool: string },
): Load {
  loads += 1
  const name = `load-${loads}`
  const sent: SentCall[] = []
  let phase = 0
  let stopped = false
  async function callAgainAndAgain(replica: number): Promise<void> {
    while (!stopped) {
      const mark = `${name}.${sent.length}.`
      const one: SentCall = { mark, begun: phase, replica, ended: -1, status: 0, text: '' }
      sent.push(one)
      const answer = await callTool(origins[replica] ?? '', { ...call, mark })
      one.text = await answer.text()
      one.status = answer.status
      one.ended = phase
    }
  }
  const callers = origins.flatMap((_, replica) =>
    Array.from({ length: CALLERS_PER_REPLICA }, () => callAgainAndAgain(replica)),
  )
  const running = Promise.all(callers)
  const load: Load = {
    sent,
    async untilAnswered(perReplica) {
      const answered = (replica: number) =>
        sent.filter((one) => one.begun === phase && one.replica === replica && one.ended === phase).length
      while (origins.some((_, replica) => answered(replica) < perReplica))
        await Promise.race([running, new Promise((done) => setTimeout(done, 10))])
    },
    async change(work, perReplica) {
      phase += 1
      await work()
      phase += 1
      await load.untilAnswered(perReplica)
    },
    after: (nth) => sent.filter((one) => one.begun === 2 * nth && one.ended === 2 * nth),
    async stop() {
      stopped = true
      await running
    },
  }
  return load
}

/** One call on the modern wire, marked in its arguments. */
export function callTool(
  origin: string,
  call: { readonly serverId: string; readonly token: string; readonly tool: string; readonly mark: string },
): Promise<Response> {
  const { body, headers } = modernMessage('tools/call', { name: call.tool, arguments: { text: call.mark } })
  return fetch(`${origin}/mcp/${call.serverId}/`, {
    method: 'POST',
    headers: {
      ...headers,
      host: new URL(origin).host,
      authorization: `Bearer ${call.token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(body),
  })
}

/** Those of these calls that arrived at an upstream. */
export function arrived(sent: readonly SentCall[], seen: readonly Recorded[]): SentCall[] {
  const marks = new Set(seen.map((each) => /"text":"(load-\d+\.\d+\.)"/.exec(each.body)?.[1]))
  return sent.filter((one) => marks.has(one.mark))
}
