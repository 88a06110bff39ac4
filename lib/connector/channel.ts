// One session within a tunnel: lines both ways, each way with a window. Whoever reads gives credit for what
// it has taken, so a slow reader stops its own writer and nobody else's.
import { writeCredit, writeFrame } from './frame.ts'

/** How much may be under way to a reader that has taken nothing yet. */
export const WINDOW_BYTES = 256 * 1024
/** How much may wait for the other end before a writer is told to stop. */
export const MAX_QUEUED_BYTES = 8 * 1024 * 1024
// A piece costs a little more than its bytes, so that a flood of empty ones is bounded too.
const PIECE_COST = 16
const MAX_PIECE_BYTES = 32 * 1024

export type ChannelEvents = {
  /** A piece of a line has come. Its `cost` is given back with `taken`, when it was taken. */
  piece(bytes: Buffer, isLast: boolean, cost: number): void
  /** What waited has gone; more may be written. */
  drained(): void
  /** The other end has ended it, or the tunnel has; `payload` is null for the latter. */
  closed(payload: Buffer | null): void
}

type Piece = { readonly bytes: Buffer; readonly isLast: boolean }
/** What a channel needs of its link. */
export type Outlet = { send(frame: Buffer): void; wake(): void; forget(channel: Channel): void }

export class Channel {
  readonly number: number
  readonly #outlet: Outlet
  #events: ChannelEvents | null = null
  #pieces: Piece[] = []
  #queuedBytes = 0
  #credit = WINDOW_BYTES
  #uncredited = 0
  #owed = 0
  #last: Buffer | null = null
  #isOver = false
  #mustDrain = false

  constructor(number: number, outlet: Outlet) {
    this.number = number
    this.#outlet = outlet
  }

  listen(events: ChannelEvents): void {
    this.#events = events
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get queuedBytes(): number {
    return this.#queuedBytes
  }

  /** Sends a piece of a line, or all of it. False where the writer should wait for `drained`. */
  write(bytes: Buffer, isLast: boolean): boolean {
    if (this.#isOver) return true
    let from = 0
    do {
      const piece = bytes.subarray(from, from + MAX_PIECE_BYTES)
      from += MAX_PIECE_BYTES
      this.#pieces.push({ bytes: piece, isLast: isLast && from >= bytes.length })
      this.#queuedBytes += piece.length + PIECE_COST
    } while (from < bytes.length)
    this.#outlet.wake()
    this.#mustDrain ||= this.#queuedBytes > WINDOW_BYTES
    return !this.#mustDrain
  }

  /** Gives credit for pieces that were taken. */
  taken(cost: number): void {
    this.#owed += cost
    // Not for each small piece: the other end has most of its window left until then.
    if (this.#isOver || this.#owed < WINDOW_BYTES / 4) return
    this.#uncredited -= this.#owed
    this.#outlet.send(writeFrame('credit', this.number, writeCredit(this.#owed)))
    this.#owed = 0
  }

  /** Ends the channel with a last word, after what waits. */
  finish(payload: Buffer): void {
    this.#last = payload
    this.#outlet.wake()
  }

  /** Ends the channel now; what waits is dropped. */
  end(): void {
    if (this.#isOver) return
    this.#outlet.send(writeFrame('end', this.number))
    this.close(null, false)
  }

  /** The next frame that may go, or null. For the link alone. */
  next(): Buffer | null {
    const [piece] = this.#pieces
    if (!piece) {
      if (!this.#last || this.#isOver) return null
      const frame = writeFrame('ended', this.number, this.#last)
      this.close(null, false)
      return frame
    }
    const cost = piece.bytes.length + PIECE_COST
    if (this.#credit < cost) return null
    this.#pieces.shift()
    this.#credit -= cost
    this.#queuedBytes -= cost
    if (this.#mustDrain && this.#queuedBytes === 0) {
      this.#mustDrain = false
      this.#events?.drained()
    }
    return writeFrame(piece.isLast ? 'line' : 'part', this.number, piece.bytes)
  }

  /** Takes a piece in. False where the other end has sent more than its window. For the link alone. */
  receive(bytes: Buffer, isLast: boolean): boolean {
    const cost = bytes.length + PIECE_COST
    this.#uncredited += cost
    if (this.#uncredited > WINDOW_BYTES) return false
    this.#events?.piece(bytes, isLast, cost)
    return true
  }

  /** For the link alone. */
  addCredit(bytes: number): boolean {
    this.#credit += bytes
    this.#outlet.wake()
    return this.#credit <= WINDOW_BYTES
  }

  /** For the link alone. @param isTold whether the owner hears of it */
  close(payload: Buffer | null, isTold = true): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#pieces = []
    this.#queuedBytes = 0
    this.#outlet.forget(this)
    if (isTold) this.#events?.closed(payload)
  }
}
