// One message of each kind that takes its own way through the gateway, prepared up to the request whose
// way is cut.
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { openByHand } from '../../testing/hand-client.ts'
import { ask, callMessage, type Harness, modernMessage } from '../../testing/harness.ts'
import { type Script, TOOLS } from '../../testing/upstream.ts'

/** The legacy calls of clients without a session, which the SDK's server would not take: JSON, or a stream. */
export const answerWithoutSession: Script = ({ headers, body }, response) => {
  if (headers['mcp-session-id'] !== undefined || headers['mcp-protocol-version'] === '2026-07-28')
    return false
  const message =
    body === '' ? {} : (JSON.parse(body) as { id?: number; method?: string; params?: { name?: string } })
  if (message.method !== 'tools/call' && message.method !== 'tools/list') return false
  const result =
    message.method === 'tools/list' ? { tools: TOOLS } : { content: [{ type: 'text', text: 'echo' }] }
  const answer = JSON.stringify({ jsonrpc: '2.0', id: message.id, result })
  const isStream = message.params?.name === 'slow'
  response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' })
  const news = { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 1, progress: 1 } }
  response.end(isStream ? `data: ${JSON.stringify(news)}\n\ndata: ${answer}\n\n` : answer)
  return true
}

/** What a client was told: its status and text, or that the connection broke. */
export type Told = { readonly status: number; readonly text: string } | null
/** The request alone, with the header that names the run. `key` is found again at the upstream and in the record. */
export type Send = (headers: Record<string, string>, key: string) => Promise<Told>
export type Kind = {
  readonly name: string
  readonly policy: object
  /** Lifecycle, lists and session traffic have no record (N1). */
  readonly isRecorded: boolean
  /** Tells the message by its text, where it has gone up. */
  isUp(body: string, key: string): boolean
  prepare(gate: Harness, tenant: Tenant): Promise<Send>
}

const ALLOW = { version: '1', default: 'allow', methods: { sampling: 'allow' } }
const ONE = { counter: 'one', window: 'day', max: 1 }

const post =
  (message: (key: string) => unknown, more: Record<string, string> = {}) =>
  async (gate: Harness, tenant: Tenant): Promise<Send> =>
  (headers, key) =>
    told(gate.post(tenant, message(key), { ...more, ...headers }))

const call = (tool: string) => (key: string) => callMessage(tool, { [key]: 1 })
const modern = modernMessage('tools/call', { name: 'echo', arguments: {} })
const modernCall = (key: string) => ({
  ...modern.body,
  params: { ...modern.body.params, arguments: { [key]: 1 } },
})

const BY_KEY = { isRecorded: true, isUp: (body: string, key: string) => body.includes(`"${key}"`) }
const upWith = (text: string, isRecorded: boolean) => ({
  isRecorded,
  isUp: (body: string) => body.includes(text),
})

export const KINDS: readonly Kind[] = [
  { name: 'an allowed call', ...BY_KEY, policy: ALLOW, prepare: post(call('echo')) },
  {
    name: 'a call on facts that were read a moment ago',
    policy: ALLOW,
    ...BY_KEY,
    prepare: async (gate, tenant) => {
      await gate.post(tenant, callMessage('echo'))
      return (headers, key) => told(gate.post(tenant, call('echo')(key), headers))
    },
  },
  {
    name: 'a call that takes from two limits',
    ...BY_KEY,
    policy: {
      ...ALLOW,
      tools: { echo: { limits: [ONE, { ...ONE, counter: 'other', window: '60s', algorithm: 'sliding' }] } },
    },
    prepare: post(call('echo')),
  },
  {
    name: 'a call beyond its limit',
    ...BY_KEY,
    policy: { ...ALLOW, tools: { echo: { limits: [{ ...ONE, max: 0 }] } } },
    prepare: post(call('echo')),
  },
  {
    name: 'a denied call',
    ...BY_KEY,
    policy: { ...ALLOW, tools: { echo: { action: 'deny' } } },
    prepare: post(call('echo')),
  },
  { name: 'a hidden tool', ...BY_KEY, policy: { ...ALLOW, hide: ['echo'] }, prepare: post(call('echo')) },
  { name: 'a message that cannot be read', ...BY_KEY, policy: ALLOW, prepare: post(() => '[]') },
  { name: 'a call of 2026-07-28', ...BY_KEY, policy: ALLOW, prepare: post(modernCall, modern.headers) },
  { name: 'a call with news of its progress', ...BY_KEY, policy: ALLOW, prepare: post(call('slow')) },
  {
    name: 'a list of tools',
    ...upWith('tools/list', false),
    policy: ALLOW,
    prepare: post(() => ({ jsonrpc: '2.0', id: 1, method: 'tools/list' }), {}),
  },
  {
    name: 'a call in a session',
    ...BY_KEY,
    policy: ALLOW,
    prepare: async (gate, tenant) => {
      const client = await openByHand(gate, tenant)
      return (headers, key) => sent(client.url, client.headers(headers), call('echo')(key))
    },
  },
  {
    name: 'the beginning of a session',
    ...upWith('"initialize"', false),
    policy: ALLOW,
    prepare: post(() => ({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'hand', version: '1' } },
    })),
  },
  {
    name: 'the end of a session',
    isRecorded: false,
    isUp: (body) => body === '',
    policy: ALLOW,
    prepare: async (gate, tenant) => {
      const client = await openByHand(gate, tenant)
      return (headers) => told(ask(client.url, { method: 'DELETE', headers: client.headers(headers) }))
    },
  },
  {
    name: 'a resource',
    ...upWith('resources/read', true),
    policy: ALLOW,
    prepare: async (gate, tenant) => {
      const client = await openByHand(gate, tenant)
      const message = { jsonrpc: '2.0', id: 7, method: 'resources/read', params: { uri: 'test://a' } }
      return (headers) => sent(client.url, client.headers(headers), message)
    },
  },
  {
    name: 'an answer to a question of the server',
    ...upWith('Paris', true),
    policy: ALLOW,
    prepare: async (gate, tenant) => {
      const client = await openByHand(gate, tenant, { sampling: {} })
      const asking = await client.openStream({ message: callMessage('ask', { what: 'sampling' }, 9) })
      const question = await asking.next()
      const content = { type: 'text', text: 'Paris' }
      const answer = { jsonrpc: '2.0', id: question.id, result: { role: 'assistant', model: 'm', content } }
      return async (headers) => {
        const answered = await sent(client.url, client.headers(headers), answer)
        await asking.close()
        return answered
      }
    },
  },
  {
    name: 'a retry of 2026-07-28 with what was asked for',
    ...upWith('Ada', true),
    policy: ALLOW,
    prepare: async (gate, tenant) => {
      const first = modernMessage('tools/call', { name: 'ask', arguments: {} })
      const asked = await gate.post(tenant, first.body, first.headers)
      const { requestState } = (asked.json as { result: { requestState?: string } }).result
      const inputResponses = { asked: { action: 'accept', content: { name: 'Ada' } } }
      const params = {
        name: 'ask',
        arguments: {},
        inputResponses,
        ...(requestState !== undefined && { requestState }),
      }
      const retry = modernMessage('tools/call', params, 2)
      return (headers) => told(gate.post(tenant, retry.body, { ...retry.headers, ...headers }))
    },
  },
]

function sent(url: string, headers: Record<string, string>, message: object): Promise<Told> {
  return told(ask(url, { method: 'POST', headers, body: JSON.stringify(message) }))
}

async function told(answer: Promise<{ status: number; text: string }>): Promise<Told> {
  try {
    const { status, text } = await answer
    return { status, text }
  } catch {
    return null
  }
}
