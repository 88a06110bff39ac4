// Tasks belong to the call that made them (POLICY.md N2; security: B11, B12): with the official client and
// server of 2025-11-25, and with the messages of the 2026-07-28 extension.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publish, seedGrant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { type HandClient, openByHand, streamOf } from './testing/hand-client.ts'
import { callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'
import { TOOLS, WORK } from './testing/upstream.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
  gate.upstream.tools = [...TOOLS, WORK]
})
afterEach(() => {
  gate.upstream.script = null
})
afterAll(() => gate.close())

const policy = (tools: object = { work: {}, echo: {} }, methods: object = { tasks: 'allow' }) => ({
  version: '1',
  default: 'deny',
  tools,
  methods,
})
const tenantOf = (document: object) => gate.tenant(document, { tools: [...TOOLS, WORK] })
const summary = async (tenant: Tenant) =>
  (await gate.records(tenant)).map(({ method, tool, decision, rule }) =>
    [method, tool, decision, rule].join(' '),
  )
type Body = { result?: Record<string, unknown>; error?: { code: number; message: string; data?: object } }

describe('[N2] a task of a legacy session', () => {
  const asTask = (name = 'work') => {
    const message = callMessage(name)
    return { ...message, params: { ...message.params, task: { ttl: 60_000 } } }
  }
  const about = (method: string, params: object = {}) => ({
    jsonrpc: '2.0',
    id: 2,
    method: `tasks/${method}`,
    params,
  })
  const send = async (client: HandClient, message: object) => (await client.post(message)).json as Body
  async function made(client: HandClient): Promise<string> {
    const { result } = await send(client, asTask())
    return (result as { task: { taskId: string } }).task.taskId
  }
  const METHODS = ['get', 'result', 'cancel'] as const

  it('runs for the official client from the call to its result', async () => {
    const tenant = await tenantOf(policy())
    const client = new Client({ name: 'tasks', version: '1' })
    const requestInit = { headers: { authorization: `Bearer ${tenant.token}` } }
    await client.connect(new StreamableHTTPClientTransport(new URL(gate.url(tenant)), { requestInit }))
    await client.listTools()
    const stream = client.experimental.tasks.callToolStream(
      { name: 'work', arguments: {} },
      CallToolResultSchema,
      {
        task: { ttl: 60_000 },
      },
    )
    const seen: string[] = []
    let last: unknown
    for await (const message of stream) {
      seen.push(message.type)
      last = message
    }
    expect(seen).toContain('taskCreated')
    expect(last).toMatchObject({ type: 'result', result: { content: [{ text: 'worked' }] } })
    expect((await client.experimental.tasks.listTasks()).tasks).toHaveLength(1)
    await client.close()
    const records = await summary(tenant)
    expect(records[0]).toBe('tools/call work allow ')
    expect(records).toContain('tasks/result work allow /methods/tasks')
    expect(records.at(-1)).toBe('tasks/list  allow /methods/tasks')
  })

  it('is answered to its grant alone: to another it does not exist, and nothing goes up', async () => {
    const owner = await tenantOf(policy())
    const neighbour = { ...owner, ...(await seedGrant(gate.pool, owner)) }
    const client = await openByHand(gate, owner)
    const taskId = await made(client)
    const stranger = await openByHand(gate, neighbour)
    const before = gate.upstream.seen.length
    for (const method of METHODS) {
      const foreign = await send(stranger, about(method, { taskId }))
      const unknown = await send(stranger, about(method, { taskId: 'no-such-task' }))
      expect(foreign.error).toEqual({ code: -32602, message: 'Task not found.' })
      expect(unknown).toEqual(foreign)
    }
    expect(gate.upstream.seen).toHaveLength(before)
    expect((await summary(owner)).filter((line) => line.includes('deny (unknown task)'))).toHaveLength(6)
    expect((await send(client, about('get', { taskId }))).result).toMatchObject({ taskId })
  })

  it('is answered no more once the policy denies its tool, or tasks', async () => {
    for (const [document, rule] of [
      [policy({ echo: {} }), '(task of a denied tool)'],
      [policy({ work: { action: 'deny' } }), '(task of a denied tool)'],
      [policy(undefined, {}), '/default'],
    ] as const) {
      const tenant = await tenantOf(policy())
      const client = await openByHand(gate, tenant)
      const taskId = await made(client)
      await publish(gate.pool, tenant, document)
      const before = gate.upstream.seen.length
      for (const method of METHODS) {
        const { error } = await send(client, about(method, { taskId }))
        expect(error).toMatchObject({ code: -32601, data: { 'io.portcullis/decision': { rule } } })
      }
      expect(gate.upstream.seen).toHaveLength(before)
    }
  })

  it('stands in its grant’s list alone, and in that only while its tool is allowed', async () => {
    const owner = await tenantOf(policy())
    const client = await openByHand(gate, owner)
    const mine = await made(client)
    const listed = async () =>
      ((await send(client, about('list'))).result as { tasks: { taskId: string }[] }).tasks.map(
        ({ taskId }) => taskId,
      )
    expect(await listed()).toEqual([mine])
    gate.upstream.script = (recorded, response) => {
      if (!recorded.body.includes('tasks/list')) return false
      response.writeHead(200, { 'content-type': 'application/json' })
      const tasks = [{ taskId: 'theirs' }, { taskId: mine }, { taskId: 7 }, 'x']
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 2, result: { tasks, nextCursor: 'c' } }))
      return true
    }
    expect(await listed()).toEqual([mine])
    await publish(gate.pool, owner, policy({ echo: {} }))
    expect(await listed()).toEqual([])
  })

  it('is not made where the policy denies tasks, the tool does not run as one, or the tool is denied', async () => {
    for (const [document, name, rule] of [
      [policy(undefined, {}), 'work', '/default'],
      [policy(), 'echo', '(task not supported)'],
      [policy(), 'slow', '(default deny)'],
    ] as const) {
      const tenant = await tenantOf(document)
      const client = await openByHand(gate, tenant)
      const before = gate.upstream.calls().length
      const { error } = await send(client, asTask(name))
      expect(error).toMatchObject({ code: -32601, data: { 'io.portcullis/decision': { rule } } })
      expect(gate.upstream.calls()).toHaveLength(before)
    }
  })

  it('is counted like any call', async () => {
    const limits = [{ counter: 'c', window: 'day', max: 1, scope: 'grant' }]
    const tenant = await tenantOf(policy({ work: { limits } }))
    const client = await openByHand(gate, tenant)
    await made(client)
    expect((await send(client, asTask())).error).toMatchObject({ code: -32601 })
  })

  it('tells its state to whom it belongs', async () => {
    const tenant = await tenantOf(policy())
    const client = await openByHand(gate, tenant)
    const taskId = await made(client)
    const stream = await client.openStream()
    const server = gate.upstream.servers.at(-1)
    const state = { status: 'working', createdAt: '', lastUpdatedAt: '', ttl: null } as const
    for (const id of ['theirs', taskId])
      await server?.notification({ method: 'notifications/tasks/status', params: { taskId: id, ...state } })
    expect(await stream.next()).toMatchObject({ params: { taskId } })
    await stream.close()
  })

  it('whose id was given for two tools is nobody’s', async () => {
    const tenant = await tenantOf(policy())
    await gate.pool.query(
      `UPDATE tool SET pinned_definition = (SELECT pinned_definition FROM tool t WHERE t.server_id = $1 AND t.name = 'work') WHERE server_id = $1 AND name = 'echo'`,
      [tenant.serverId],
    )
    const client = await openByHand(gate, tenant)
    gate.upstream.script = (recorded, response) => {
      if (!recorded.body.includes('tools/call')) return false
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(
        JSON.stringify({ jsonrpc: '2.0', id: 1, result: { task: { taskId: 'same', status: 'working' } } }),
      )
      return true
    }
    for (const name of ['work', 'echo'])
      expect((await send(client, asTask(name))).result).toMatchObject({ task: {} })
    expect((await send(client, about('get', { taskId: 'same' }))).error?.message).toBe('Task not found.')
  })
})

describe('[N2] a task of 2026-07-28', () => {
  const CAPABILITIES = { extensions: { 'io.modelcontextprotocol/tasks': {} }, elicitation: {} }
  async function send(tenant: Tenant, method: string, params: object, declares: object = CAPABILITIES) {
    const { body, headers } = modernMessage(method, { ...params })
    Object.assign(body.params._meta, { 'io.modelcontextprotocol/clientCapabilities': declares })
    const { taskId } = params as { taskId?: string }
    const answer = await gate.post(tenant, body, { ...headers, ...(taskId && { 'mcp-name': taskId }) })
    return { ...answer, ...((answer.json ?? {}) as Body) }
  }
  const state = (taskId: string, more: object = {}) => ({
    taskId,
    status: 'working',
    createdAt: '',
    lastUpdatedAt: '',
    ttlMs: null,
    ...more,
  })
  const form = {
    method: 'elicitation/create',
    params: { message: 'Name?', requestedSchema: { type: 'object' } },
  }
  /** The server makes every call a task, and says this of it. */
  const working = (taskId: string, more: object = {}) => {
    gate.upstream.script = (recorded, response) => {
      const isCall = recorded.body.includes('tools/call')
      if (!isCall && !recorded.body.includes('"tasks/')) return false
      response.writeHead(200, { 'content-type': 'application/json' })
      const result = isCall
        ? { resultType: 'task', ...state(taskId) }
        : { resultType: 'complete', ...state(taskId, more) }
      response.end(JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
      return true
    }
  }
  const METHODS = ['get', 'update', 'cancel'] as const
  const paramsOf = (method: string, taskId: string) => ({
    taskId,
    ...(method === 'update' && { inputResponses: {} }),
  })

  it('belongs to the grant whose call became one', async () => {
    const owner = await tenantOf(policy())
    const neighbour = { ...owner, ...(await seedGrant(gate.pool, owner)) }
    working('t-1')
    expect((await send(owner, 'tools/call', { name: 'work' })).result).toMatchObject({
      resultType: 'task',
      taskId: 't-1',
    })
    const before = gate.upstream.seen.length
    for (const method of METHODS) {
      const { status, error } = await send(neighbour, `tasks/${method}`, paramsOf(method, 't-1'))
      expect({ status, error }).toEqual({ status: 200, error: { code: -32602, message: 'Task not found.' } })
    }
    expect(gate.upstream.seen).toHaveLength(before)
    for (const method of METHODS)
      expect((await send(owner, `tasks/${method}`, paramsOf(method, 't-1'))).result).toMatchObject({
        resultType: 'complete',
      })
    expect(gate.upstream.seen.at(-1)?.headers['mcp-name']).toBe('t-1')
    await publish(gate.pool, owner, policy({ echo: {} }))
    for (const method of METHODS)
      expect((await send(owner, `tasks/${method}`, paramsOf(method, 't-1'))).error?.code).toBe(-32601)
  })

  it('[B11] is an error where the policy or the client does not know tasks, and nobody’s', async () => {
    working('t-2')
    for (const [document, declares] of [
      [policy(undefined, {}), CAPABILITIES],
      [policy(), {}],
    ] as const) {
      const tenant = await tenantOf(document)
      const answer = await send(tenant, 'tools/call', { name: 'work' }, declares)
      expect(answer.error?.data).toEqual({ 'io.portcullis/upstream': { code: 'upstream-foreign-result' } })
      expect(answer.text).not.toContain('t-2')
      const { rows } = await gate.pool.query('SELECT FROM task WHERE organisation_id = $1', [
        tenant.organisationId,
      ])
      expect(rows).toEqual([])
    }
  })

  it('is nothing that a call can ask for: the older parameter does not go up', async () => {
    const tenant = await tenantOf(policy(undefined, {}))
    expect((await send(tenant, 'tools/call', { name: 'echo', task: { ttl: 1 } })).status).toBe(200)
    expect(gate.upstream.calls().at(-1)?.body).not.toContain('ttl')
  })

  it('is not spoken of to a client that does not declare the extension', async () => {
    const tenant = await tenantOf(policy())
    working('t-3')
    await send(tenant, 'tools/call', { name: 'work' })
    const { status, error } = await send(tenant, 'tasks/get', { taskId: 't-3' }, {})
    expect(status).toBe(400)
    expect(error).toMatchObject({
      code: -32021,
      data: { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } },
    })
  })

  it('[N3] asks its client only what the policy allows, and only the answers to that go up', async () => {
    const tenant = await tenantOf(policy(undefined, { tasks: 'allow', elicitation: 'allow' }))
    working('t-4', { status: 'input_required', inputRequests: { name: form } })
    await send(tenant, 'tools/call', { name: 'work' })
    const answer = { action: 'accept', content: { name: 'Ann' } }
    const update = (inputResponses: object) => send(tenant, 'tasks/update', { taskId: 't-4', inputResponses })
    await update({ name: answer })
    const sent = () => JSON.parse(gate.upstream.seen.at(-1)?.body ?? '{}').params.inputResponses
    expect(sent()).toEqual({})
    expect((await send(tenant, 'tasks/get', { taskId: 't-4' })).result).toMatchObject({
      inputRequests: { name: form },
    })
    await update({ name: answer, other: answer })
    expect(sent()).toEqual({ name: answer })

    await publish(gate.pool, tenant, policy(undefined, { tasks: 'allow' }))
    const before = gate.upstream.seen.length
    expect((await update({ name: answer })).error?.data).toMatchObject({
      'io.portcullis/decision': { rule: '/default' },
    })
    expect(gate.upstream.seen).toHaveLength(before)
    expect((await send(tenant, 'tasks/get', { taskId: 't-4' })).error?.data).toEqual({
      'io.portcullis/upstream': { code: 'upstream-asks' },
    })
    expect(await summary(tenant)).toContain('elicitation/create work deny /default')
  })

  it('can be subscribed to by its grant alone', async () => {
    const owner = await tenantOf(policy())
    working('t-5')
    await send(owner, 'tools/call', { name: 'work' })
    let filter: unknown
    gate.upstream.script = (recorded, response) => {
      if (!recorded.body.includes('subscriptions/listen')) return false
      filter = JSON.parse(recorded.body).params.notifications
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      const acknowledged = {
        method: 'notifications/subscriptions/acknowledged',
        params: { notifications: filter },
      }
      const news = ['theirs', 't-5'].map((taskId) => ({
        method: 'notifications/tasks',
        params: state(taskId),
      }))
      for (const message of [acknowledged, ...news])
        response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`)
      return true
    }
    const { body, headers } = modernMessage('subscriptions/listen', {
      notifications: { taskIds: ['t-5', 'theirs'] },
    })
    const response = await fetch(gate.url(owner), {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const stream = streamOf(response)
    expect(await stream.next()).toMatchObject({ params: { notifications: { taskIds: ['t-5'] } } })
    expect(filter).toEqual({ taskIds: ['t-5'] })
    expect(await stream.next()).toMatchObject({ method: 'notifications/tasks', params: { taskId: 't-5' } })
    await stream.close()
  })
})
