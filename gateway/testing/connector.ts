// A tenant whose server is on stdio, and its connector as a person starts it: a process of its own.
import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type SeedTool, seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { newToken } from '#lib/token.ts'
import { isAlive } from '../../scripts/alive.mjs'
import type { Harness } from './harness.ts'

export type StdioTenant = Tenant & { readonly key: string }

/** The tools of stdio-server.mjs. */
export const STDIO_TOOLS: readonly SeedTool[] = [
  'deaf',
  'whoami',
  'slow',
  'die',
  'flood',
  'ask',
  'large',
  'hang',
  'grow',
  'offspring',
  'count',
  'bad',
].map((name) => ({
  name,
  description: `The tool ${name}.`,
  inputSchema: { type: 'object', properties: {} },
}))

/** A tenant whose server is reached through a connector, with its tools pinned. */
export async function stdioTenant(
  harness: Harness,
  policy: object | null = { version: '1', default: 'allow' },
  tools: readonly SeedTool[] = STDIO_TOOLS,
): Promise<StdioTenant> {
  const tenant = await seedTenant(harness.pool, { policy, tools })
  const key = newToken('pcc', tenant.organisationId)
  const { organisationId, serverId } = tenant
  await harness.pool.query(
    "UPDATE server SET transport = 'connector', url = '' WHERE organisation_id = $1 AND id = $2",
    [organisationId, serverId],
  )
  await harness.pool.query(
    'INSERT INTO connector (organisation_id, server_id, key_digest, key_end) VALUES ($1, $2, $3, $4)',
    [organisationId, serverId, key.digest, key.end],
  )
  return { ...tenant, key: key.text }
}

export type RunningConnector = {
  readonly process: ChildProcess
  /** What it has said so far. */
  said(): string
  /** Waits until it has said something. */
  until(pattern: RegExp): Promise<void>
  readonly exited: Promise<number | null>
  kill(signal: NodeJS.Signals): Promise<number | null>
}

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href

/** Starts `connect` with a command; does not wait for anything. */
export function startConnector(
  { serverId, key }: { serverId: string; key: string },
  origin: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningConnector {
  const args = ['connect', '--server', serverId, '--key', key, '--url', origin, '--', ...command]
  const child = spawn(process.execPath, ['--import', TSX, resolve('cli/main.ts'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  let wake: () => void = () => {}
  const hear = (chunk: Buffer) => {
    text += chunk.toString()
    wake()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const exited = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  void exited.then(() => wake())
  return {
    process: child,
    said: () => text,
    exited,
    async until(pattern) {
      while (!pattern.test(text)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the connector ended without saying ${pattern}:\n${text}`)
        await new Promise<void>((done) => {
          wake = done
          setTimeout(done, 200)
        })
      }
    },
    kill(signal) {
      child.kill(signal)
      return exited
    },
  }
}

/** Waits until none of these processes runs. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  while (pids.some((pid) => isAlive(pid))) await new Promise((done) => setTimeout(done, 50))
}
