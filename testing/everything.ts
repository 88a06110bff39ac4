// The protocol's own reference server, as a child on a free loopback port: a legacy server that nobody
// here wrote.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { RunningServer } from './loopback.ts'

/** Starts `@modelcontextprotocol/server-everything` over Streamable HTTP. Rejects if it does not come up. */
export async function startEverything(): Promise<RunningServer> {
  const main = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js')
  const child = fork(main, ['streamableHttp'], {
    execArgv: ['--import', new URL('./listen-on-loopback.mjs', import.meta.url).href],
    env: { ...process.env, PORT: '0', NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.on('data', (text) => {
    said += text
  })
  const ended = once(child, 'exit')
  const port = await Promise.race([
    once(child, 'message').then(([message]: unknown[]) => portOf(message)),
    ended.then(() => Promise.reject(new Error(`server-everything ended before it listened: ${said}`))),
  ])
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function portOf(message: unknown): number {
  if (
    typeof message === 'object' &&
    message !== null &&
    'port' in message &&
    typeof message.port === 'number'
  )
    return message.port
  throw new Error('server-everything did not say where it listens')
}
