// A load client: keep-alive connections to every replica, and for each call when it started, when it
// ended and what was answered. One clock for all of it, that of the process which also makes the edits.
import { Pool } from 'undici'

export type Call = {
  readonly number: number
  readonly serverId: string
  readonly token: string
  readonly tool: string
  /** As the client writes it; absent where the tool takes none. */
  readonly amount?: string
  readonly era: 'legacy' | 'modern'
  /** The id of a legacy session, as the gateway gave it. */
  readonly session?: string
}
/**
 * `answered`: the upstream's own answer came back · `limit`, `denied`, `unknown-tool`: refused by policy ·
 * `unauthorised`: the token · `unavailable`: 503 · `failed`: anything else that says no · `unreachable`: no
 * connection, so nothing was sent · `lost`: the connection broke, and what became of it is not known.
 */
export type Kind =
  | 'answered'
  | 'limit'
  | 'denied'
  | 'unknown-tool'
  | 'unauthorised'
  | 'unavailable'
  | 'failed'
  | 'unreachable'
  | 'lost'
export type Answer = {
  readonly kind: Kind
  /** Of a refusal by policy: the id of its record and the rule. */
  readonly record: string | null
  readonly rule: string | null
  /** What a person or a model is told; '' where there is nothing. */
  readonly sentence: string
  /** performance.now() just before it was sent, and when its answer was complete. */
  readonly startedAt: number
  readonly endedAt: number
}
export type Client = {
  call(origin: string, call: Call): Promise<Answer>
  /** Begins a legacy session. @returns its id */
  open(origin: string, of: Pick<Call, 'serverId' | 'token'>): Promise<string>
  close(): Promise<void>
}

const VERSION = { legacy: '2025-11-25', modern: '2026-07-28' }
const META = {
  'io.modelcontextprotocol/protocolVersion': VERSION.modern,
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'proof', version: '1' },
}

/** @param connections the most that are open to one replica at once */
export function createClient(connections: number): Client {
  const pools = new Map<string, Pool>()
  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin)
    if (known) return known
    const made = new Pool(origin, { connections, pipelining: 1, headersTimeout: 60_000, bodyTimeout: 60_000 })
    pools.set(origin, made)
    return made
  }
  const post = (origin: string, of: Pick<Call, 'serverId' | 'token'>, headers: object, body: string) =>
    poolOf(origin).request({
      method: 'POST',
      path: `/mcp/${of.serverId}/`,
      headers: {
        authorization: `Bearer ${of.token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...headers,
      },
      body,
    })

  return {
    async call(origin, call) {
      const { headers, body } = requestOf(call)
      const startedAt = performance.now()
      const answer = (kind: Kind, more: Partial<Answer> = {}): Answer => ({
        kind,
        record: null,
        rule: null,
        sentence: '',
        startedAt,
        endedAt: performance.now(),
        ...more,
      })
      try {
        const response = await post(origin, call, headers, body)
        const text = await response.body.text()
        return answer(...read(response.statusCode, text))
      } catch (error) {
        return answer(isUnsent(error) ? 'unreachable' : 'lost')
      }
    },
    async open(origin, of) {
      const params = {
        protocolVersion: VERSION.legacy,
        capabilities: {},
        clientInfo: { name: 'proof', version: '1' },
      }
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })
      const response = await post(origin, of, {}, body)
      await response.body.dump()
      const id = response.headers['mcp-session-id']
      if (response.statusCode !== 200 || typeof id !== 'string') throw new Error('No session was opened.')
      return id
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()))
    },
  }
}

function requestOf(call: Call): { headers: Record<string, string>; body: string } {
  const named = { [`n_${call.number}`]: 1 }
  const given = JSON.stringify(named)
  // The amount goes as it is written: a number of JavaScript might be another one.
  const args = call.amount === undefined ? given : `${given.slice(0, -1)},"amount":${call.amount}}`
  const isModern = call.era === 'modern'
  const meta = isModern ? `,"_meta":${JSON.stringify(META)}` : ''
  const params = `{"name":${JSON.stringify(call.tool)},"arguments":${args}${meta}}`
  return {
    headers: {
      'mcp-protocol-version': VERSION[call.era],
      ...(isModern && { 'mcp-method': 'tools/call', 'mcp-name': call.tool }),
      ...(call.session !== undefined && { 'mcp-session-id': call.session }),
    },
    body: `{"jsonrpc":"2.0","id":${call.number},"method":"tools/call","params":${params}}`,
  }
}

type Reply = {
  result?: { isError?: boolean; content?: { text?: string }[]; _meta?: Record<string, unknown> }
  error?: { code?: unknown; message?: string }
}
type Note = { id?: string; rule?: string; reason?: string }

/** What an answer says, in the words of `Kind`. */
export function read(status: number, text: string): [Kind, Partial<Answer>] {
  const reply = parsed(text)
  const sentence = reply?.error?.message ?? reply?.result?.content?.[0]?.text ?? ''
  if (status === 401) return ['unauthorised', { sentence }]
  if (status === 503) return ['unavailable', { sentence }]
  if (status !== 200 || !reply) return ['failed', { sentence }]
  const note = reply.result?._meta?.['io.portcullis/decision'] as Note | undefined
  if (note)
    return [
      note.reason === 'limit-reached' ? 'limit' : 'denied',
      { record: note.id ?? null, rule: note.rule ?? null, sentence },
    ]
  if (reply.error) return [reply.error.code === -32602 ? 'unknown-tool' : 'failed', { sentence }]
  return /^n_\d+$/.test(sentence) ? ['answered', { sentence }] : ['failed', { sentence }]
}

function parsed(text: string): Reply | null {
  try {
    return JSON.parse(text) as Reply
  } catch {
    return null
  }
}

function isUnsent(error: unknown): boolean {
  const code = (error as { code?: string }).code
  return code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT'
}
