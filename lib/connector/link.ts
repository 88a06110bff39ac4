// A tunnel's one connection, the same on both ends: frames in and out, heartbeats, and many channels that
// share it fairly. What waits on the wire itself is bounded, whatever the channels hold.
import type { RawData, WebSocket } from 'ws'
import { Channel } from './channel.ts'
import { CLOSE, type CloseCode } from './close.ts'
import { type Frame, readCredit, readFrame, writeFrame } from './frame.ts'

export type LinkEvents = {
  hello?(payload: Buffer): void
  welcome?(payload: Buffer): void
  /** The gateway wants a child. */
  opened?(channel: Channel): void
  /** The connection is over; every channel was told before. */
  closed(code: number, reason: string): void
}
export type LinkTimes = { readonly heartbeatMs: number; readonly silenceMs: number }

const TIMES: LinkTimes = { heartbeatMs: 10_000, silenceMs: 30_000 }
const MAX_CHANNELS = 256
/** Frames wait here, in the order of their channels' turns, and not in the socket. */
const MAX_BUFFERED_BYTES = 512 * 1024

export class Link {
  readonly #socket: WebSocket
  readonly #events: LinkEvents
  readonly #channels = new Map<number, Channel>()
  readonly #heartbeat: NodeJS.Timeout
  readonly #times: LinkTimes
  #heardAt = performance.now()
  #lastNumber = 0
  #isPumping = false
  #isOver = false

  constructor(socket: WebSocket, events: LinkEvents, times: Partial<LinkTimes> = {}) {
    this.#socket = socket
    this.#events = events
    this.#times = { ...TIMES, ...times }
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary))
    socket.on('ping', () => this.#hear())
    socket.on('pong', () => this.#hear())
    // What went wrong is told by `close`, which always follows.
    socket.on('error', () => {})
    socket.once('close', (code, reason) => this.#finish(code, reason.toString()))
    this.#heartbeat = setInterval(() => this.#beat(), this.#times.heartbeatMs)
    this.#heartbeat.unref()
  }

  /** How many channels are open. */
  get size(): number {
    return this.#channels.size
  }

  hello(value: object): void {
    this.#send(writeFrame('hello', 0, Buffer.from(JSON.stringify(value))))
  }

  welcome(value: object): void {
    this.#send(writeFrame('welcome', 0, Buffer.from(JSON.stringify(value))))
  }

  /** Opens a channel; null where there are too many, or the connection is over. */
  open(): Channel | null {
    if (this.#isOver || this.#channels.size >= MAX_CHANNELS) return null
    const channel = this.#add(++this.#lastNumber)
    this.#send(writeFrame('open', channel.number))
    return channel
  }

  close(code: CloseCode, reason: string): void {
    this.#socket.close(code, Buffer.from(reason).subarray(0, 120).toString())
    // Whoever does not answer the closing is gone.
    setTimeout(() => this.#socket.terminate(), 2_000).unref()
  }

  #add(number: number): Channel {
    const channel = new Channel(number, {
      send: (frame) => this.#send(frame),
      wake: () => this.#pump(),
      forget: (each) => void this.#channels.delete(each.number),
    })
    this.#channels.set(number, channel)
    return channel
  }

  #receive(data: RawData, isBinary: boolean): void {
    this.#hear()
    const frame = isBinary && Buffer.isBuffer(data) ? readFrame(data) : null
    if (!frame || !this.#take(frame)) this.close(CLOSE.protocol, 'a frame could not be understood')
  }

  // False for a frame that the other end must not send.
  #take({ type, channel: number, payload }: Frame): boolean {
    switch (type) {
      case 'hello':
        return number === 0 && this.#tell(this.#events.hello, payload)
      case 'welcome':
        return number === 0 && this.#tell(this.#events.welcome, payload)
      case 'open':
        if (!this.#events.opened || number !== this.#lastNumber + 1 || this.size >= MAX_CHANNELS) return false
        this.#lastNumber = number
        this.#events.opened(this.#add(number))
        return true
    }
    const channel = this.#channels.get(number)
    // The other end may not know yet that it is over.
    if (!channel) return number >= 1 && number <= this.#lastNumber
    switch (type) {
      case 'part':
      case 'line':
        return channel.receive(payload, type === 'line')
      case 'credit': {
        const bytes = readCredit(payload)
        return bytes !== null && channel.addCredit(bytes)
      }
      case 'end':
      case 'ended':
        channel.close(payload)
        return true
    }
  }

  #tell(listener: ((payload: Buffer) => void) | undefined, payload: Buffer): boolean {
    listener?.(payload)
    return listener !== undefined
  }

  // Round after round, one frame of each channel that has one, while the socket takes them.
  #pump(): void {
    if (this.#isPumping) return
    this.#isPumping = true
    let sent = true
    while (sent && this.#socket.bufferedAmount < MAX_BUFFERED_BYTES) {
      sent = false
      for (const channel of [...this.#channels.values()]) {
        const frame = channel.next()
        if (!frame) continue
        this.#send(frame)
        sent = true
      }
    }
    this.#isPumping = false
  }

  #send(frame: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#socket.send(frame, { binary: true }, () => {
      if (this.#socket.bufferedAmount < MAX_BUFFERED_BYTES / 2) this.#pump()
    })
  }

  #hear(): void {
    this.#heardAt = performance.now()
  }

  #beat(): void {
    if (performance.now() - this.#heardAt > this.#times.silenceMs) this.#socket.terminate()
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping()
  }

  #finish(code: number, reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    clearInterval(this.#heartbeat)
    for (const channel of [...this.#channels.values()]) channel.close(null)
    this.#events.closed(code, reason)
  }
}
