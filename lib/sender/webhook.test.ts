import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Listening, listen, textOf } from '#lib/upstream/testing/listen.ts'
import { newSigningSecret } from '#lib/webhooks/index.ts'
import { type SenderWorld, senderWorld, stateOf } from './testing/world.ts'

let world: SenderWorld
let receiver: Listening
let received: { headers: IncomingMessage['headers']; body: string }[]
let answer: (response: ServerResponse, request: IncomingMessage) => void

beforeAll(async () => {
  world = await senderWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  received = []
  answer = (response) => response.writeHead(200).end('ok')
  receiver = await listen(async (request, response) => {
    received.push({ headers: request.headers, body: await textOf(request) })
    answer(response, request)
  })
})
afterEach(async () => {
  await world.pool.query('DELETE FROM channel')
  await receiver.close()
})

const secret = newSigningSecret()
const hook = () => world.channel('webhook', { url: receiver.url, secret })

/** As the specification says a receiver checks: any of the signatures, over the bytes that came. */
function isSignedWith(
  key: string,
  { headers, body }: { headers: IncomingMessage['headers']; body: string },
): boolean {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const expected = createHmac('sha256', Buffer.from(key.slice('whsec_'.length), 'base64'))
    .update(signed)
    .digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .map((each) => each.split(','))
    .some(([version, value = '']) => {
      const given = Buffer.from(value, 'base64')
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected)
    })
}

describe('a webhook', () => {
  it('is signed as Standard Webhooks 1.0 says, and delivered once', async () => {
    const id = await hook()
    const eventId = await world.note()
    const sender = world.sender()
    await sender.look()
    await sender.look()
    expect(received).toHaveLength(1)
    const [request] = received
    if (!request) throw new Error('nothing came')
    expect(isSignedWith(secret, request)).toBe(true)
    expect(isSignedWith(newSigningSecret(), request)).toBe(false)
    expect(isSignedWith(secret, { ...request, body: `${request.body} ` })).toBe(false)
    expect(Math.abs(Number(request.headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60)
    const [delivery] = await world.deliveries(id)
    expect(request.headers['webhook-id']).toBe(delivery?.id)
    expect(delivery).toMatchObject({
      status: 'delivered',
      response_status: 200,
      attempts: 1,
      error: '',
      excerpt: 'ok',
      next_at: null,
    })
    expect(JSON.parse(request.body)).toMatchObject({
      type: 'server.unreachable',
      data: {
        id: eventId,
        severity: 'critical',
        subject: world.tenant.serverId,
        organisation: { id: world.tenant.organisationId },
      },
    })
  })

  it('is signed with the old and the new secret while a rotation lasts', async () => {
    const old = newSigningSecret()
    const before = { secret: old, until: Date.now() + 60_000 }
    await world.channel('webhook', { url: receiver.url, secret, before })
    await world.channel('webhook', {
      url: receiver.url,
      secret,
      before: { ...before, until: Date.now() - 1 },
    })
    await world.note()
    await world.sender().look()
    expect(received.every((each) => isSignedWith(secret, each))).toBe(true)
    expect(received.filter((each) => isSignedWith(old, each))).toHaveLength(1)
  })

  it('that fails is tried again later with the same id, and then given up with a sentence', async () => {
    answer = (response) => response.writeHead(500).end('<h1>broken</h1>')
    const id = await hook()
    await world.note()
    const sender = world.sender()
    const waits: number[] = []
    for (let attempt = 1; attempt <= 9; attempt++) {
      await sender.look()
      const [delivery] = await world.deliveries(id)
      if (delivery?.next_at) waits.push(Number(delivery.next_at) - Number(delivery.tried_at))
      await world.hurry()
    }
    expect(received).toHaveLength(8)
    expect(new Set(received.map((each) => each.headers['webhook-id'])).size).toBe(1)
    expect(new Set(received.map((each) => each.body)).size).toBe(1)
    expect(waits).toHaveLength(7)
    expect(waits).toEqual([...waits].sort((a, b) => a - b))
    expect((await world.deliveries(id))[0]).toMatchObject({
      status: 'failed',
      attempts: 8,
      next_at: null,
      response_status: 500,
      excerpt: '<h1>broken</h1>',
      error:
        'Given up after 8 attempts. The receiver answered 500, where a status from 200 to 299 was expected.',
    })
    expect(await stateOf(world, id)).toMatchObject({ is_on: true, failing_since: expect.any(Date) })
  })

  it('is well again with the first that arrives', async () => {
    answer = (response) => response.writeHead(503).end()
    const id = await hook()
    await world.note()
    const sender = world.sender()
    await sender.look()
    expect(await stateOf(world, id)).toMatchObject({ failing_since: expect.any(Date) })
    answer = (response) => response.writeHead(204).end()
    await world.hurry()
    await sender.look()
    expect(await stateOf(world, id)).toMatchObject({ failing_since: null })
    expect((await world.deliveries(id))[0]).toMatchObject({ status: 'delivered', attempts: 2 })
  })

  it('waits as long as its receiver asks, up to an hour', async () => {
    for (const [asked, least, most] of [
      ['1800', 1800, 1801],
      ['86400', 3600, 3601],
      ['soon', 1, 15],
    ] as const) {
      answer = (response) => response.writeHead(429, { 'retry-after': asked }).end()
      const id = await hook()
      await world.note()
      await world.sender().look()
      const [delivery] = await world.deliveries(id)
      const seconds = (Number(delivery?.next_at) - Number(delivery?.tried_at)) / 1000
      expect(seconds).toBeGreaterThanOrEqual(least)
      expect(seconds).toBeLessThan(most + 30)
      await world.pool.query('DELETE FROM channel')
    }
  })

  it('that answers 410 is turned off with a sentence, and what waits for it ends', async () => {
    answer = (response) => response.writeHead(410).end()
    const id = await hook()
    for (let i = 0; i < 10; i++) await world.note()
    const sender = world.sender()
    await sender.look()
    await world.hurry()
    await sender.look()
    expect(received.length).toBeLessThanOrEqual(4)
    expect(await stateOf(world, id)).toMatchObject({
      is_on: false,
      off_reason: expect.stringContaining('410 Gone'),
    })
    const rows = await world.deliveries(id)
    expect(rows).toHaveLength(10)
    expect(new Set(rows.map((row) => row.status))).toEqual(new Set(['failed']))
  })

  it('[I] follows no redirect, and says where it would have led', async () => {
    const inside = await listen((_request, response) => response.end('secret'))
    answer = (response) => response.writeHead(307, { location: inside.url }).end()
    const id = await hook()
    await world.note()
    await world.sender().look()
    expect(inside.requests).toHaveLength(0)
    expect((await world.deliveries(id))[0]).toMatchObject({
      status: 'waiting',
      error: expect.stringContaining('redirect (307)'),
    })
    await inside.close()
  })

  it('[I] reaches no private address where the installation allows none', async () => {
    const targets = [
      receiver.url,
      `https://127.0.0.1:${receiver.port}/`,
      'https://[::1]/',
      'https://2130706433/',
      'https://169.254.169.254/latest/',
      'https://metadata.google.internal/',
      'file:///etc/passwd',
    ]
    const ids = []
    for (const url of targets) ids.push(await world.channel('webhook', { url, secret }))
    await world.note()
    await world.sender({ allowPrivate: false }).look()
    expect(receiver.sockets()).toBe(0)
    for (const id of ids) {
      const [delivery] = await world.deliveries(id)
      expect(delivery).toMatchObject({ status: 'waiting', response_status: null, excerpt: '' })
      expect(delivery?.error).not.toBe('')
    }
  })

  it('that hangs after its status keeps no other waiting', async () => {
    answer = (response, request) => {
      if (request.url === '/mcp') response.flushHeaders()
      else response.end()
    }
    const hanging = await world.channel('webhook', { url: receiver.url, secret })
    const prompt = await world.channel('webhook', { url: receiver.url.replace('/mcp', '/prompt'), secret })
    for (let i = 0; i < 6; i++) await world.note()
    await world.sender().look()
    expect((await world.deliveries(prompt)).every((row) => row.status === 'delivered')).toBe(true)
    // Its status came, so it has the message, whatever becomes of the rest of its answer.
    expect(
      (await world.deliveries(hanging)).every((row) => row.status === 'delivered' && row.excerpt === ''),
    ).toBe(true)
  })

  it('that never answers is tried again', async () => {
    answer = () => {}
    const id = await hook()
    await world.note()
    await world.sender().look()
    expect((await world.deliveries(id))[0]).toMatchObject({
      status: 'waiting',
      attempts: 1,
      response_status: null,
    })
    expect((await world.deliveries(id))[0]?.error).not.toBe('')
  })

  it('keeps a bounded beginning of what it answered, whatever that is', async () => {
    answer = (response) => response.end(Buffer.concat([Buffer.from([0, 0xff]), Buffer.alloc(600_000, 'x')]))
    const id = await hook()
    await world.note()
    await world.sender().look()
    const [delivery] = await world.deliveries(id)
    expect(delivery).toMatchObject({ status: 'delivered' })
    expect(String(delivery?.excerpt).length).toBeLessThanOrEqual(510)
  })

  it('is off after five days in which nothing reached it', async () => {
    answer = (response) => response.writeHead(500).end()
    const id = await hook()
    await world.note()
    await world.pool.query(`UPDATE delivery SET attempts = 7`)
    await world.pool.query(`UPDATE channel SET failing_since = now() - interval '6 days'`)
    await world.sender().look()
    expect(await stateOf(world, id)).toMatchObject({
      is_on: false,
      off_reason: expect.stringContaining('5 days'),
    })
  })

  it('whose secret cannot be opened is off, and nothing leaves unsigned', async () => {
    const id = await hook()
    await world.pool.query(`UPDATE channel SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)`)
    await world.note()
    await world.sender().look()
    expect(received).toEqual([])
    expect(await stateOf(world, id)).toMatchObject({
      is_on: false,
      off_reason: expect.stringContaining('cannot be opened'),
    })
  })
})

describe('several replicas', () => {
  it('deliver each event once', async () => {
    const id = await hook()
    for (let i = 0; i < 40; i++) await world.note({ server: `s${i}` })
    const senders = [world.sender(), world.sender(), world.sender()]
    while ((await world.deliveries(id)).some((row) => row.status !== 'delivered'))
      await Promise.all(senders.map((sender) => sender.look()))
    expect(received).toHaveLength(40)
    expect(new Set(received.map((each) => each.headers['webhook-id'])).size).toBe(40)
  })

  it('take over what one of them died with, under the same id', async () => {
    const id = await hook()
    await world.note()
    // As a process leaves it that dies after it took the delivery, and perhaps after it was received.
    await world.pool.query(
      `UPDATE delivery SET attempts = 1, next_at = clock_timestamp() + interval '1 minute'`,
    )
    const sender = world.sender()
    await sender.look()
    expect(received).toEqual([])
    await world.hurry()
    await sender.look()
    expect(received).toHaveLength(1)
    expect((await world.deliveries(id))[0]).toMatchObject({ status: 'delivered', attempts: 2 })
  })

  it('have it back at once from one that stops', async () => {
    let asked = () => {}
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve
    })
    answer = () => asked()
    const id = await hook()
    await world.note()
    const stopping = world.sender()
    const looking = stopping.look()
    await isAsked
    await stopping.stop()
    await looking
    answer = (response) => response.end()
    await world.sender().look()
    expect((await world.deliveries(id))[0]).toMatchObject({ status: 'delivered', attempts: 2 })
  })

  it('keep no channel waiting for one with many that fail', async () => {
    answer = (response, request) => response.writeHead(request.url === '/mcp' ? 500 : 200).end()
    const failing = await hook()
    for (let i = 0; i < 200; i++) await world.note()
    const good = await world.channel('webhook', { url: receiver.url.replace('/mcp', '/good'), secret })
    await world.note()
    await world.sender().look()
    expect((await world.deliveries(good))[0]).toMatchObject({ status: 'delivered' })
    expect((await world.deliveries(failing)).length).toBe(201)
  })
})
