// Gateways of others in front of an equal upstream. They guard nothing: no policy, no limit, no record. They
// are installed beside the bench alone (bench/gateway/peers has a lock of its own), by their own documented
// command lines, with logging off where there is a switch for it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../scripts/postgres.mjs'
import { ensurePeers } from '../../scripts/start/packages.mjs'
import { programOf, type Running, startNode } from './process.ts'
import type { World } from './world.ts'

export type Peer = {
  readonly name: string
  readonly version: string
  readonly port: number
  readonly running: Running
  /** How a client speaks to it: Streamable HTTP with a session, or HTTP+SSE of 2024-11-05. */
  readonly wire: 'streamable' | 'sse'
  readonly path: string
  /** How it names the upstream's tool. */
  readonly tool: string
}
export type Peers = { readonly all: readonly Peer[]; close(): Promise<void> }

const FOLDER = programOf('peers')
const STDIO = programOf('stdio.mjs')

/** Installs them where they are not there, and starts each on a free port. */
export async function startPeers({ upstream }: World): Promise<Peers> {
  await ensurePeers(FOLDER)
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-peers-'))
  const config = join(folder, 'hub.json')
  const url = `http://127.0.0.1:${upstream.port}/mcp`
  writeFileSync(config, JSON.stringify({ mcpServers: { bench: { url } } }))
  const all = [
    await start(folder, 'mcp-proxy', 'dist/bin/mcp-proxy.mjs', 'streamable', 'echo', (port) => [
      ...['--port', port, '--host', '127.0.0.1', '--server', 'stream'],
      ...['--', process.execPath, STDIO],
    ]),
    await start(folder, 'supergateway', 'dist/index.js', 'streamable', 'echo', (port) => [
      ...['--stdio', `${process.execPath} ${STDIO}`, '--outputTransport', 'streamableHttp', '--stateful'],
      ...['--port', port, '--logLevel', 'none'],
    ]),
    await start(folder, 'mcp-hub', 'dist/cli.js', 'sse', 'bench__echo', (port) => [
      '--port',
      port,
      '--config',
      config,
    ]),
  ]
  return {
    all,
    close: async () => {
      await Promise.all(all.map(({ running }) => running.end()))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function start(
  folder: string,
  name: string,
  program: string,
  wire: Peer['wire'],
  tool: string,
  argsFor: (port: string) => string[],
): Promise<Peer> {
  const port = await freePort()
  const home = join(FOLDER, 'node_modules', name)
  const running = startNode([join(home, program), ...argsFor(String(port))], {
    quiet: true,
    env: { HOME: folder, XDG_STATE_HOME: folder },
  })
  const { default: manifest } = await import(join(home, 'package.json'), { with: { type: 'json' } })
  if (wire === 'sse') await untilReady(name, port, '/api/health', /"tools":[1-9]/)
  else await untilReady(name, port, '/', /(?:)/)
  return { name, version: String(manifest.version), port, running, wire, path: '/mcp', tool }
}

// Whatever it answers, it listens; of the hub more is asked, which begins before it knows its server.
async function untilReady(name: string, port: number, path: string, ready: RegExp): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
    if (answer && ready.test(await answer.text())) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${name} did not become ready`)
}
