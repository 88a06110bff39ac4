// What a session costs that nobody uses: a thousand are opened, with and without the stream that a client
// holds open, and a gateway of their own is weighed before and after, its garbage collected.
import { connect } from 'node:net'
import { startGatewayProcess } from './gateway-process.ts'
import { programOf, type Running } from './process.ts'
import { requestOf } from './requests.ts'
import type { Grant, World } from './world.ts'

/**
 * Bytes of heap and buffers for each session. Not of resident memory, which the young generation fills to its whole size
 * whatever stays of it.
 */
export type IdleCost = {
  readonly sessions: number
  readonly bytesEach: number
  readonly bytesEachWithStream: number
}

const SESSIONS = 1000
// The first ones also pay for what is made once: pools, and code that is compiled when it first runs.
const FIRST = 100
const SETTLE_MS = 1500

export async function costOfIdleSessions({ databaseUrl, grants }: World): Promise<IdleCost> {
  const weighed = ['--expose-gc', '--import', programOf('memory.mjs')]
  const gateway = await startGatewayProcess(databaseUrl, weighed)
  try {
    const { port } = gateway
    close(await openStreams(port, await openSessions(port, grants, FIRST)))
    const before = await weightOf(gateway)
    const sessions = await openSessions(port, grants, SESSIONS)
    const opened = await weightOf(gateway)
    const streams = await openStreams(port, sessions)
    const streaming = await weightOf(gateway)
    close(streams)
    return {
      sessions: SESSIONS,
      bytesEach: Math.round((opened - before) / SESSIONS),
      bytesEachWithStream: Math.round((streaming - before) / SESSIONS),
    }
  } finally {
    await gateway.end()
  }
}

type Opened = { readonly grant: Grant; readonly id: string }

async function openSessions(port: number, grants: readonly Grant[], many: number): Promise<Opened[]> {
  const opened: Opened[] = []
  for (let count = 0; count < many; count++) {
    const grant = grants[count % grants.length]
    if (!grant) throw new Error('there is no grant')
    const { socket, head } = await firstBytes(port, requestOf('initialize', grant))
    socket.destroy()
    const id = /\r\nmcp-session-id: *(\S+)/i.exec(head)?.[1]
    if (id === undefined) throw new Error(`no session was opened: ${head.slice(0, 300)}`)
    opened.push({ grant, id })
  }
  return opened
}

async function openStreams(port: number, sessions: readonly Opened[]): Promise<Answer[]> {
  const streams: Answer[] = []
  for (const { grant, id } of sessions) streams.push(await firstBytes(port, streamRequest(grant, id)))
  for (const { head } of streams)
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(`a stream was refused: ${head.slice(0, 300)}`)
  return streams
}

function close(streams: readonly Answer[]): void {
  for (const { socket } of streams) socket.destroy()
}

function streamRequest({ path, token }: Grant, id: string): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${token}`,
    'accept: text/event-stream',
    'mcp-protocol-version: 2025-11-25',
    `mcp-session-id: ${id}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

type Answer = { readonly socket: ReturnType<typeof connect>; readonly head: string }

function firstBytes(port: number, request: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request))
    let head = ''
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1')
      if (head.includes('\r\n\r\n')) resolve({ socket, head })
    })
    socket.on('error', reject)
  })
}

async function weightOf(gateway: Running): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  return (await gateway.ask<{ bytes: number }>({ kind: 'memory' })).bytes
}
