import { describe, expect, it } from 'vitest'
import { type Json, parseJson, serializeJson } from '#lib/json/index.ts'
import {
  deniedResult,
  type McpRequest,
  paramsForServer,
  privateResult,
  readMessage,
  readReply,
  serverOffer,
  unknownTool,
} from './index.ts'

const requestOf = (method: string, params: object) => {
  const read = readMessage(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))
  if (!read.ok) throw new Error(read.refusal.message)
  return read.message as McpRequest
}
const plain = (value: Json) => JSON.parse(serializeJson(value))

describe('answers', () => {
  it('[E11] a denial is a tool result with the decision in _meta', () => {
    const note = { id: 'call_1', rule: '/tools/a/deny_if/0', reason: 'condition-met' }
    expect(plain(deniedResult('modern', 'x', '[POLICY DENIED] No.', note))).toEqual({
      jsonrpc: '2.0',
      id: 'x',
      result: {
        content: [{ type: 'text', text: '[POLICY DENIED] No.' }],
        isError: true,
        resultType: 'complete',
        _meta: { 'io.portcullis/decision': note },
      },
    })
    expect(serializeJson(deniedResult('legacy', 1, 'no', note))).not.toContain('resultType')
  })

  it('[E10] an unknown tool is -32602', () => {
    expect(plain(unknownTool(1, 'x')).error).toEqual({ code: -32602, message: 'Unknown tool: x' })
  })
})

describe('capabilities', () => {
  const modernMeta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/logLevel': 'debug',
    'io.modelcontextprotocol/clientCapabilities': {
      sampling: {},
      elicitation: {},
      roots: {},
      experimental: { x: {} },
      extensions: { 'io.modelcontextprotocol/tasks': {}, 'io.modelcontextprotocol/ui': {} },
    },
  }

  it('[N1] offers the server what the policy lets it ask of the client, and tasks of the client never', () => {
    const call = requestOf('tools/call', { name: 'a', _meta: modernMeta })
    expect(plain(paramsForServer(call, () => false))).toEqual({
      name: 'a',
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {
          experimental: { x: {} },
          extensions: { 'io.modelcontextprotocol/ui': {} },
        },
      },
    })
    const initialize = requestOf('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: { sampling: {}, tasks: {}, experimental: {} },
    })
    expect(plain(paramsForServer(initialize, () => true)).capabilities).toEqual({
      sampling: {},
      experimental: {},
    })
    expect(plain(paramsForServer(initialize, () => false)).capabilities).toEqual({ experimental: {} })
  })

  it('[N1] narrows a subscription to what the policy allows', () => {
    const notifications = {
      toolsListChanged: true,
      promptsListChanged: true,
      resourceSubscriptions: ['x'],
      other: 1,
    }
    const listen = requestOf('subscriptions/listen', { notifications, _meta: modernMeta })
    expect(plain(paramsForServer(listen, (group) => group === 'prompts')).notifications).toEqual({
      toolsListChanged: true,
      promptsListChanged: true,
    })
  })

  it('[N1] shows a client only the parts of the server that the policy allows', () => {
    const result = parseJson(
      '{"capabilities":{"tools":{},"resources":{},"logging":{},"tasks":{}},"supportedVersions":["2026-07-28","2031-01-01"]}',
    )
    expect(plain(serverOffer(result as never, (group) => group === 'logging'))).toEqual({
      capabilities: { tools: {}, logging: {} },
      supportedVersions: ['2026-07-28'],
    })
  })

  it('makes a cacheable result private and short-lived', () => {
    const result = parseJson('{"tools":[],"cacheScope":"public","ttlMs":86400000}')
    expect(plain(privateResult(result as never, 5000))).toEqual({
      tools: [],
      cacheScope: 'private',
      ttlMs: 5000,
    })
  })
})

describe('readReply', () => {
  it.each([
    ['{"jsonrpc":"2.0","id":1,"result":{}}', 'result'],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"x"}}', 'error'],
    ['{"jsonrpc":"2.0","id":null,"error":{"code":-1,"message":"x"}}', 'error'],
    ['{"jsonrpc":"2.0","method":"notifications/progress","params":{}}', 'notification'],
    ['{"jsonrpc":"2.0","id":0,"method":"sampling/createMessage","params":{}}', 'request'],
    ['{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}', undefined],
    ['{"jsonrpc":"2.0","id":1,"result":{},"extra":1}', undefined],
    ['{"jsonrpc":"2.0","id":1,"result":[]}', undefined],
    ['{"jsonrpc":"2.0","result":{}}', undefined],
    ['[{"jsonrpc":"2.0","id":1,"result":{}}]', undefined],
    ['{"jsonrpc":"2.0","id":1,"result":{"a":1,"a":2}}', undefined],
    ['<html>', undefined],
  ])('reads %s as %s', (text, kind) => {
    expect(readReply(text)?.kind).toBe(kind)
  })
})
