// A name server that a test writes the answers of: the attacker's side of DNS rebinding (RFC 1035).
import { createSocket } from 'node:dgram'

const TYPE_A = 1

/**
 * @param addresses the IPv4 addresses for a name, asked anew for every query; [] answers "no such name"
 */
export async function startDns(
  addresses: (name: string) => readonly string[],
): Promise<{ server: string; queries: string[]; close: () => void }> {
  const socket = createSocket('udp4')
  const queries: string[] = []
  socket.on('message', (query, from) => {
    const { name, end } = readName(query)
    const isA = query.readUInt16BE(end) === TYPE_A
    if (isA) queries.push(name)
    const found = isA ? addresses(name) : []
    socket.send(answer(query.subarray(0, end + 4), found, isA && found.length === 0), from.port, from.address)
  })
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready))
  return { server: `127.0.0.1:${socket.address().port}`, queries, close: () => socket.close() }
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.'), end: at + 1 }
}

function answer(question: Buffer, addresses: readonly string[], isUnknown: boolean): Buffer {
  const head = Buffer.from(question)
  head.writeUInt16BE(isUnknown ? 0x8183 : 0x8180, 2)
  head.writeUInt16BE(addresses.length, 6)
  head.writeUInt32BE(0, 8)
  const records = addresses.map((address) => [
    ...[0xc0, 12, 0, TYPE_A, 0, 1], // the name asked for, A, IN
    ...[0, 0, 0, 0], // time to live: none, so that the next look-up may differ
    ...[0, 4, ...address.split('.').map(Number)],
  ])
  return Buffer.concat([head, Buffer.from(records.flat())])
}
