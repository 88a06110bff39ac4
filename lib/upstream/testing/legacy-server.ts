// An MCP server of the 2025 era in thirty lines, so that a test can break any one of them.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { textOf } from './listen.ts'

export type Message = { id?: number; method: string; params?: Record<string, unknown> }
export type Answer = (message: Message, response: ServerResponse, request: IncomingMessage) => unknown

/** `lists` answers tools/list, everything else is by the book unless `also` answers it. */
export function legacy(
  lists: (params: Record<string, unknown>) => unknown,
  also: Answer = () => undefined,
): RequestListener {
  return async (request, response) => {
    if (request.method !== 'POST') return response.writeHead(405).end()
    const message: Message = JSON.parse(await textOf(request))
    if (also(message, response, request) !== undefined) return
    if (message.id === undefined) return response.writeHead(202).end()
    const result =
      message.method === 'initialize'
        ? {
            protocolVersion: '2025-06-18',
            capabilities: { tools: {} },
            serverInfo: { name: 'own', version: '1' },
          }
        : message.method === 'tools/list'
          ? lists(message.params ?? {})
          : undefined
    const body = result === undefined ? { error: { code: -32601, message: 'Method not found' } } : { result }
    json(response, { jsonrpc: '2.0', id: message.id, ...body })
  }
}

export function json(response: ServerResponse, body: unknown, status = 200): true {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  return true
}
