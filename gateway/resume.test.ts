// Streams that are lost and taken up again (Last-Event-ID, 2025-11-25), with the official server and its
// event store; and whose they are (security: B16, B17, B20).
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publish, seedGrant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { openByHand } from './testing/hand-client.ts'
import { ask, callMessage, type Harness, startHarness } from './testing/harness.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
  gate.upstream.isResumable = true
})
afterEach(() => {
  gate.upstream.script = null
})
afterAll(() => gate.close())

const policy = (tools: object, methods: object = {}) => ({ version: '1', default: 'deny', tools, methods })
const arrived = (method: string) => gate.upstream.seen.filter((each) => each.method === method).length
const rules = async (tenant: Tenant) =>
  (await gate.records(tenant)).map(({ method, decision, rule }) => `${method} ${decision} ${rule}`)

describe('a lost stream', () => {
  it('is taken up again where it was lost, and brings what happened meanwhile', async () => {
    const tenant = await gate.tenant()
    const client = await openByHand(gate, tenant)
    const server = gate.upstream.servers.at(-1)
    const first = await client.openStream()
    await server?.sendLoggingMessage({ level: 'info', data: 'one' })
    expect(await first.next()).toMatchObject({ params: { data: 'one' } })
    const lastEventId = first.lastEventId ?? ''
    await first.close()
    await server?.sendLoggingMessage({ level: 'info', data: 'two' })
    const second = await client.openStream({ lastEventId })
    expect(second.status).toBe(200)
    expect(await second.next()).toMatchObject({ params: { data: 'two' } })
    await second.close()
  })

  it('of a call brings its progress and its answer, after the connection broke', async () => {
    const tenant = await gate.tenant()
    const client = await openByHand(gate, tenant)
    const message = callMessage('slow', {}, 'later')
    Object.assign(message.params, { _meta: { progressToken: 'p' } })
    const stream = await client.openStream({ message })
    await stream.next()
    const lastEventId = stream.lastEventId ?? ''
    await stream.close()
    const resumed = await client.openStream({ lastEventId })
    const rest = [await resumed.next(), await resumed.next(), await resumed.next()]
    expect(rest.map(({ params, id }) => params?.progress ?? id)).toEqual([2, 3, 'later'])
    expect(rest[2]?.result).toMatchObject({ content: [{ type: 'text' }] })
    await resumed.close()
  })

  it('[E14] shows a replayed list as today’s policy has it', async () => {
    const tenant = await gate.tenant(policy({ echo: {}, slow: {} }))
    const client = await openByHand(gate, tenant)
    const list = { jsonrpc: '2.0', id: 9, method: 'tools/list' }
    const stream = await client.openStream({ message: list })
    const shown = (message: { result?: Record<string, unknown> }) =>
      (message.result as { tools: { name: string }[] }).tools.map(({ name }) => name)
    expect(shown(await stream.next())).toEqual(['echo', 'slow'])
    await stream.close()
    // The priming event stands before the answer: from there all of it comes again.
    const primed = await primedAt(client)
    await publish(gate.pool, tenant, policy({ slow: {} }))
    const resumed = await client.openStream({ lastEventId: primed })
    expect(shown(await resumed.next())).toEqual(['slow'])
    await resumed.close()
  })

  it('[E14] [N2] that brings a whole session again brings of each answer only what its grant may see', async () => {
    const tenant = await gate.tenant(policy({ echo: {} }, { tasks: 'allow' }))
    const client = await openByHand(gate, tenant)
    const lastEventId = await primedAt(client)
    const answers = [
      { id: 'a', result: { tools: gate.upstream.tools } },
      { id: 'b', result: { tasks: [{ taskId: 'theirs' }] } },
      { id: 'c', error: { code: -1, message: 'no' } },
      { id: 10, result: { tools: gate.upstream.tools } },
    ]
    gate.upstream.script = (recorded, response) => {
      if (recorded.method !== 'GET') return false
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('id: 1\ndata: {}\n\n')
      response.end(answers.map((each) => `data: ${JSON.stringify({ jsonrpc: '2.0', ...each })}\n\n`).join(''))
      return true
    }
    const resumed = await client.openStream({ lastEventId })
    expect(await resumed.next()).toMatchObject({ id: 'a', result: { tools: [{ name: 'echo' }] } })
    expect(await resumed.next()).toMatchObject({ id: 'b', result: { tasks: [] } })
    expect(await resumed.next()).toMatchObject({ id: 'c', error: { code: -1 } })
    expect(await resumed.next()).toMatchObject({ id: 10, result: { tools: [{ name: 'echo' }] } })
    await resumed.close()
  })

  it('[N1] does not bring a question that the policy has forbidden since', async () => {
    const tenant = await gate.tenant(policy({}, { roots: 'allow' }))
    const client = await openByHand(gate, tenant, { roots: {} })
    const server = gate.upstream.servers.at(-1)
    const stream = await client.openStream()
    await server?.sendLoggingMessage({ level: 'info', data: 'here' })
    await stream.next()
    const lastEventId = stream.lastEventId ?? ''
    await stream.close()
    const asked = server?.listRoots().catch((error: Error) => error.message)
    await publish(gate.pool, tenant, policy({}))
    const resumed = await client.openStream({ lastEventId })
    expect(await asked).toContain('-32601')
    await resumed.close()
    // It may have come on the first stream too, as that closed.
    expect(new Set(await rules(tenant))).toEqual(new Set(['roots/list deny /default']))
  })

  it('[B16] is nobody else’s: another session’s event id is refused and recorded, and nothing goes up', async () => {
    const tenant = await gate.tenant()
    const client = await openByHand(gate, tenant)
    const stream = await client.openStream()
    await gate.upstream.servers.at(-1)?.sendLoggingMessage({ level: 'info', data: 'private' })
    await stream.next()
    const lastEventId = stream.lastEventId ?? ''
    const raw = gate.upstream.seen.length
    await stream.close()
    const neighbour = { ...tenant, ...(await seedGrant(gate.pool, tenant)) }
    const others = [await openByHand(gate, tenant), await openByHand(gate, neighbour)]
    expect(gate.upstream.seen.length).toBeGreaterThan(raw)
    const before = arrived('GET')
    for (const other of others) expect((await other.openStream({ lastEventId })).status).toBe(400)
    for (const wrong of ['7', `${lastEventId}A`, '_GET_stream_1'])
      expect((await client.openStream({ lastEventId: wrong })).status).toBe(400)
    expect(arrived('GET')).toBe(before)
    expect(await rules(tenant)).toEqual(Array(5).fill('GET deny (unknown event)'))
  })

  /** A list is asked for, and its stream left at the priming event. */
  async function primedAt(client: Awaited<ReturnType<typeof openByHand>>): Promise<string> {
    const response = await fetch(client.url, {
      method: 'POST',
      headers: client.headers(),
      body: JSON.stringify({ jsonrpc: '2.0', id: 10, method: 'tools/list' }),
    })
    return /^id: (\S+)$/m.exec(await response.text())?.[1] ?? ''
  }
})

describe('[B17] a session of another grant', () => {
  it.each(['POST', 'GET', 'DELETE'])('is unknown to %s, which is recorded', async (method) => {
    const owner = await gate.tenant()
    const client = await openByHand(gate, owner)
    const stranger = { ...owner, ...(await seedGrant(gate.pool, owner)) }
    const before = gate.upstream.seen.length
    const answer = await ask(gate.url(owner), {
      method,
      headers: { ...client.headers(), authorization: `Bearer ${stranger.token}` },
      ...(method === 'POST' && { body: JSON.stringify(callMessage('echo')) }),
    })
    expect(answer.status).toBe(404)
    expect(gate.upstream.seen).toHaveLength(before)
    const named = method === 'POST' ? 'tools/call' : method
    expect(await rules(owner)).toEqual([`${named} deny (unknown session)`])
    const [record] = await gate.records(owner)
    expect(record).toMatchObject({ grant_id: stranger.grantId, outcome: 'refused' })
    expect((await client.end()).status).toBe(200)
  })
})
