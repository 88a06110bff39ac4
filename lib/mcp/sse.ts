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
  // Of the unfinished line, joined once it is finished: a long line costs what its bytes cost.
  #pieces: string[] = []
  #endsInReturn = false
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
    const text = this.#decoder.decode(chunk, { stream: true })
    if (text === '') return []
    const found: (SseEvent | SseComment)[] = []
    // A CR has ended its line already; the LF of a CR LF that was cut in two ends no other.
    let from = this.#endsInReturn && text.startsWith('\n') ? 1 : 0
    this.#endsInReturn = text.endsWith('\r')
    LINE_END.lastIndex = from
    for (let end = LINE_END.exec(text); end; end = LINE_END.exec(text)) {
      this.#grow(text.slice(from, end.index))
      from = end.index + end[0].length
      const line = this.#pieces.join('')
      this.#pieces = []
      if (line !== '') this.#lines.push(line)
      else if (this.#lines.length > 0) found.push(this.#finish())
    }
    this.#grow(text.slice(from))
    return found
  }

  #grow(piece: string): void {
    this.#length += piece.length
    if (this.#length > this.#maxEventLength) throw new SseTooLarge()
    if (piece !== '') this.#pieces.push(piece)
  }

  #finish(): SseEvent | SseComment {
    const lines = this.#lines
    this.#lines = []
    this.#length = 0
    const fields = lines.filter((line) => !line.startsWith(':')).map(fieldOf)
    const last = (name: string, mayBe: (value: string) => boolean) =>
      fields.findLast((field) => field.name === name && mayBe(field.value))?.value
    const parts = fields.filter((field) => field.name === 'data').map((field) => field.value)
    // An empty name is none: the event is a message.
    const event = last('event', () => true) || undefined
    const id = last('id', (value) => !value.includes('\0'))
    const retry = last('retry', (value) => /^\d{1,12}$/.test(value))
    if (parts.length === 0 && event === undefined && id === undefined && retry === undefined)
      return { kind: 'comment' }
    return {
      kind: 'event',
      data: parts.length > 0 ? parts.join('\n') : null,
      ...(event !== undefined && { event }),
      ...(id !== undefined && { id }),
      ...(retry !== undefined && { retry }),
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
