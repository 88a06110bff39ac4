// Two links over a real WebSocket on loopback.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Channel, WINDOW_BYTES } from './channel.ts'
import { writeFrame } from './frame.ts'
import { CLOSE, CONNECT_PROTOCOL, createWebSocketServer, Link } from './index.ts'

type End = {
  link: Link
  socket: WebSocket
  opened: Channel[]
  closed: Promise<{ code: number; reason: string }>
}
let server: Server
let url = ''
let accept: (socket: WebSocket) => void = () => {}
const open: End[] = []

beforeAll(async () => {
  const sockets = createWebSocketServer()
  server = createServer()
  server.on('upgrade', (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (each) => accept(each)),
  )
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  for (const { socket } of open.splice(0)) socket.terminate()
})
afterAll(() => new Promise<void>((closed) => server.close(() => closed())))

function end(socket: WebSocket, isConnector: boolean, times = {}): End {
  const opened: Channel[] = []
  let tell: (value: { code: number; reason: string }) => void = () => {}
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    tell = resolve
  })
  const events = {
    ...(isConnector && { opened: (channel: Channel) => void opened.push(channel) }),
    closed: (code: number, reason: string) => tell({ code, reason }),
  }
  const own = { link: new Link(socket, events, times), socket, opened, closed }
  open.push(own)
  return own
}

async function pair(times = {}): Promise<{ gateway: End; connector: End }> {
  const accepted = new Promise<WebSocket>((resolve) => {
    accept = resolve
  })
  const socket = new WebSocket(url, [CONNECT_PROTOCOL], { perMessageDeflate: false })
  const connector = end(socket, true, times)
  await new Promise((resolve) => socket.once('open', resolve))
  return { gateway: end(await accepted, false, times), connector }
}

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}
async function openChannel({ gateway, connector }: { gateway: End; connector: End }) {
  const before = connector.opened.length
  const near = gateway.link.open()
  await until(() => connector.opened.length > before)
  const far = connector.opened.at(-1)
  if (!near || !far) throw new Error('no channel was opened')
  return { near, far }
}
/** Collects what comes as lines; gives credit only when it is told to. */
function collect(channel: Channel, isReading = true) {
  const state = { lines: [] as string[], bytes: 0, closed: [] as (string | null)[], owed: 0, isReading }
  let pieces: Buffer[] = []
  channel.listen({
    piece(bytes, isLast, cost) {
      state.bytes += bytes.length
      pieces.push(Buffer.from(bytes))
      if (state.isReading) channel.taken(cost)
      else state.owed += cost
      if (!isLast) return
      state.lines.push(Buffer.concat(pieces).toString())
      pieces = []
    },
    drained: () => {},
    closed: (payload) => void state.closed.push(payload?.toString() ?? null),
  })
  return state
}

describe('a tunnel', () => {
  it('carries lines both ways, in order, whatever their length', async () => {
    const ends = await pair()
    const { near, far } = await openChannel(ends)
    const up = collect(far)
    const down = collect(near)
    const lines = ['{}', '', `{"a":"${'ä'.repeat(200_000)}"}`, '{"b":1}']
    for (const line of lines) {
      near.write(Buffer.from(line), true)
      far.write(Buffer.from(line), true)
    }
    await until(() => up.lines.length === 4 && down.lines.length === 4)
    expect(up.lines).toEqual(lines)
    expect(down.lines).toEqual(lines)
  })

  it('stops a writer whose reader takes nothing, at its window, and nobody else', async () => {
    const ends = await pair()
    const slow = await openChannel(ends)
    const quick = await openChannel(ends)
    const stuck = collect(slow.near, false)
    const free = collect(quick.near)
    let accepted = 0
    for (let i = 0; i < 200; i++) if (slow.far.write(Buffer.alloc(10_000, 0x61), true)) accepted++
    // A window is under way, and another waits.
    expect(accepted).toBeLessThan(60)
    for (let i = 0; i < 200; i++) quick.far.write(Buffer.from(`{"n":${i}}`), true)
    await until(() => free.lines.length === 200)
    expect(stuck.bytes).toBeGreaterThan(0)
    expect(stuck.bytes).toBeLessThanOrEqual(WINDOW_BYTES)
    slow.near.taken(stuck.owed)
    stuck.isReading = true
    await until(() => stuck.lines.length === 200)
  })

  it('tells a writer when what waited has gone', async () => {
    const ends = await pair()
    const { near, far } = await openChannel(ends)
    collect(near)
    let drained = 0
    far.listen({ piece: () => {}, closed: () => {}, drained: () => void drained++ })
    while (far.write(Buffer.alloc(20_000, 0x61), true));
    await until(() => drained === 1)
    expect(far.queuedBytes).toBe(0)
  })

  it('ends one channel with its last word after what it wrote, and leaves the others', async () => {
    const ends = await pair()
    const first = await openChannel(ends)
    const other = await openChannel(ends)
    const ended = collect(first.near)
    const stays = collect(other.near)
    for (let i = 0; i < 100; i++) first.far.write(Buffer.alloc(10_000, 0x61), true)
    first.far.finish(Buffer.from('bye'))
    await until(() => ended.closed.length === 1)
    expect([ended.closed, ended.lines.length]).toEqual([['bye'], 100])
    other.far.write(Buffer.from('{}'), true)
    await until(() => stays.lines.length === 1)
    expect(ends.gateway.link.size).toBe(1)
  })

  it('ends every channel when the connection breaks', async () => {
    const ends = await pair()
    const { near, far } = await openChannel(ends)
    const [a, b] = [collect(near), collect(far)]
    ends.connector.socket.terminate()
    await until(() => a.closed.length === 1 && b.closed.length === 1)
    expect([a.closed, b.closed]).toEqual([[null], [null]])
    expect(ends.gateway.link.open()).toBeNull()
  })

  it('is closed for a frame that nobody writes', async () => {
    for (const bytes of [
      Buffer.from('x'),
      Buffer.from([99, 0, 0, 0, 1]),
      writeFrame('open', 1),
      writeFrame('line', 7, Buffer.from('{}')),
      writeFrame('welcome', 0, Buffer.from('{}')),
      writeFrame('credit', 7, Buffer.alloc(3)),
    ]) {
      const ends = await pair()
      ends.connector.socket.send(bytes)
      expect(await ends.gateway.closed).toMatchObject({ code: CLOSE.protocol })
    }
    const ends = await pair()
    ends.connector.socket.send('{"text":"frame"}')
    expect(await ends.gateway.closed).toMatchObject({ code: CLOSE.protocol })
  })

  it('is closed for more than a window, for credit that nobody took, and for an oversized frame', async () => {
    const flood = await pair()
    const { near } = await openChannel(flood)
    collect(near, false)
    for (let i = 0; i < 12; i++)
      flood.connector.socket.send(writeFrame('part', near.number, Buffer.alloc(32_000)))
    expect(await flood.gateway.closed).toMatchObject({ code: CLOSE.protocol })

    const credit = await pair()
    const channel = await openChannel(credit)
    credit.connector.socket.send(writeFrame('credit', channel.near.number, Buffer.from([0, 0, 0, 1])))
    expect(await credit.gateway.closed).toMatchObject({ code: CLOSE.protocol })

    const large = await pair()
    large.connector.socket.send(writeFrame('hello', 0, Buffer.alloc(64_000)))
    expect(await large.gateway.closed).toMatchObject({ code: 1006 })
  })

  it('notices an end that is silent', async () => {
    const ends = await pair({ heartbeatMs: 20, silenceMs: 200 })
    // Frozen, not closed: it answers nothing any more.
    ends.connector.socket.pause()
    expect(await ends.gateway.closed).toMatchObject({ code: 1006 })
  })
})
