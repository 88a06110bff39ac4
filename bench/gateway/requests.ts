// The bytes of each request, as an MCP client of 2025-11-25 writes them. The relay gets the very same.
import type { Grant } from './world.ts'

export type Kind = 'call' | 'mostly-refused' | 'big' | 'stream' | 'list' | 'refused' | 'initialize'

const PARAMS: Readonly<Record<Exclude<Kind, 'mostly-refused'>, { method: string; params: object }>> = {
  call: tool('echo', { text: 'The quick brown fox jumps over the lazy dog.', times: 1 }),
  big: tool('big', { text: 'all of it' }),
  stream: tool('stream', { text: 'step by step' }),
  refused: tool('forbidden', { text: 'The quick brown fox jumps over the lazy dog.', times: 1 }),
  list: { method: 'tools/list', params: {} },
  initialize: {
    method: 'initialize',
    params: {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'bench', version: '1' },
    },
  },
}

/**
 * What a connection sends in turn: the same again and again but for an attack, of which one in a hundred is a
 * call that passes.
 */
export function requestsOf(kind: Kind, grant: Grant, path = grant.path): string[] {
  if (kind !== 'mostly-refused') return [requestOf(kind, grant, path)]
  return Array.from({ length: 100 }, (_, i) => requestOf(i === 0 ? 'call' : 'refused', grant, path))
}

/** One whole request; `path` stands in for the grant's own, for what knows no grants. */
export function requestOf(kind: Exclude<Kind, 'mostly-refused'>, grant: Grant, path = grant.path): string {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, ...PARAMS[kind] })
  const lines = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `authorization: Bearer ${grant.token}`,
    'content-type: application/json',
    'accept: application/json, text/event-stream',
    'mcp-protocol-version: 2025-11-25',
    'user-agent: bench',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

function tool(name: string, args: object): { method: string; params: object } {
  return { method: 'tools/call', params: { name, arguments: args } }
}
