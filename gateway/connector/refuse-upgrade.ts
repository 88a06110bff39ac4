// An answer to a request to change the protocol, where it is not changed.
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Fault } from '#lib/fault.ts'

/** Answers with a fault and ends the connection. */
export function refuseUpgrade(socket: Duplex, fault: Fault): void {
  const body = JSON.stringify({ error: { code: fault.code, message: fault.message } })
  const lines = [
    `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status] ?? ''}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
    ...(fault.status === 401 ? ['www-authenticate: Bearer'] : []),
    ...(fault.status === 503 ? ['retry-after: 2'] : []),
  ]
  socket.on('error', () => {})
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
