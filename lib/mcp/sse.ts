// Server-sent events (WHATWG HTML §9.2) cut out of bytes as they arrive, and written again. Ids,
// retry times and empty priming events belong to the upstream and are kept (MCP 2025-11-25).

export type SseEvent = {
  readonly kind: 'event'
  /** The event's name; absent means `message`. */
  readonly event?: string
  /** null where the event had no data line at all. */
  readonly data: string | null
  readonly id?: string
  readonly retry?: string
}
/** A comment keeps a connection awake; its text is not carried. */
export type SseComment = { readonly kind: 'comment' }

export class SseTooLarge extends Error {}

const LINE_END = /\r\n|\n|\r/g

/** Cuts a byte stream into events. Feed it chunks of any size; an unfinished event at the end is no event. */
export class SseSplitter {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  readonly #maxEventLength: number
  #rest = ''
  #scanned = 0
  #lines: string[] = []
  #length = 0

  /** @param maxEventLength the most UTF-16 units one event may have */
  constructor(maxEventLength: number) {
    this.#maxEventLength = maxEventLength
  }

  /**
   * @throws {SseTooLarge} for an event beyond the bound
   * @throws {TypeError} for bytes that are not UTF-8
   */
  push(chunk: Uint8Array): (SseEvent | SseComment)[] {
    this.#rest += this.#decoder.decode(chunk, { stream: true })
    const found: (SseEvent | SseComment)[] = []
    for (let line = this.#nextLine(); line !== null; line = this.#nextLine()) {
      if (line !== '') this.#keep(line)
      else if (this.#lines.length > 0) found.push(this.#finish())
    }
    if (this.#rest.length + this.#length > this.#maxEventLength) throw new SseTooLarge()
    return found
  }

  // A CR at the very end of what arrived may be the first half of CR LF: it waits for the next chunk.
  #nextLine(): string | null {
    LINE_END.lastIndex = this.#scanned
    const found = LINE_END.exec(this.#rest)
    if (!found || (found[0] === '\r' && found.index + 1 === this.#rest.length)) {
      this.#scanned = found ? found.index : this.#rest.length
      return null
    }
    const line = this.#rest.slice(0, found.index)
    this.#rest = this.#rest.slice(found.index + found[0].length)
    this.#scanned = 0
    return line
  }

  #keep(line: string): void {
    this.#length += line.length
    if (this.#length > this.#maxEventLength) throw new SseTooLarge()
    this.#lines.push(line)
  }

  #finish(): SseEvent | SseComment {
    const lines = this.#lines
    this.#lines = []
    this.#length = 0
    const fields = lines.filter((line) => !line.startsWith(':')).map(fieldOf)
    const last = (name: string) => fields.findLast((field) => field.name === name)?.value
    const parts = fields.filter((field) => field.name === 'data').map((field) => field.value)
    const event = last('event')
    const id = last('id')
    const retry = last('retry')
    const written = fields.some((field) => ['data', 'event', 'id', 'retry'].includes(field.name))
    if (!written) return { kind: 'comment' }
    return {
      kind: 'event',
      data: parts.length > 0 ? parts.join('\n') : null,
      ...(event !== undefined && { event }),
      ...(id !== undefined && !id.includes('\0') && { id }),
      ...(retry !== undefined && /^\d{1,12}$/.test(retry) && { retry }),
    }
  }
}

function fieldOf(line: string): { name: string; value: string } {
  const colon = line.indexOf(':')
  if (colon === -1) return { name: line, value: '' }
  const value = line.slice(colon + 1)
  return { name: line.slice(0, colon), value: value.startsWith(' ') ? value.slice(1) : value }
}

/** An event as text, ending in its blank line. */
export function writeEvent(event: SseEvent | SseComment): string {
  if (event.kind === 'comment') return ':\n\n'
  const lines: string[] = []
  if (event.event !== undefined) lines.push(`event: ${event.event}`)
  if (event.id !== undefined) lines.push(`id: ${event.id}`)
  if (event.retry !== undefined) lines.push(`retry: ${event.retry}`)
  if (event.data !== null) lines.push(...event.data.split('\n').map((line) => `data: ${line}`))
  return `${lines.join('\n')}\n\n`
}
