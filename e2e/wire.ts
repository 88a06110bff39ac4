// MCP as bytes on the wire, for what no well-made client would send.
export type WireAnswer = { readonly status: number; readonly headers: Headers; readonly text: string }
type Sent = {
  readonly method?: string
  readonly token?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly message?: unknown
}

const CLIENT = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'wire', version: '1' } }
export const INITIALIZE = { jsonrpc: '2.0', id: 1, method: 'initialize', params: CLIENT }
export const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }
export const CALL = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'list_connections', arguments: {} },
}

/** One exchange with a gateway URL; POST of `message` unless another method is given. */
export async function exchange(url: string, sent: Sent = {}): Promise<WireAnswer> {
  const { method = 'POST', token, headers = {}, message = CALL } = sent
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(method === 'POST' && { body: JSON.stringify(message) }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** A tools/call without a session, as agents of the older era may send it. */
export function callTool(
  url: string,
  token: string,
  name: string,
  args: Record<string, unknown> = {},
): Promise<WireAnswer> {
  const message = { ...CALL, params: { name, arguments: args } }
  return exchange(url, { token, message, headers: { 'mcp-protocol-version': '2025-11-25' } })
}
