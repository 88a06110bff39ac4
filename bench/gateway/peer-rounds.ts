// The same call through each of them in turn: the relay, this gateway, and the gateways of others.
import type { Peer } from './peers.ts'
import { programOf, startNode } from './process.ts'
import { type Figure, measure, targetsOf } from './rounds.ts'
import type { Size } from './scenarios.ts'
import type { World } from './world.ts'

export const PEER_CONNECTIONS = 16
const WARM_SECONDS = 0.7
const CALL = { name: 'echo', arguments: { text: 'The quick brown fox jumps over the lazy dog.', times: 1 } }
type Word = { calls: number; p50: number; p99: number; total: number; failed: number; first: string }

export async function playPeers(world: World, peers: readonly Peer[], size: Size): Promise<Figure[][]> {
  const { relay, gateway } = targetsOf(world)
  const load = {
    kind: 'call',
    connections: PEER_CONNECTIONS,
    seconds: size.seconds,
    rounds: 1,
    expect: '"text":"done"',
  } as const
  const sse = startNode([programOf('load-sse.mjs')])
  const sessions = new Map<Peer, readonly string[]>()
  for (const peer of peers) if (peer.wire === 'streamable') sessions.set(peer, await openSessions(peer))
  const plays = [
    () => measure(world, relay, load),
    () => measure(world, gateway, load),
    ...peers.map((peer) => async () => {
      const own = sessions.get(peer)
      const word = own ? await askStreamable(world, peer, own, size) : await askSse(sse, peer, size)
      if (word.failed > 0 || word.calls === 0 || !/"text":"done"/.test(word.first))
        throw new Error(`${peer.name}: ${word.failed} of ${word.total} failed; the first was:\n${word.first}`)
      return figureOf(peer.name, word, size)
    }),
  ]
  const rounds: Figure[][] = []
  // One more than is kept: what a program is slow at when it begins is no round.
  for (let round = 0; round <= size.rounds; round++) {
    const figures: Figure[] = []
    for (const one of round % 2 === 0 ? plays : [...plays].reverse()) figures.push(await one())
    if (round > 0) rounds.push(round % 2 === 0 ? figures : figures.reverse())
  }
  await sse.end()
  return rounds
}

function figureOf(target: string, { calls, p50, p99, total }: Word, { seconds }: Size): Figure {
  return { target, callsPerSecond: calls / seconds, p50, p99, cpuMicroseconds: 0, total }
}

function askStreamable(
  world: World,
  peer: Peer,
  sessions: readonly string[],
  { seconds }: Size,
): Promise<Word> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: CALL })
  const requests = sessions.map((session) => [written(peer, body, session)])
  return world.load.ask({
    port: peer.port,
    requests,
    connections: PEER_CONNECTIONS,
    seconds,
    warm: WARM_SECONDS,
  })
}

function askSse(
  sse: ReturnType<typeof startNode>,
  { port, path, tool }: Peer,
  { seconds }: Size,
): Promise<Word> {
  return sse.ask({ port, path, tool, connections: PEER_CONNECTIONS, seconds, warm: WARM_SECONDS })
}

function written(peer: Peer, body: string, session: string): string {
  const lines = [
    `POST ${peer.path} HTTP/1.1`,
    `host: 127.0.0.1:${peer.port}`,
    'content-type: application/json',
    'accept: application/json, text/event-stream',
    'mcp-protocol-version: 2025-11-25',
    `mcp-session-id: ${session}`,
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

// A session for each connection, opened as a client does.
async function openSessions(peer: Peer): Promise<string[]> {
  const url = `http://127.0.0.1:${peer.port}${peer.path}`
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  }
  const ids: string[] = []
  for (let count = 0; count < PEER_CONNECTIONS; count++) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })
    const answer = await fetch(url, { method: 'POST', headers, body })
    const id = answer.headers.get('mcp-session-id')
    if (id === null)
      throw new Error(`${peer.name} opened no session: ${answer.status} ${await answer.text()}`)
    await answer.text()
    const told = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })
    const own = { ...headers, 'mcp-session-id': id, 'mcp-protocol-version': '2025-11-25' }
    await (await fetch(url, { method: 'POST', headers: own, body: told })).text()
    ids.push(id)
  }
  return ids
}
