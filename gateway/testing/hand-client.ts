// A legacy client that sends what it is told to, right or wrong, in a session of its own.
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { SseSplitter } from '#lib/mcp/index.ts'
import { type Answer, ask, type Harness } from './harness.ts'

export type Message = {
  id?: unknown
  method?: string
  params?: Record<string, unknown>
  result?: Record<string, unknown>
  error?: unknown
}
export type HandStream = {
  readonly status: number
  /** The id of the event that was taken last. */
  readonly lastEventId: string | undefined
  /** The next message; rejects where the stream ends first. */
  next(): Promise<Message>
  /** Resolves when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>
  close(): Promise<void>
}
export type HandClient = {
  readonly session: string
  readonly url: string
  post(message: object): Promise<Answer>
  /** GET, or a POST whose answer is read as it comes. */
  openStream(options?: { lastEventId?: string; message?: object }): Promise<HandStream>
  end(): Promise<Answer>
  headers(more?: Record<string, string>): Record<string, string>
}

/** Opens a session by hand. */
export async function openByHand(
  gate: Harness,
  tenant: Tenant,
  capabilities: object = {},
): Promise<HandClient> {
  const url = gate.url(tenant)
  const base = {
    authorization: `Bearer ${tenant.token}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    'mcp-protocol-version': '2025-11-25',
  }
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'hand', version: '1' } }
  const opening = { jsonrpc: '2.0', id: 0, method: 'initialize', params }
  const opened = await ask(url, { method: 'POST', headers: base, body: JSON.stringify(opening) })
  const session = opened.headers.get('mcp-session-id')
  if (!session) throw new Error(`${opened.status} ${opened.text}`)
  const headers = (more: Record<string, string> = {}) => ({ ...base, 'mcp-session-id': session, ...more })
  const client: HandClient = {
    session,
    url,
    headers,
    post: (message) => ask(url, { method: 'POST', headers: headers(), body: JSON.stringify(message) }),
    end: () => ask(url, { method: 'DELETE', headers: headers() }),
    async openStream({ lastEventId, message } = {}) {
      const response = await fetch(url, {
        method: message ? 'POST' : 'GET',
        headers: headers(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
        ...(message && { body: JSON.stringify(message) }),
      })
      return streamOf(response)
    },
  }
  await client.post({ jsonrpc: '2.0', method: 'notifications/initialized' })
  return client
}

export function streamOf(response: Response): HandStream {
  const reader = response.body?.getReader()
  const splitter = new SseSplitter(1_000_000)
  const messages: { message: Message; id: string | undefined }[] = []
  let lastEventId: string | undefined
  let wake: () => void = () => {}
  let isOver = false
  const ended = (async () => {
    try {
      for (;;) {
        const chunk = await reader?.read()
        if (!chunk || chunk.done) break
        for (const event of splitter.push(chunk.value)) {
          if (event.kind !== 'event') continue
          if (event.data) messages.push({ message: JSON.parse(event.data) as Message, id: event.id })
        }
        wake()
      }
    } catch {
      // The connection broke, which is an end like any other.
    }
    isOver = true
    wake()
  })()
  return {
    status: response.status,
    get lastEventId() {
      return lastEventId
    },
    ended,
    async next() {
      for (;;) {
        const taken = messages.shift()
        if (taken) {
          lastEventId = taken.id ?? lastEventId
          return taken.message
        }
        if (isOver) throw new Error('the stream has ended')
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    close: async () => {
      await reader?.cancel()
      await ended
    },
  }
}
