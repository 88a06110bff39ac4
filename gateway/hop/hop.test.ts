// Two gateways over one Postgres: what one of them holds, the other reaches, and nobody else does.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { Fault } from '#lib/fault.ts'
import { newId } from '#lib/id.ts'
import { readAll, type UpstreamRequest } from '#lib/upstream/index.ts'
import { type Harness, startHarness } from '../testing/harness.ts'
import { type Replica, startReplica } from '../testing/replica.ts'
import { type Handler, NotHeld, type Pass } from './index.ts'
import { createSigner } from './sign.ts'

let harness: Harness
let a: Replica
let b: Replica
let tenant: Tenant
const HOP = { hopTimes: { leaseMs: 1_000, renewMs: 50 } }

beforeAll(async () => {
  harness = await startHarness()
  a = await startReplica(harness, HOP)
  b = await startReplica(harness, HOP)
  tenant = await harness.tenant()
})
afterAll(async () => {
  await Promise.all([a.close(), b.close()])
  await harness.close()
})

const REQUEST: UpstreamRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/json', 'mcp-session-id': 's' },
  body: '{"text":"ä"}',
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 10_000,
  maxBytes: 1_000_000,
}
const holding = () => ({ kind: 'test', organisationId: tenant.organisationId, id: randomUUID() })
const pass = (callId: string | null = null): Pass => ({
  serverId: tenant.serverId,
  grantId: tenant.grantId,
  callId,
})
const echo: Handler = async (request, given) => ({
  status: 207,
  headers: { 'content-type': 'text/plain', 'mcp-session-id': 'x' },
  body: streamOf([JSON.stringify(request.headers), request.body ?? '', JSON.stringify(given)]),
  handedOver: true,
})
function streamOf(texts: readonly string[], onCancel: () => void = () => {}) {
  async function* read() {
    for (const text of texts) yield Buffer.from(text)
  }
  return { [Symbol.asyncIterator]: read, cancel: onCancel }
}
const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
}
const nothing = () => {}

describe('what one replica holds', () => {
  it('is reached from itself and from another, with status, headers and body as they are', async () => {
    const held = holding()
    const hold = await a.deps.hop.hold(held, echo, nothing)
    for (const replica of [a, b]) {
      const sent = await replica.deps.hop.to(held, REQUEST, pass())
      expect(sent).toMatchObject({
        status: 207,
        headers: { 'content-type': 'text/plain', 'mcp-session-id': 'x' },
      })
      expect((await readAll(sent.body)).toString()).toBe(
        JSON.stringify(REQUEST.headers) + REQUEST.body + JSON.stringify(pass()),
      )
    }
    await hold.release()
    await expect(b.deps.hop.to(held, REQUEST, pass())).rejects.toBeInstanceOf(NotHeld)
  })

  it('goes to the newest holder, and the one before is told', async () => {
    const held = holding()
    let lost = 0
    await a.deps.hop.hold(held, echo, () => {
      lost++
    })
    const hold = await b.deps.hop.hold(
      held,
      async () => ({ ...(await echo(REQUEST, pass())), status: 299 }),
      nothing,
    )
    await until(() => lost === 1)
    for (const replica of [a, b])
      expect(await replica.deps.hop.to(held, REQUEST, pass())).toMatchObject({ status: 299 })
    await hold.release()
  })

  it('of two that take it at once in one replica one holds it, and one is told', async () => {
    const held = holding()
    const lost: number[] = []
    await Promise.all([0, 1, 2].map((n) => a.deps.hop.hold(held, echo, () => void lost.push(n))))
    await until(() => lost.length === 2)
    expect(lost).toEqual([0, 1])
    expect(await b.deps.hop.to(held, REQUEST, pass())).toMatchObject({ status: 207 })
  })

  it('is held for as long as it is renewed, and for no longer after a replica was killed', async () => {
    const killed = await startReplica(harness, HOP)
    const held = holding()
    await killed.deps.hop.hold(held, echo, nothing)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await b.deps.hop.to(held, REQUEST, pass())).toMatchObject({ status: 207 })
    await killed.close()
    const first = await b.deps.hop.to(held, REQUEST, pass()).catch((error) => error)
    // Until the lease ends the address answers nothing, and nothing was handed over.
    if (first instanceof Fault) expect(first).toMatchObject({ data: { handedOver: false } })
    let error: unknown = first
    while (!(error instanceof NotHeld)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      error = await b.deps.hop.to(held, REQUEST, pass()).catch((each) => each)
    }
  })

  it('streams as it comes, and is told when the reader has gone', async () => {
    const held = holding()
    let gone = false
    let more: () => void = nothing
    async function* slow() {
      yield Buffer.from('first')
      await new Promise<void>((resolve) => {
        more = resolve
      })
      yield Buffer.from('second')
      await new Promise<void>((resolve) => {
        more = resolve
      })
    }
    const body = {
      [Symbol.asyncIterator]: slow,
      cancel: () => {
        gone = true
        more()
      },
    }
    await a.deps.hop.hold(held, async () => ({ ...(await echo(REQUEST, pass())), body }), nothing)
    const sent = await b.deps.hop.to(held, REQUEST, pass())
    const reader = sent.body[Symbol.asyncIterator]()
    expect(Buffer.from((await reader.next()).value ?? []).toString()).toBe('first')
    more()
    expect(Buffer.from((await reader.next()).value ?? []).toString()).toBe('second')
    sent.body.cancel()
    await until(() => gone)
  })

  it('passes a fault on with its sentence and with what was handed over', async () => {
    const held = holding()
    const fault = new Fault('upstream-slow', 'Too slow.', { data: { handedOver: false } })
    await a.deps.hop.hold(held, () => Promise.reject(fault), nothing)
    await expect(b.deps.hop.to(held, REQUEST, pass())).rejects.toMatchObject({
      code: 'upstream-slow',
      message: 'Too slow.',
      data: { handedOver: false },
    })
  })

  it('is not another organisation’s, nor of another kind', async () => {
    const held = holding()
    await a.deps.hop.hold(held, echo, nothing)
    for (const other of [
      { ...held, organisationId: (await harness.tenant()).organisationId },
      { ...held, kind: 'other' },
    ])
      await expect(b.deps.hop.to(other, REQUEST, pass())).rejects.toBeInstanceOf(NotHeld)
  })
})

describe('a hop carries the committed admission', () => {
  it('and is refused for a call that was not admitted, or has ended', async () => {
    const held = holding()
    let asked = 0
    await a.deps.hop.hold(
      held,
      (request, given) => {
        asked++
        return echo(request, given)
      },
      nothing,
    )
    const unknown = newId('call', tenant.organisationId)
    await expect(b.deps.hop.to(held, REQUEST, pass(unknown))).rejects.toMatchObject({
      code: 'internal',
      data: { handedOver: false },
    })
    const id = newId('call', tenant.organisationId)
    await harness.pool.query(
      `INSERT INTO call (organisation_id, id, at, server_id, grant_id, method, tool, decision, rule, reason, message,
                         argument_names, detail, outcome)
       VALUES ($1, $2, now(), $3, $4, 'tools/call', 'x', 'allow', '', '', '', '{}', '{}', 'open')`,
      [tenant.organisationId, id, tenant.serverId, tenant.grantId],
    )
    expect(await b.deps.hop.to(held, REQUEST, pass(id))).toMatchObject({ status: 207 })
    await harness.pool.query("UPDATE call SET outcome = 'ok' WHERE id = $1", [id])
    await expect(b.deps.hop.to(held, REQUEST, pass(id))).rejects.toMatchObject({ code: 'internal' })
    expect(asked).toBe(1)
  })
})

describe('the address of a hop', () => {
  it('shows nothing to whoever cannot sign, whatever is sent', async () => {
    const held = holding()
    let asked = 0
    await a.deps.hop.hold(
      held,
      (request, given) => {
        asked++
        return echo(request, given)
      },
      nothing,
    )
    const { rows } = await harness.pool.query('SELECT holder FROM lease WHERE id = $1', [held.id])
    const path = `/hop/${rows[0].holder}`
    const { signal: _, ...plain } = REQUEST
    const body = JSON.stringify({ ...held, pass: pass(), request: plain })
    const signer = createSigner(Buffer.alloc(32, 7))
    const send = async (mark: string | null, sentBody = body, sentPath = path, method = 'POST') => {
      const response = await fetch(`${a.origin}${sentPath}`, {
        method,
        headers: mark === null ? {} : { 'x-portcullis-hop': mark },
        ...(method === 'POST' && { body: sentBody }),
      })
      await response.arrayBuffer()
      return response.status
    }
    const marked = signer.sign(path, body).mark
    expect(await send(null)).toBe(404)
    expect(await send(createSigner(Buffer.alloc(32, 8)).sign(path, body).mark)).toBe(404)
    expect(await send(marked, body.replace('"text', '"test'))).toBe(404)
    expect(await send(marked, body, `/hop/${'0'.repeat(32)}`)).toBe(404)
    expect(await send(`${marked}x`)).toBe(404)
    const old = createSigner(Buffer.alloc(32, 7), () => Date.now() - 120_000)
    expect(await send(old.sign(path, body).mark)).toBe(404)
    expect(await send(marked, body, path, 'GET')).toBe(404)
    expect(asked).toBe(0)
    expect(await send(marked)).toBe(200)
    expect(await send(marked)).toBe(404)
    expect(asked).toBe(1)
  })

  it('trusts no answer of whoever else stands there', async () => {
    const held = holding()
    const { createServer } = await import('node:http')
    const impostor = createServer((_, response) => {
      const head = Buffer.from(JSON.stringify({ status: 200, headers: {} })).toString('base64url')
      response.writeHead(200, { 'x-portcullis-head': head, 'x-portcullis-answer': 'x'.repeat(43) }).end('{}')
    })
    await new Promise<void>((ready) => impostor.listen(0, '127.0.0.1', ready))
    const address = impostor.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await a.deps.hop.hold(held, echo, nothing)
    await harness.pool.query('UPDATE lease SET address = $2 WHERE id = $1', [
      held.id,
      `http://127.0.0.1:${port}`,
    ])
    await expect(b.deps.hop.to(held, REQUEST, pass())).rejects.toMatchObject({ code: 'upstream-unreachable' })
    await new Promise<void>((closed) => {
      impostor.close(() => closed())
      impostor.closeAllConnections()
    })
  })
})
