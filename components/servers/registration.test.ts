import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RegistrationLine, register } from './registration.ts'

const INPUT = { name: 'LiveTap', url: 'https://livetap.example.com/mcp', headers: {} }
const CONNECTED = { type: 'connected', protocol: '2025-11-25', serverInfo: { name: 'Liveträpp' } }
const REGISTERED = { type: 'registered', server: { id: 'srv_1', name: 'LiveTap', tools: 0 } }

let server: Server
let address: string

// Answers with the pieces of its path, each sent on its own.
beforeAll(async () => {
  server = createServer(async (request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const pieces: number[][] = JSON.parse(decodeURIComponent(request.url?.slice(1) ?? '[]'))
    for (const piece of pieces) {
      response.write(Buffer.from(piece))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

async function lines(bytes: Buffer, cutAt: number, signal = new AbortController().signal) {
  const pieces = [bytes.subarray(0, cutAt), bytes.subarray(cutAt)].map((piece) => [...piece])
  const found: RegistrationLine[] = []
  const url = `${address}/${encodeURIComponent(JSON.stringify(pieces))}`
  for await (const line of register(url, INPUT, signal)) found.push(line)
  return found
}

describe('a registration in the browser', () => {
  it('reads the same lines wherever the network cuts them', async () => {
    const text = `${JSON.stringify(CONNECTED)}\n${JSON.stringify(REGISTERED)}\n`
    const bytes = Buffer.from(text)
    for (let cut = 0; cut <= bytes.length; cut += 7)
      expect(await lines(bytes, cut)).toEqual([CONNECTED, REGISTERED])
  })

  it('ends with a fault where the stream breaks off, and where nothing answers', async () => {
    const broken = await lines(Buffer.from(`${JSON.stringify(CONNECTED)}\n{"type":"to`), 3)
    expect(broken.map((line) => line.type)).toEqual(['connected', 'fault'])
    const nobody: RegistrationLine[] = []
    for await (const line of register('http://127.0.0.1:9/', INPUT, new AbortController().signal))
      nobody.push(line)
    expect(nobody).toMatchObject([{ type: 'fault', fault: { code: 'no-answer' } }])
  })
})
