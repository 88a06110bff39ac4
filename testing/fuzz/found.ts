// What the fuzzer has found, kept as cases of their own: each was once read in two ways.
import type { Sent } from './check-message.ts'

const modern = (name: string, header: string): Sent => ({
  text: JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name, _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } },
  }),
  headers: { version: '2026-07-28', method: 'tools/call', name: header },
})

/** Messages, and whether they are taken. */
export const FOUND_MESSAGES: readonly (readonly [string, Sent, 'taken' | 'refused'])[] = [
  ['a no-break space at the end of Mcp-Name', modern('a', 'a\u00a0'), 'refused'],
  ['a name in the form of base64, in capitals', modern('=?BASE64?Zg==?=', '=?BASE64?Zg==?='), 'refused'],
  ['the same, encoded', modern('=?BASE64?Zg==?=', '=?base64?PT9CQVNFNjQ/Wmc9PT89?='), 'taken'],
  [
    'a notification of one era under the header of the other',
    {
      text: '{"jsonrpc":"2.0","method":"notifications/initialized"}',
      headers: { version: '2026-07-28', method: 'notifications/initialized' },
    },
    'refused',
  ],
  [
    'an argument by the name of __proto__',
    {
      text: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","arguments":{"__proto__":1}}}',
      headers: {},
    },
    'taken',
  ],
]

/** Messages of a server that are none. */
export const FOUND_REPLIES: readonly (readonly [string, string])[] = [
  ['an id that is written as a fraction', '{"jsonrpc":"2.0","id":1.0,"method":"ping"}'],
  ['an id that is written with an exponent', '{"jsonrpc":"2.0","id":1E2,"method":"ping"}'],
]

/** Streams, and the data that is heard. */
export const FOUND_STREAMS: readonly (readonly [string, string, readonly string[]])[] = [
  ['an event with an empty name', 'event:\ndata: a\n\n', ['a']],
  ['a name that is taken back', 'event: x\nevent:\ndata: a\n\n', ['a']],
  ['an id that cannot be one after one that can', 'id: 1\nid: a\0b\ndata: a\n\n', ['a']],
  ['an event of nothing but a wrong retry time', 'retry: -1\n\ndata: a\n\n', ['a']],
  ['an empty line that ends in a carriage return', 'data: a\r\r', ['a']],
]
