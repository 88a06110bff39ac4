// C. The bytes themselves, where two readers would cut a request at two places. `$LENGTH` is the body's.
import { call } from '../attack.ts'

export type RawAttack = {
  readonly id: string
  readonly title: string
  /** What is written; `$SERVER`, `$TOKEN`, `$BODY` and `$LENGTH` are filled in. */
  readonly raw: string
  /** The status of the one answer; the connection is closed with it. */
  readonly status: number | readonly number[]
}

const HEAD = 'POST /mcp/$SERVER/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer $TOKEN\r\n'
const TYPE = 'Content-Type: application/json\r\n'
const BODY = '\r\n$BODY'
const CHUNKED = '\r\n$CHUNKED'
const raw = (title: string, text: string, status: number | readonly number[] = 400): RawAttack => ({
  id: 'C5',
  title,
  raw: text,
  status,
})

export const WIRE_BODY = call('"name":"echo"').replace('$META', '')

export const WIRE: readonly RawAttack[] = [
  raw('CL.TE', `${HEAD}${TYPE}Content-Length: $LENGTH\r\nTransfer-Encoding: chunked\r\n${CHUNKED}`),
  raw('TE.CL', `${HEAD}${TYPE}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n${CHUNKED}`),
  raw('chunked, identity', `${HEAD}${TYPE}Transfer-Encoding: chunked, identity\r\n${CHUNKED}`),
  raw('identity, chunked', `${HEAD}${TYPE}Transfer-Encoding: identity\r\n${BODY}`),
  raw('xchunked', `${HEAD}${TYPE}Transfer-Encoding: xchunked\r\n${CHUNKED}`),
  raw(
    'chunked twice',
    `${HEAD}${TYPE}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n${CHUNKED}`,
  ),
  raw('a space before the colon', `${HEAD}${TYPE}Transfer-Encoding : chunked\r\n${CHUNKED}`),
  raw('a space before the colon of a length', `${HEAD}${TYPE}Content-Length : $LENGTH\r\n${BODY}`),
  raw('two lengths', `${HEAD}${TYPE}Content-Length: $LENGTH\r\nContent-Length: 5\r\n${BODY}`),
  raw('two lengths in one', `${HEAD}${TYPE}Content-Length: 5, 6\r\n${BODY}`),
  raw('the same length twice', `${HEAD}${TYPE}Content-Length: $LENGTH\r\nContent-Length: $LENGTH\r\n${BODY}`),
  raw('a length with a sign', `${HEAD}${TYPE}Content-Length: +$LENGTH\r\n${BODY}`),
  raw('a negative length', `${HEAD}${TYPE}Content-Length: -1\r\n${BODY}`),
  raw('a length in hexadecimal', `${HEAD}${TYPE}Content-Length: 0x10\r\n${BODY}`),
  raw('a length beyond all numbers', `${HEAD}${TYPE}Content-Length: 99999999999999999999\r\n${BODY}`),
  raw(
    'bare line feeds',
    `${HEAD.replaceAll('\r\n', '\n')}${TYPE.replace('\r\n', '\n')}Content-Length: $LENGTH\n\n$BODY`,
  ),
  raw(
    'a bare line feed in a header',
    `${HEAD}X-A: 1\nContent-Length: 4\r\n${TYPE}Content-Length: $LENGTH\r\n${BODY}`,
  ),
  raw(
    'a bare carriage return in a header',
    `${HEAD}X-A: 1\rX-B: 2\r\n${TYPE}Content-Length: $LENGTH\r\n${BODY}`,
  ),
  raw(
    'a folded header',
    `${HEAD}${TYPE}X-A: 1\r\n  Transfer-Encoding: chunked\r\nContent-Length: $LENGTH\r\n${BODY}`,
  ),
  raw('a first header that is folded', `POST /mcp/$SERVER/ HTTP/1.1\r\n Host: localhost\r\n${TYPE}\r\n`),
  raw('a NUL in a header', `${HEAD}X-A: a\0b\r\n${TYPE}Content-Length: $LENGTH\r\n${BODY}`),
  raw('a header without a name', `${HEAD}: x\r\n${TYPE}Content-Length: $LENGTH\r\n${BODY}`),
  raw('a header without a colon', `${HEAD}garbage\r\n${TYPE}Content-Length: $LENGTH\r\n${BODY}`),
  raw(
    'two hosts',
    `${HEAD}Host: evil.test\r\nConnection: close\r\n${TYPE}Content-Length: $LENGTH\r\n${BODY}`,
  ),
  raw('no host', `${HEAD.replace('Host: localhost\r\n', '')}${TYPE}Content-Length: $LENGTH\r\n${BODY}`),
  raw(
    'an absolute address',
    `${HEAD.replace('POST ', 'POST http://evil.test')}Connection: close\r\n${TYPE}Content-Length: $LENGTH\r\n${BODY}`,
    [400, 404],
  ),
  raw(
    'a space in the address',
    `${HEAD.replace('$SERVER/', '$SERVER/ x')}${TYPE}Content-Length: $LENGTH\r\n${BODY}`,
  ),
  raw('a tab for a space', `${HEAD.replace('POST ', 'POST\t')}${TYPE}Content-Length: $LENGTH\r\n${BODY}`),
  raw('HTTP/0.9', 'POST /mcp/$SERVER/\r\n\r\n$BODY'),
  raw('HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  raw(
    'HTTP/1.2',
    `${HEAD.replace('HTTP/1.1', 'HTTP/1.2')}${TYPE}Content-Length: $LENGTH\r\n${BODY}`,
    [400, 505],
  ),
  raw(
    'a chunk that is longer than it says',
    `${HEAD}${TYPE}Transfer-Encoding: chunked\r\n\r\n2\r\n$BODY\r\n0\r\n\r\n`,
  ),
  raw(
    'a chunk size beyond all numbers',
    `${HEAD}${TYPE}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n$BODY\r\n0\r\n\r\n`,
  ),
  raw('a chunk size with a sign', `${HEAD}${TYPE}Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n`),
  raw(
    'a chunk that ends in a bare line feed',
    `${HEAD}${TYPE}Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n`,
  ),
  raw('TLS to a plain port', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'),
]
