// The legacy era: sessions, with events kept so that a broken stream can be taken up again.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node'
import { type EventStore, isInitializeRequest, type JSONRPCMessage } from '@modelcontextprotocol/server'
import { createProduct } from './product.ts'

const RETRY_MS = 100

export function createSessions() {
  const open = new Map<string, NodeStreamableHTTPServerTransport>()

  async function newSession(): Promise<NodeStreamableHTTPServerTransport> {
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      eventStore: createEventStore(),
      retryInterval: RETRY_MS,
      onsessioninitialized: (id) => void open.set(id, transport),
      onsessionclosed: (id) => void open.delete(id),
    })
    const product = createProduct('legacy', {
      toolsChanged: () => product.sendToolListChanged(),
      promptsChanged: () => product.sendPromptListChanged(),
    })
    await product.connect(transport)
    return transport
  }

  return {
    async answer(request: IncomingMessage, response: ServerResponse, body: unknown): Promise<void> {
      const id = request.headers['mcp-session-id']
      const known = typeof id === 'string' ? open.get(id) : undefined
      if (known) return known.handleRequest(request, response, body)
      if (id !== undefined) return refuse(response, 404, -32001, 'Session not found')
      if (!isInitializeRequest(body)) return refuse(response, 400, -32000, 'Bad Request: no session')
      return (await newSession()).handleRequest(request, response, body)
    },
    close: async () => {
      for (const transport of open.values()) await transport.close()
    },
  }
}

function refuse(response: ServerResponse, status: number, code: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message } }))
}

function createEventStore(): EventStore {
  const events: { id: string; streamId: string; message: JSONRPCMessage }[] = []
  return {
    async storeEvent(streamId, message) {
      const id = `${streamId}_${events.length}`
      events.push({ id, streamId, message })
      return id
    },
    async getStreamIdForEventId(eventId) {
      return events.find(({ id }) => id === eventId)?.streamId
    },
    async replayEventsAfter(lastEventId, { send }) {
      const at = events.findIndex(({ id }) => id === lastEventId)
      const streamId = events[at]?.streamId ?? ''
      for (const event of events.slice(at + 1))
        if (event.streamId === streamId && at >= 0) await send(event.id, event.message)
      return streamId
    },
  }
}
