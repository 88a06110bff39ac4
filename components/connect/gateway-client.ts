// An MCP client in the page: a few lines of the protocol, over the same gateway as every other client.
import { SseSplitter } from '#lib/mcp/index.ts'

export type Answer =
  | { readonly kind: 'result'; readonly text: string; readonly isError: boolean }
  | { readonly kind: 'refused'; readonly text: string }

const MODERN = '2026-07-28'
const LEGACY = '2025-11-25'
const ABOUT = { name: 'portcullis-dashboard', version: '1' }
const MAX_SHOWN = 4000

/**
 * Calls a tool as a client with this token does. Never throws.
 * @param gatewayUrl reached at the page's own origin, whichever name that has
 * @param protocol the newest revision of the server
 */
export async function callTool(
  gatewayUrl: string,
  token: string,
  protocol: string | null,
  call: { readonly name: string; readonly arguments: object },
): Promise<Answer> {
  const path = new URL(gatewayUrl).pathname
  const isModern = protocol !== null && protocol >= MODERN
  const headers: Record<string, string> = {}
  const ask = (method: string, params: object, id: number | null) =>
    post(path, token, { ...headers, ...(isModern && modernHeaders(method, params)) }, { method, params, id })
  try {
    if (isModern) {
      await ask('server/discover', withEnvelope({}), 1)
      return answerOf(await ask('tools/call', withEnvelope(call), 2))
    }
    const opened = await ask(
      'initialize',
      { protocolVersion: LEGACY, capabilities: {}, clientInfo: ABOUT },
      1,
    )
    if (!opened.ok) return answerOf(opened)
    headers['mcp-protocol-version'] = protocol ?? LEGACY
    const session = opened.headers.get('mcp-session-id')
    if (session !== null) headers['mcp-session-id'] = session
    await ask('notifications/initialized', {}, null)
    const answer = await answerOf(await ask('tools/call', call, 2))
    if (session !== null) void fetch(path, { method: 'DELETE', headers: { ...headers, ...bearerOf(token) } })
    return answer
  } catch {
    return { kind: 'refused', text: 'The gateway did not answer. Check the connection, then try again.' }
  }
}

function withEnvelope(params: object): object {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': MODERN,
    'io.modelcontextprotocol/clientInfo': ABOUT,
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  return { ...params, _meta: meta }
}

function modernHeaders(method: string, params: object): Record<string, string> {
  const named: Record<string, string> = 'name' in params ? { 'mcp-name': String(params.name) } : {}
  return { 'mcp-protocol-version': MODERN, 'mcp-method': method, ...named }
}

function bearerOf(token: string) {
  return { authorization: `Bearer ${token}` }
}

type Message = { readonly method: string; readonly params: object; readonly id: number | null }

function post(path: string, token: string, headers: Record<string, string>, { id, ...message }: Message) {
  return fetch(path, {
    method: 'POST',
    credentials: 'omit',
    headers: {
      ...bearerOf(token),
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...(id !== null && { id }), ...message }),
  })
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  return readAnswer(isStream ? lastMessage(text) : text)
}

function lastMessage(stream: string): string {
  const splitter = new SseSplitter(Number.MAX_SAFE_INTEGER)
  const events = splitter.push(new TextEncoder().encode(stream))
  const messages = events.flatMap((event) => (event.kind === 'event' ? (event.data ?? []) : []))
  return messages.at(-1) ?? ''
}

/** What a person is shown of an answer of the gateway: JSON-RPC, or one of its faults. */
export function readAnswer(text: string): Answer {
  const message = parsed(text)
  const error = recordOf(message.error)
  if (typeof error.message === 'string') return { kind: 'refused', text: error.message.slice(0, MAX_SHOWN) }
  const result = recordOf(message.result)
  const content = Array.isArray(result.content) ? result.content : []
  const said = content.map((part) => recordOf(part).text).filter((part) => typeof part === 'string')
  const shown = said.length > 0 ? said.join('\n') : JSON.stringify(message.result ?? message, null, 2)
  return { kind: 'result', text: shown.slice(0, MAX_SHOWN), isError: result.isError === true }
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(text))
  } catch {
    return { error: { message: 'The gateway answered with something that is no JSON.' } }
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
