// One child behind a connector: messages in, lines out. Pieces are put together here, and credit is given
// back as what they held is taken.
import {
  type Channel,
  type Ended,
  MAX_LINE_BYTES,
  MAX_QUEUED_BYTES,
  readEnded,
} from '#lib/connector/index.ts'
import { Fault } from '#lib/fault.ts'
import { type Line, readLine } from '#lib/upstream/index.ts'

export type ChildEvents = {
  /** One message. `taken` is called when nothing holds it any more. */
  line(line: Line, taken: () => void): void
  /** A line that holds no message at all. */
  noise(): void
  ended(fault: Fault): void
}

export class Child {
  readonly #channel: Channel
  readonly #events: ChildEvents
  readonly #name: string
  #pieces: Buffer[] = []
  #pieceBytes = 0
  #pieceCost = 0
  #heldCost = 0
  #isOver = false

  /** @param name for sentences: the connector's host */
  constructor(channel: Channel, name: string, events: ChildEvents) {
    this.#channel = channel
    this.#events = events
    this.#name = name
    channel.listen({
      piece: (bytes, isLast, cost) => this.#take(bytes, isLast, cost),
      drained: () => {},
      closed: (payload) => this.#close(payload === null ? tunnelLost() : this.#endedFault(payload)),
    })
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** Hands one message to the child. False where too much waits for it already. */
  write(text: string): boolean {
    if (this.#channel.queuedBytes > MAX_QUEUED_BYTES) return false
    this.#channel.write(Buffer.from(text), true)
    return true
  }

  /** Ends the child. Its owner is not told: it is the one who ends it. */
  end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#channel.end()
  }

  #take(bytes: Buffer, isLast: boolean, cost: number): void {
    this.#pieces.push(bytes)
    this.#pieceBytes += bytes.length
    if (this.#pieceBytes > MAX_LINE_BYTES) {
      this.#channel.end()
      this.#close(lineTooLong())
      return
    }
    if (!isLast) {
      // An unfinished line grows up to its bound, but only while nothing else is held.
      if (this.#heldCost === 0) this.#channel.taken(cost)
      else this.#pieceCost += cost
      return
    }
    const lineCost = this.#pieceCost + cost
    const line = this.#pieces.length === 1 ? bytes : Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#pieceBytes = 0
    this.#pieceCost = 0
    this.#heldCost += lineCost
    this.#deliver(line, lineCost)
  }

  #deliver(bytes: Buffer, cost: number): void {
    const lines = readLine(bytes)
    let left = Math.max(lines.length, 1)
    const taken = () => {
      left--
      if (left > 0) return
      this.#heldCost -= cost
      this.#channel.taken(cost)
      if (this.#heldCost > 0) return
      this.#channel.taken(this.#pieceCost)
      this.#pieceCost = 0
    }
    if (lines.length === 0) {
      taken()
      this.#events.noise()
    }
    for (const line of lines) this.#events.line(line, once(taken))
  }

  #close(fault: Fault): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#events.ended(fault)
  }

  #endedFault(payload: Buffer): Fault {
    const ended = readEnded(payload)
    const how = ended ? howText(ended) : 'ended'
    const sentence =
      ended?.how === 'not-started'
        ? `The command could not be started on ${this.#name}. Check it where the connector runs.`
        : `The server's process on ${this.#name} ${how} before it had answered. Look at what it wrote beside its connector.`
    return new Fault('upstream-ended', sentence, { data: { handedOver: ended?.how !== 'not-started' } })
  }
}

function howText({ how, code, signal }: Ended): string {
  if (how === 'stopped') return 'was stopped'
  return signal === null ? `ended (exit code ${code ?? 'unknown'})` : `was killed (${signal})`
}

function tunnelLost(): Fault {
  return new Fault(
    'upstream-ended',
    'The connection to the connector was lost before the server had answered. Try again when it is back.',
    { data: { handedOver: true } },
  )
}

function lineTooLong(): Fault {
  return new Fault(
    'upstream-too-large',
    `The server wrote a message of more than ${MAX_LINE_BYTES} bytes, the most that is accepted. Its process was ended.`,
    { data: { handedOver: true } },
  )
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}
