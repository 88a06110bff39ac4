import { describe, expect, it } from 'vitest'
import { parseJson } from '#lib/json/index.ts'
import {
  checkHeaders,
  decodeHeaderValue,
  encodeHeaderValue,
  type McpMessage,
  mismatchedParamHeader,
  paramHeadersOf,
  protocolHeaders,
  readMessage,
  writeParamHeaders,
} from './index.ts'

const read = (method: string, params: object, version: string | null = '2026-07-28'): McpMessage => {
  const _meta = version ? { 'io.modelcontextprotocol/protocolVersion': version } : undefined
  const result = readMessage(JSON.stringify({ jsonrpc: '2.0', id: 7, method, params: { ...params, _meta } }))
  if (!result.ok) throw new Error(result.refusal.message)
  return result.message
}
const codeOf = (message: McpMessage, version?: string, method?: string, name?: string) => {
  const checked = checkHeaders(message, { version, method, name })
  return checked.ok ? checked.version : checked.refusal.code
}

describe('checkHeaders', () => {
  const call = read('tools/call', { name: 'delete' })

  it('accepts headers that say what the body says', () => {
    expect(codeOf(call, '2026-07-28', 'tools/call', 'delete')).toBe('2026-07-28')
    expect(codeOf(call, '2026-07-28', 'tools/call', '=?base64?ZGVsZXRl?=')).toBe('2026-07-28')
  })

  it.each([
    ['another name', '2026-07-28', 'tools/call', 'read'],
    ['another method', '2026-07-28', 'ping', 'delete'],
    ['another version', '2025-11-25', 'tools/call', 'delete'],
    ['no version', undefined, 'tools/call', 'delete'],
    ['no method', '2026-07-28', undefined, 'delete'],
    ['no name', '2026-07-28', 'tools/call', undefined],
    ['a name of another base64', '2026-07-28', 'tools/call', '=?base64?cmVhZA==?='],
    ['base64 without padding', '2026-07-28', 'tools/call', '=?base64?ZGVsZXRl=?='],
    ['base64 in capitals', '2026-07-28', 'tools/call', '=?BASE64?ZGVsZXRl?='],
    ['base64 that is not UTF-8', '2026-07-28', 'tools/call', '=?base64?/w==?='],
    ['a name with white space that HTTP does not strip', '2026-07-28', 'tools/call', 'delete\u00a0'],
    ['a method with white space that HTTP does not strip', '2026-07-28', 'tools/call\u00a0', 'delete'],
  ])('refuses %s with -32020', (_, version, method, name) => {
    expect(codeOf(call, version, method, name)).toBe(-32020)
  })

  it('refuses a name that some reader takes for base64, and writes it so that none does', () => {
    const odd = read('tools/call', { name: '=?BASE64?cmVhZA==?=' })
    expect(codeOf(odd, '2026-07-28', 'tools/call', '=?BASE64?cmVhZA==?=')).toBe(-32020)
    expect(encodeHeaderValue('=?BASE64?cmVhZA==?=')).toBe('=?base64?PT9CQVNFNjQ/Y21WaFpBPT0/PQ==?=')
  })

  it('refuses a modern header on a legacy body, and an unknown revision', () => {
    const legacy = read('tools/call', { name: 'delete' }, null)
    expect(codeOf(legacy, '2026-07-28', 'tools/call', 'delete')).toBe(-32020)
    expect(codeOf(legacy, '1999-01-01')).toBe(-32022)
    expect(codeOf(legacy, '2025-06-18')).toBe('2025-06-18')
    expect(codeOf(legacy)).toBe('2025-03-26')
    expect(codeOf(legacy, '2025-06-18\u00a0')).toBe(-32022)
    for (const text of [
      '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      '{"jsonrpc":"2.0","id":1,"result":{}}',
    ]) {
      const other = readMessage(text)
      expect(other.ok && codeOf(other.message, '2026-07-28')).toBe(-32020)
    }
  })
})

describe('headers to the server', () => {
  it('are written from the body', () => {
    expect(protocolHeaders(read('prompts/get', { name: 'größe' }), '2026-07-28')).toEqual({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'prompts/get',
      'mcp-name': '=?base64?Z3LDtsOfZQ==?=',
    })
    expect(protocolHeaders(read('ping', {}, null), '2025-06-18')).toEqual({
      'mcp-protocol-version': '2025-06-18',
    })
  })

  it.each(['plain', ' edge', 'a\r\nb', '=?base64?x?=', 'ключ', ''])(
    'encode %j so that it decodes to itself',
    (text) => {
      const value = encodeHeaderValue(text)
      expect(value).toMatch(/^[ -~]*$/)
      expect(decodeHeaderValue(value)).toBe(text)
    },
  )

  it('repeat the arguments that the pinned schema marks, and no others', () => {
    const schema = parseJson(
      '{"properties":{"region":{"type":"string","x-mcp-header":"Region"},"deep":{"properties":{"n":{"x-mcp-header":"N"}}},' +
        '"bad":{"x-mcp-header":"a\\r\\nb"},"list":{"items":{"x-mcp-header":"Item"}},"gone":{"x-mcp-header":"Gone"}}}',
    )
    const args = parseJson('{"region":"eu","deep":{"n":1.50},"bad":"x","gone":null}')
    expect(writeParamHeaders(paramHeadersOf(schema), args as never)).toEqual({
      'mcp-param-region': 'eu',
      'mcp-param-n': '1.50',
    })
  })

  it.each([
    ['the same text', '"eu"', 'eu', null],
    ['the same text, encoded', '"größe"', '=?base64?Z3LDtsOfZQ==?=', null],
    ['white space around it', '"eu"', ' eu ', null],
    ['the same number', '1.50', '1.5', null],
    ['no argument', 'null', 'us', null],
    ['another text', '"eu"', 'us', 'mcp-param-region'],
    ['no header', '"eu"', undefined, null],
    ['an empty header', '"eu"', '', 'mcp-param-region'],
    ['a broken base64', '"eu"', '=?base64?SGVsbG8?=', 'mcp-param-region'],
    ['another number', '1.50', '15', 'mcp-param-region'],
    ['a text that JavaScript reads as the number', '16', '0x10', 'mcp-param-region'],
  ])('are checked against the arguments: %s', (_, argument, shown, expected) => {
    const schema = parseJson('{"properties":{"region":{"x-mcp-header":"Region"}}}')
    const args = parseJson(`{"region":${argument}}`)
    expect(mismatchedParamHeader(paramHeadersOf(schema), args as never, () => shown)).toBe(expected)
  })
})
