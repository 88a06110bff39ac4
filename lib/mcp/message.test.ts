import { describe, expect, it } from 'vitest'
import { serializeJson } from '#lib/json/index.ts'
import { type McpRequest, readMessage } from './index.ts'

const refusalOf = (text: string) => {
  const read = readMessage(text)
  return read.ok ? 'accepted' : `${read.refusal.status} ${read.refusal.code}`
}
const request = (method: string, params: unknown, id: unknown = 1) =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params })
const call = (params: unknown) => request('tools/call', params)
const modern = (params: object) => ({
  ...params,
  _meta: {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  },
})

describe('readMessage', () => {
  it('reads a call and carries its digits', () => {
    const read = readMessage(
      '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"pay","arguments":{"n":9007199254740993,"m":1.50}}}',
    )
    expect(read.ok).toBe(true)
    const message = (read as { message: McpRequest }).message
    expect(message).toMatchObject({ kind: 'request', id: 'a', group: 'tool-call', era: 'legacy' })
    expect(serializeJson(message.params)).toBe('{"name":"pay","arguments":{"n":9007199254740993,"m":1.50}}')
  })

  it.each([
    ['a batch', `[${call({ name: 'read' })}]`],
    ['an empty batch', '[]'],
    ['a nested batch', `[[${call({ name: 'read' })}]]`],
    ['a bare string', '"tools/call"'],
    ['an unknown envelope key', '{"jsonrpc":"2.0","id":1,"method":"ping","Params":{}}'],
    ['an envelope key in another case', '{"jsonrpc":"2.0","id":1,"Method":"ping"}'],
    ['a look-alike envelope key', '{"jsonrpc":"2.0","id":1,"method":"ping","param\\u017f":{}}'],
    ['another protocol', '{"jsonrpc":"1.0","id":1,"method":"ping"}'],
    ['no id', '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"read"}}'],
    ['a null id', request('ping', {}, null)],
    ['a fractional id', '{"jsonrpc":"2.0","id":1.5,"method":"ping"}'],
    ['an id written 1.0', '{"jsonrpc":"2.0","id":1.0,"method":"ping"}'],
    ['an object id', request('ping', {}, {})],
    ['a huge text id', request('ping', {}, 'x'.repeat(257))],
    ['a huge number id', '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}'],
    ['an id on a notification', request('notifications/initialized', {}, 1).replace('ping', '')],
    ['params that are an array', request('ping', [])],
    ['a params key beside the known ones', call({ name: 'read', args: {} })],
    ['a task that is none', call({ name: 'read', task: true })],
    ['arguments that are null', call({ name: 'read', arguments: null })],
    ['arguments that are an array', call({ name: 'read', arguments: [] })],
    ['arguments that are a text', call({ name: 'read', arguments: '{}' })],
    ['no tool name', call({})],
    ['a tool name that is no text', call({ name: 1 })],
    ['a tool name with NUL', call({ name: 'delete\u0000' })],
    ['a tool name with a zero-width space', call({ name: 'delete\u200b' })],
    ['a tool name with a direction override', call({ name: '\u202edelete' })],
    ['a tool name with a tag character', call({ name: 'delete\u{e0061}' })],
    ['a retry on the legacy wire', call({ name: 'read', requestState: 'x' })],
    ['a request sent as a notification', '{"jsonrpc":"2.0","method":"ping"}'],
    ['an unknown notification', '{"jsonrpc":"2.0","method":"notifications/claude/channel"}'],
    ['a response with both outcomes', '{"jsonrpc":"2.0","id":1,"result":{},"error":{}}'],
    ['a response without an id', '{"jsonrpc":"2.0","result":{}}'],
    ['_meta that is no object', call({ name: 'read', _meta: [] })],
  ])('refuses %s with 400', (_, text) => {
    expect(refusalOf(text)).toMatch(/^(400 -32(600|602)|200 -32601)$/)
  })

  it.each([
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","name":"delete"}}'],
    ['{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","n\\u0061me":"delete"}}'],
    ['{"jsonrpc":"2.0","id":1,"method":"ping"}{}'],
    ['{"jsonrpc":"2.0","id":1,"method":"ping",}'],
    [
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${'{"arguments":'.repeat(70)}1${'}'.repeat(71)}`,
    ],
    [''],
  ])('refuses %s as no strict JSON', (text) => {
    expect(refusalOf(text)).toBe('400 -32700')
  })

  it.each([
    'Tools/Call',
    'tools/call ',
    'tools//call',
    'tools/call\u0000',
    'tools.call',
    'rpc.discover',
    'sampling/createMessage',
    'roots/list',
    'elicitation/create',
    'constructor',
    '__proto__',
    'server/discover',
    'subscriptions/listen',
  ])('refuses the unknown method %j with -32601, and no 404 that would end a session', (method) => {
    expect(refusalOf(request(method, {}))).toBe('200 -32601')
  })

  it('knows which methods belong to which wire', () => {
    expect(refusalOf(request('ping', modern({})))).toBe('404 -32601')
    expect(refusalOf(request('initialize', modern({ protocolVersion: '2025-11-25' })))).toBe('404 -32601')
    expect(refusalOf(request('logging/setLevel', modern({ level: 'info' })))).toBe('404 -32601')
    expect(refusalOf(request('server/discover', modern({})))).toBe('accepted')
    expect(refusalOf(call(modern({ name: 'read', requestState: 'x', inputResponses: {} })))).toBe('accepted')
  })

  it('answers a revision it does not know with the ones it does', () => {
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2031-01-01' }
    const read = readMessage(call({ name: 'read', _meta: meta }))
    expect(read).toMatchObject({ refusal: { status: 400, code: -32022, id: 1 } })
    expect(read.ok || serializeJson(read.refusal.data ?? null)).toContain('"supported":["2026-07-28"]')
  })

  it('hears a body that contradicts MCP-Protocol-Version before it judges the rest of it', () => {
    const code = (body: string, header: string) => {
      const read = readMessage(body, undefined, header)
      return read.ok ? 'accepted' : read.refusal.code
    }
    expect(code(request('server/discover', {}), '2026-07-28')).toBe(-32602)
    expect(code(request('server/discover', { _meta: {} }), ' 2026-07-28 ')).toBe(-32602)
    const other = { _meta: { 'io.modelcontextprotocol/protocolVersion': 'v999' } }
    expect(code(request('server/discover', other), '2026-07-28')).toBe(-32020)
    expect(code(request('server/discover', other), 'v999')).toBe(-32022)
    expect(code(request('server/discover', modern({})), '2026-07-28')).toBe('accepted')
    expect(code(request('ping', {}), '2025-11-25')).toBe('accepted')
  })

  it('takes a missing arguments as an empty object', () => {
    expect(refusalOf(call({ name: 'read' }))).toBe('accepted')
  })

  it('keeps __proto__ in arguments as a key like any other', () => {
    const read = readMessage(
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"__proto__":{"role":"admin"}}}}',
    )
    expect(serializeJson((read as { message: McpRequest }).message.params)).toContain(
      '{"__proto__":{"role":"admin"}}',
    )
    expect(({} as Record<string, unknown>).role).toBeUndefined()
  })
})
