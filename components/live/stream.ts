'use client'
// The browser's end of the feed: one connection that comes back by itself from where it was.
import { LIVE_TYPES, type LiveEvent, readEvent } from '#lib/live/index.ts'

export type StreamState = 'connecting' | 'live' | 'over'
type StreamListener = {
  readonly onEvent: (event: LiveEvent) => void
  readonly onState?: (state: StreamState) => void
}

const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 30_000

/**
 * Opens the feed at `path` (`/live?…`), and again whenever it breaks.
 * @param since the position that the page was made at; null for what is to come alone
 * @returns what closes it, and tells the position to come back from
 */
export function openStream(path: string, since: string | null, { onEvent, onState }: StreamListener) {
  let position = since
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = FIRST_RETRY_MS

  function open() {
    onState?.('connecting')
    const url = position === null ? path : `${path}${path.includes('?') ? '&' : '?'}since=${position}`
    const opened = new EventSource(url)
    source = opened
    // Between two breaks the browser comes back by itself, and says the position in a header.
    opened.onerror = () => {
      if (opened.readyState !== EventSource.CLOSED) return onState?.('connecting')
      onState?.('connecting')
      timer = setTimeout(open, retryMs)
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
    }
    for (const type of LIVE_TYPES) {
      opened.addEventListener(type, (message: MessageEvent<string>) => {
        if (message.lastEventId !== '') position = message.lastEventId
        const event = readEvent(type, message.data)
        if (event) take(event, opened)
      })
    }
  }

  function take(event: LiveEvent, from: EventSource) {
    if (event.type === 'ready') {
      retryMs = FIRST_RETRY_MS
      onState?.('live')
    }
    if (event.type === 'end') {
      from.close()
      onState?.('over')
    }
    onEvent(event)
  }

  open()
  return {
    close(): string | null {
      clearTimeout(timer)
      source?.close()
      return position
    },
  }
}
