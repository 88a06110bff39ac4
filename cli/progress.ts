// How far a long command has come, on stderr: one line that is written over where a person looks at it, and a line
// every few seconds where a file does.
import type { WriteStream } from 'node:tty'

export type ShownProgress = {
  readonly read: number
  readonly total: number | null
  readonly tools: number
  readonly skipped: number
}
export type ProgressLines = {
  readonly show: (progress: ShownProgress) => void
  /** A line that stays. */
  readonly line: (text: string) => void
  readonly end: () => void
}

const EVERY_MS = 5_000

export function createProgress(
  stream: Pick<WriteStream, 'write' | 'isTTY'>,
  title: string,
  everyMs = EVERY_MS,
): ProgressLines {
  let over = ''
  let shownAt = performance.now()
  const clear = () => {
    if (over !== '') stream.write('\r\x1b[2K')
    over = ''
  }
  return {
    show({ read, total, tools, skipped }) {
      const of = total === null ? `${read}` : `${read} of ${total}`
      const text = `${title}: ${of} servers, ${tools} tools${skipped > 0 ? `, ${skipped} skipped` : ''}`
      if (stream.isTTY) {
        clear()
        stream.write(text)
        over = text
      } else if (performance.now() - shownAt >= everyMs) {
        stream.write(`${text}\n`)
        shownAt = performance.now()
      }
    },
    line(text) {
      clear()
      stream.write(`${text}\n`)
    },
    end: clear,
  }
}
