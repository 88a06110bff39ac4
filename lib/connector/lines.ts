// Messages on stdio are lines. They pass in pieces, so that neither end holds more than it must.

/** The longest message that a server on stdio may write. */
export const MAX_LINE_BYTES = 16 * 1024 * 1024

export type LinePiece = { readonly bytes: Buffer; readonly isLast: boolean }

const NEWLINE = 0x0a

/**
 * Cuts a stream of bytes at its line ends. What is no message (it does not begin with a brace) is set
 * apart: servers that log to stdout are many.
 */
export class LineSplitter {
  readonly #onStray: (text: string) => void
  #state: 'start' | 'message' | 'stray' = 'start'
  #stray = ''

  /** @param onStray told of each line that is no message, cut to a readable length */
  constructor(onStray: (text: string) => void) {
    this.#onStray = onStray
  }

  /** The pieces of messages in `chunk`; empty lines are left out. */
  push(chunk: Buffer): LinePiece[] {
    const pieces: LinePiece[] = []
    let from = 0
    while (from < chunk.length) {
      const end = chunk.indexOf(NEWLINE, from)
      const bytes = chunk.subarray(from, end < 0 ? chunk.length : end)
      this.#take(bytes, end >= 0, pieces)
      from = end < 0 ? chunk.length : end + 1
    }
    return pieces
  }

  #take(bytes: Buffer, isLast: boolean, pieces: LinePiece[]): void {
    if (this.#state === 'start') {
      const first = bytes.findIndex((byte) => !isBlank(byte))
      if (first < 0) return
      this.#state = bytes[first] === 0x7b || bytes[first] === 0x5b ? 'message' : 'stray'
    }
    if (this.#state === 'message') pieces.push({ bytes, isLast })
    else if (this.#stray.length < 1000) this.#stray += bytes.toString('utf8')
    if (!isLast) return
    if (this.#state === 'stray') this.#onStray(this.#stray.slice(0, 1000))
    this.#state = 'start'
    this.#stray = ''
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d
}
