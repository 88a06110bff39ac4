// What a socket may do before it is anybody's: how many there are, from where, and what is said where the
// bytes are no HTTP.
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { Fault } from '#lib/fault.ts'
import type { Bounds } from './config.ts'
import { faultBody, SAFE_HEADERS } from './http.ts'

/**
 * Holds a server's connections to the bounds.
 * @param isProxy whether an address stands for many people: then only the bound of all counts
 */
export function boundConnections(
  server: Server,
  bounds: Bounds,
  isProxy: (address: string) => boolean = () => false,
): void {
  const open = new Map<string, number>()
  let total = 0
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? ''
    const ofAddress = (open.get(address) ?? 0) + 1
    const isTooMany = ofAddress > bounds.maxConnectionsPerAddress && !isProxy(address)
    if (isTooMany || total >= bounds.maxConnections) {
      refuse(
        socket,
        isTooMany
          ? `There are ${bounds.maxConnectionsPerAddress} connections from your address, which is as many as it may have. Close some.`
          : 'This gateway has as many connections as it may. Try again in a moment.',
      )
      return
    }
    total += 1
    open.set(address, ofAddress)
    socket.once('close', () => {
      total -= 1
      const left = (open.get(address) ?? 1) - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
    else end(socket as Socket, ...wordsFor(error, bounds))
  })
}

/**
 * Refuses a request with more headers than a request of any client has.
 * @throws {Fault} headers-too-large
 */
export function countHeaders(request: IncomingMessage, bounds: Bounds): void {
  if (request.rawHeaders.length / 2 > bounds.maxHeaders)
    throw new Fault('headers-too-large', `A request has at most ${bounds.maxHeaders} headers.`)
}

function wordsFor(error: NodeJS.ErrnoException, bounds: Bounds): [status: string, fault: Fault] {
  if (error.code === 'HPE_HEADER_OVERFLOW')
    return [
      '431 Request Header Fields Too Large',
      new Fault('headers-too-large', `The headers of a request have at most ${bounds.maxHeaderBytes} bytes.`),
    ]
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return [
      '408 Request Timeout',
      new Fault(
        'request-slow',
        `A request is sent within ${bounds.requestTimeoutMs / 1000} s, its headers within ${bounds.headersTimeoutMs / 1000} s.`,
      ),
    ]
  return [
    '400 Bad Request',
    new Fault('malformed-message', 'This is not a request that every reader reads alike.'),
  ]
}

function refuse(socket: Socket, sentence: string): void {
  end(socket, '503 Service Unavailable', new Fault('too-many-at-once', sentence), 'retry-after: 5\r\n')
}

function end(socket: Socket, status: string, fault: Fault, more = ''): void {
  const body = faultBody(fault)
  const headers = Object.entries({
    ...SAFE_HEADERS,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  })
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${status}\r\n${lines}${more}\r\n${body}`, () => socket.destroy())
}
