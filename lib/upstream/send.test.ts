import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { Fault } from '#lib/fault.ts'
import { readAll } from './response-body.ts'
import { openDoor, type Sent, type UpstreamRequest } from './send.ts'
import { type Listening, listen, textOf } from './testing/listen.ts'

const MEBIBYTE = 1024 * 1024
const POST: UpstreamRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
  headersTimeoutMs: 2_000,
  bodyTimeoutMs: 2_000,
  maxBytes: MEBIBYTE,
}
const door = openDoor()
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => door.close())

async function upstream(answer: RequestListener): Promise<Listening> {
  const server = await listen(answer)
  closing.push(server.close)
  return server
}
const to = (url: string, headers: Record<string, string> = {}) => ({ url, headers, allowPrivate: true })

async function faultOf(work: Promise<Sent>): Promise<Fault> {
  try {
    const { body } = await work
    await readAll(body)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('accepted')
}

describe('send', () => {
  it('sends the customer’s headers, the protocol’s over them, and asks for no compression', async () => {
    const server = await upstream(async (request, response) => response.end(await textOf(request)))
    const target = to(`${server.url}?key=1`, {
      Authorization: 'Bearer x',
      'Content-Type': 'text/plain',
      Host: 'evil',
    })
    const sent = await door.send(target, { ...POST, body: '{"a":"é"}' })
    expect(sent.status).toBe(200)
    expect(sent.handedOver).toBe(true)
    expect((await readAll(sent.body)).toString()).toBe('{"a":"é"}')
    expect(server.requests[0]?.url).toBe('/mcp?key=1')
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer x',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      'content-length': '10',
      host: `127.0.0.1:${server.port}`,
    })
  })

  it.each([301, 302, 303, 307, 308])(
    '[I3] does not follow a %i, and does not repeat the credential',
    async (status) => {
      const inside = await upstream((_, response) => response.end('secret'))
      const server = await upstream((_, response) =>
        response.writeHead(status, { location: `${inside.url}?token=1` }).end(),
      )
      const fault = await faultOf(door.send(to(server.url, { authorization: 'Bearer x' }), POST))
      expect(fault.code).toBe('upstream-error')
      expect(fault.message).toContain(`redirect (${status}) to ${inside.url}.`)
      expect(inside.requests).toHaveLength(0)
    },
  )

  it.each([
    [
      'a length that says so',
      (size: number): RequestListener =>
        (_, response) =>
          response.end(Buffer.alloc(size)),
    ],
    [
      'no length',
      (): RequestListener => (_, response) => {
        const more = () => {
          while (response.write(Buffer.alloc(65_536)));
        }
        response.on('drain', more)
        more()
      },
    ],
  ])('[H8] stops an answer beyond the cap, with %s', async (_, answer) => {
    const server = await upstream(answer(2 * MEBIBYTE))
    expect((await faultOf(door.send(to(server.url), POST))).code).toBe('upstream-too-large')
  })

  it.each([
    ['gzip', gzipSync],
    ['br', (input: Buffer) => brotliCompressSync(input, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ['deflate', deflateSync],
  ] as const)(
    'reads %s that nobody asked for, and stops a bomb of it',
    async (encoding, compress) => {
      const bomb = compress(Buffer.alloc(200 * MEBIBYTE))
      const server = await upstream((request, response) => {
        response.setHeader('content-encoding', encoding)
        response.end(request.url === '/bomb' ? bomb : compress(Buffer.from('plain text')))
      })
      const sent = await door.send(to(server.url), POST)
      expect(sent.headers['content-encoding']).toBeUndefined()
      expect(sent.headers['content-length']).toBeUndefined()
      expect((await readAll(sent.body)).toString()).toBe('plain text')
      const before = process.memoryUsage().rss
      const fault = await faultOf(door.send(to(new URL('/bomb', server.url).href), POST))
      expect(fault.code).toBe('upstream-too-large')
      expect(process.memoryUsage().rss - before).toBeLessThan(150 * MEBIBYTE)
    },
    30_000,
  )

  it('refuses an encoding that it cannot read, and one that lies', async () => {
    const server = await upstream((request, response) => {
      response.setHeader('content-encoding', request.url === '/lie' ? 'gzip' : 'zstd')
      response.end('plain text')
    })
    expect((await faultOf(door.send(to(server.url), POST))).code).toBe('upstream-error')
    expect((await faultOf(door.send(to(new URL('/lie', server.url).href), POST))).code).toBe('upstream-error')
  })

  it('gives up on a server that does not answer, and on one that stops in the middle', async () => {
    const server = await upstream((request, response) => {
      if (request.url === '/middle') response.write('a')
    })
    const slow = await faultOf(door.send(to(server.url), { ...POST, headersTimeoutMs: 200 }))
    expect([slow.code, slow.data.handedOver]).toEqual(['upstream-slow', true])
    const middle = new URL('/middle', server.url).href
    const stopped = await faultOf(door.send(to(middle), { ...POST, bodyTimeoutMs: 200 }))
    expect([stopped.code, stopped.data.handedOver]).toEqual(['upstream-slow', true])
  })

  it('gives a stream piece by piece, without a time-out, and ends the connection when its reader leaves', async () => {
    let leave = () => {}
    const left = new Promise<void>((settle) => {
      leave = settle
    })
    const server = await upstream((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      response.on('close', () => leave())
    })
    const { body } = await door.send(to(server.url), { ...POST, bodyTimeoutMs: 0 })
    for await (const chunk of body) {
      expect(Buffer.from(chunk).toString()).toBe('data: 1\n\n')
      break
    }
    await left
  })

  it('does not run ahead of a slow reader', async () => {
    let written = 0
    const server = await upstream((_, response) => {
      const more = () => {
        while (written < 64 * MEBIBYTE && response.write(Buffer.alloc(65_536))) written += 65_536
      }
      response.on('drain', more)
      more()
    })
    const { body } = await door.send(to(server.url), { ...POST, maxBytes: 128 * MEBIBYTE })
    await new Promise((wait) => setTimeout(wait, 300))
    expect(written).toBeLessThan(32 * MEBIBYTE)
    body.cancel()
  })
})

describe('[L6] handedOver', () => {
  it('is false where no connection came about', async () => {
    const server = await listen(() => {})
    await server.close()
    const fault = await faultOf(door.send(to(server.url), POST))
    expect([fault.code, fault.data.handedOver]).toEqual(['upstream-unreachable', false])
    expect(fault.message).toContain('refused the connection')
  })

  it('is false for a call given up before it was sent, and then it is never sent', async () => {
    const server = await upstream((_, response) => response.end())
    const fault = await faultOf(door.send(to(server.url), { ...POST, signal: AbortSignal.abort() }))
    expect(fault.data).toEqual({ handedOver: false, cancelled: true })
    const controller = new AbortController()
    const sending = door.send(to(server.url), { ...POST, signal: controller.signal })
    controller.abort()
    expect((await faultOf(sending)).data).toEqual({ handedOver: false, cancelled: true })
    await (await door.send(to(server.url), POST)).body.cancel()
    expect(server.requests).toHaveLength(1)
  })

  it('is true once the request was written, whatever became of it', async () => {
    const server = createServer((socket) => socket.once('data', () => socket.destroy()))
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    closing.push(() => server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const fault = await faultOf(door.send(to(`http://127.0.0.1:${port}/`), POST))
    expect([fault.code, fault.data.handedOver]).toEqual(['upstream-unreachable', true])
    const hanging = await upstream(() => {})
    const controller = new AbortController()
    const sending = door.send(to(hanging.url), { ...POST, signal: controller.signal })
    while (hanging.requests.length === 0) await new Promise((wait) => setTimeout(wait, 5))
    controller.abort()
    expect((await faultOf(sending)).data).toEqual({ handedOver: true, cancelled: true })
  })

  it('is false for a call that waited in vain for a socket; streams have sockets of their own', async () => {
    const own = openDoor({ sockets: 8 })
    closing.push(own.close)
    const server = await upstream((request, response) => {
      if (request.url === '/stream') response.write('data: 1\n\n')
    })
    const calls = Array.from({ length: 8 }, () => new AbortController())
    const pending = calls.map(({ signal }) =>
      faultOf(own.send(to(server.url), { ...POST, headersTimeoutMs: 15_000, signal })),
    )
    while (server.requests.length < 8) await new Promise((wait) => setTimeout(wait, 10))
    const waiting = await faultOf(own.send(to(server.url), { ...POST, headersTimeoutMs: 200 }))
    expect([waiting.code, waiting.data.handedOver]).toEqual(['upstream-slow', false])
    const stream = await own.send(to(new URL('/stream', server.url).href), { ...POST, bodyTimeoutMs: 0 })
    expect(stream.status).toBe(200)
    stream.body.cancel()
    for (const call of calls) call.abort()
    await Promise.all(pending)
    await new Promise((wait) => setTimeout(wait, 50))
    expect(server.requests).toHaveLength(9) // the one that gave up never came
  })
})
