// One child: a process group of its own, never through a shell. Its stdin and stdout are one channel of the
// tunnel; what it writes to stderr is shown beside the connector.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Channel, type Ended, LineSplitter } from '#lib/connector/index.ts'
import type { Warden } from './warden.ts'

export type Command = {
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}
export type Child = {
  /** Resolves when the process and everything it started has ended. */
  readonly gone: Promise<void>
  /** Asks it to end, and then ends it. */
  stop(): void
}

// What a server gets to end by itself once its input has ended (MCP, basic/lifecycle), and after SIGTERM.
const INPUT_GRACE_MS = 1_500
const TERM_GRACE_MS = 2_500
const MAX_SHOWN_LENGTH = 2_000
const NEWLINE = Buffer.from('\n')

/** Starts the command for one session. @param show one line for people */
export function startChild(
  command: Command,
  channel: Channel,
  warden: Warden,
  show: (line: string) => void,
): Child {
  const child = spawn(command.file, [...command.args], {
    env: command.env,
    detached: process.platform !== 'win32',
    shell: false,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { pid, stdin, stdout, stderr } = child
  if (pid !== undefined) warden.watch(pid)
  let isStopped = false
  let end: (ended: Ended) => void = () => {}
  const ended = new Promise<Ended>((resolve) => {
    end = resolve
  })

  const splitter = new LineSplitter((text) => show(`(stdout, no message) ${text.slice(0, MAX_SHOWN_LENGTH)}`))
  stdout.on('data', (chunk: Buffer) => {
    for (const { bytes, isLast } of splitter.push(chunk)) if (!channel.write(bytes, isLast)) stdout.pause()
  })
  channel.listen({
    // Taken when the pipe took it: a child that does not read stops its own session.
    piece: (bytes, isLast, cost) => {
      stdin.write(isLast ? Buffer.concat([bytes, NEWLINE]) : bytes, () => channel.taken(cost))
    },
    drained: () => void stdout.resume(),
    closed: () => stop(),
  })
  // A child that closed its end of a pipe is told of by its end.
  for (const stream of [stdin, stdout, stderr]) stream.on('error', () => {})
  createInterface({ input: stderr }).on('line', (line) => show(line.slice(0, MAX_SHOWN_LENGTH)))

  child.once('error', (error) => {
    if (pid !== undefined) return
    show(`could not be started: ${error.message}`)
    end({ how: 'not-started', code: null, signal: null })
  })
  child.once('exit', () => {
    // What it started ends with it, and lets go of the pipes.
    signalGroup(pid, 'SIGTERM')
    setTimeout(() => {
      signalGroup(pid, 'SIGKILL')
      // Whoever left the group may still hold a pipe; nothing more is read from it.
      stdout.destroy()
      stderr.destroy()
    }, TERM_GRACE_MS).unref()
  })
  child.once('close', (code, signal) => {
    signalGroup(pid, 'SIGKILL')
    if (pid !== undefined) warden.forget(pid)
    end({ how: isStopped ? 'stopped' : signal ? 'killed' : 'exited', code, signal })
  })

  function stop(): void {
    if (isStopped) return
    isStopped = true
    stdin.end()
    stdout.resume()
    const term = setTimeout(() => signalGroup(pid, 'SIGTERM'), INPUT_GRACE_MS)
    const kill = setTimeout(() => signalGroup(pid, 'SIGKILL'), INPUT_GRACE_MS + TERM_GRACE_MS)
    void ended.then(() => {
      clearTimeout(term)
      clearTimeout(kill)
    })
  }

  const gone = ended.then((how) => {
    if (!isStopped && how.how !== 'not-started') show(`ended (${how.signal ?? `exit code ${how.code}`})`)
    channel.finish(Buffer.from(JSON.stringify(how)))
  })
  return { gone, stop }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    // It has gone already, or what is left of it is another user's.
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ESRCH' && code !== 'EPERM') throw error
  }
}
