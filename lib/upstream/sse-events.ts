// The event stream format (WHATWG HTML §9.2.6), as far as MCP uses it: event names and data.
export type SseEvent = { readonly event: string; readonly data: string }

/**
 * The events of a stream, as they come. Ends with the stream; an unfinished last event is dropped.
 * Bounds are the body's.
 * @throws {TypeError} for bytes that are not UTF-8
 */
export async function* sseEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<SseEvent, undefined> {
  let event = ''
  let data: string[] = []
  for await (const line of lines(body)) {
    if (line === '') {
      if (data.length > 0 || event !== '') yield { event: event || 'message', data: data.join('\n') }
      event = ''
      data = []
      continue
    }
    const colon = line.indexOf(':')
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
  }
}

async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let pieces: string[] = [] // of the unfinished line: joined once, so that a long line costs its length
  let endsInReturn = false
  for await (const chunk of body) {
    let text = decoder.decode(chunk, { stream: true })
    if (text === '') continue
    if (endsInReturn && text.startsWith('\n')) text = text.slice(1)
    endsInReturn = text.endsWith('\r')
    const parts = text.split(/\r\n|\n|\r/)
    const unfinished = parts.pop() ?? ''
    for (const part of parts) {
      yield pieces.length > 0 ? pieces.join('') + part : part
      pieces = []
    }
    if (unfinished !== '') pieces.push(unfinished)
  }
}
