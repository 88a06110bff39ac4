// What a session costs that nobody uses: a thousand are opened, with and without the stream that a client
// holds open, and the gateway's resident memory is looked at before and after.
import { connect } from 'node:net'
import { memoryOf } from './process.ts'
import { requestOf } from './requests.ts'
import type { Grant, World } from './world.ts'

/** Bytes of resident memory for each session; below zero where garbage was collected meanwhile. */
export type IdleCost = {
  readonly sessions: number
  readonly bytesEach: number
  readonly bytesEachWithStream: number
}

const SESSIONS = 1000
const SETTLE_MS = 1500

export async function costOfIdleSessions(world: World): Promise<IdleCost> {
  const { gateway, grants } = world
  const before = await settled(gateway.pid)
  const ids: { grant: Grant; id: string }[] = []
  for (let count = 0; count < SESSIONS; count++) {
    const grant = grants[count % grants.length]
    if (!grant) throw new Error('there is no grant')
    const head = await firstBytes(gateway.port, requestOf('initialize', grant), '\r\n\r\n').then(ended)
    const id = /\r\nmcp-session-id: *(\S+)/i.exec(head)?.[1]
    if (id === undefined) throw new Error(`no session was opened: ${head.slice(0, 300)}`)
    ids.push({ grant, id })
  }
  const opened = await settled(gateway.pid)
  const streams = []
  for (const { grant, id } of ids)
    streams.push(await firstBytes(gateway.port, streamRequest(grant, id), '\r\n\r\n'))
  const streaming = await settled(gateway.pid)
  for (const { socket, head } of streams) {
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(`a stream was refused: ${head.slice(0, 300)}`)
    socket.destroy()
  }
  return {
    sessions: SESSIONS,
    bytesEach: Math.round((opened - before) / SESSIONS),
    bytesEachWithStream: Math.round((streaming - before) / SESSIONS),
  }
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

function firstBytes(port: number, request: string, until: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request))
    let head = ''
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1')
      if (head.includes(until)) resolve({ socket, head })
    })
    socket.on('error', reject)
  })
}

function ended({ socket, head }: Answer): string {
  socket.destroy()
  return head
}

async function settled(pid: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  return memoryOf(pid)
}
