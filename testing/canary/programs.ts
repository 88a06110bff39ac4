// The product's programs as processes, and every word that they say.
import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

export type Program = {
  /** What it has said on stdout and stderr so far. */
  readonly said: () => string
  readonly child: ChildProcess
  stop(): Promise<void>
}

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href

/** Starts a source file as a program, with a channel to us. */
export function startProgram(file: string, env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, ['--import', TSX, resolve(file)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += chunk
    })
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  return {
    said: () => text,
    child,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** The first message of a program. @throws what it said, where it ends before that */
export function firstMessage({ child, said }: Program): Promise<Record<string, unknown>> {
  return new Promise((heard, failed) => {
    child.once('message', (message) => heard(message as Record<string, unknown>))
    child.once('exit', () => failed(new Error(`it ended:\n${said()}`)))
  })
}

/** Waits until an address answers well. @throws what the program said, where it ends before that */
export async function answering(url: string, { child, said }: Program): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    if (child.exitCode !== null) throw new Error(`it ended:\n${said()}`)
    await new Promise((wait) => setTimeout(wait, 100))
  }
}
