// The real documents that must work unchanged: registered, published and granted as a person does it, and
// called by a real client. Every rule of theirs shows its effect.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disconnect } from '#lib/data/client.ts'
import type { Member } from '#lib/data/model.ts'
import { createGrant } from '#lib/grants/index.ts'
import { getPolicy, publishPolicy } from '#lib/policies/index.ts'
import { REAL_DOCUMENTS } from '#lib/policy/testing/examples.ts'
import { registerServer } from '#lib/servers/index.ts'
import { newOwner } from '#testing/instance.ts'
import { CLIENTS, connect, type Harness, startHarness, type TestClient } from './testing/harness.ts'
import type { ToolDefinition } from './testing/upstream.ts'

const NAMES = [
  ...['create_connection', 'connection_state', 'create_refund', 'destroy_connection'],
  ...['delete_account', 'read_stream'],
]
const TOOLS: ToolDefinition[] = NAMES.map((name) => ({
  name,
  description: `The tool ${name}.`,
  inputSchema: { type: 'object', properties: { amount: { type: 'number' } } },
}))

let gate: Harness
let owner: Member
let serverId: string
beforeAll(async () => {
  gate = await startHarness()
  gate.upstream.tools = TOOLS
  // The product's own functions, on the gateway's database.
  Object.assign(process.env, {
    DATABASE_URL: gate.databaseUrl,
    APP_URL: 'http://gateway.test',
    SECRET_KEY: randomBytes(48).toString('base64'),
    SIGN_UP: 'open',
    ALLOW_PRIVATE_UPSTREAMS: 'true',
    LOG_LEVEL: 'silent',
  })
  owner = await newOwner()
  for await (const event of registerServer(owner, { name: 'LiveTap', url: gate.upstream.url }))
    if (event.type === 'registered') serverId = event.server.id
})
afterAll(async () => {
  await disconnect()
  await gate.close()
})

/** Publishes a document exactly as it is written, and connects a client under it. */
async function under(document: string, kind: (typeof CLIENTS)[number]): Promise<TestClient> {
  const { policyId } = await publishPolicy(owner, { serverId, document, baseVersion: 0, name: 'Real' })
  expect((await getPolicy(owner, policyId)).published?.source).toBe(document)
  const { token } = await createGrant(owner, { label: 'agent', servers: [{ serverId, policyId }] })
  return connect(kind, `${gate.origin}/mcp/${serverId}/`, token)
}

type Answer = Awaited<ReturnType<TestClient['callTool']>>
const decisionOf = (answer: Answer | undefined): unknown => answer?._meta?.['io.portcullis/decision']
const textOf = (answer: Answer | undefined): string | undefined => answer?.content[0]?.text
const passed = (name: string, args: object = {}) => ({
  content: [{ type: 'text', text: JSON.stringify({ name, args }) }],
})
const denied = (message: string) => ({
  isError: true,
  content: [{ type: 'text', text: `[POLICY DENIED] ${message}` }],
})

/** Waits out the rest of a minute that the calls of one test might not fit into. */
async function untilTheMinuteHasRoom(): Promise<void> {
  const [row] = (await gate.pool.query('SELECT extract(epoch FROM clock_timestamp()) % 60 AS second')).rows
  const second = Number(row?.second)
  if (second > 35) await new Promise((resolve) => setTimeout(resolve, (60.2 - second) * 1000))
}

async function callTimes(client: TestClient, times: number): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let call = 0; call < times; call++)
    answers.push(await client.callTool({ name: 'create_connection', arguments: {} }))
  return answers
}

describe.each(CLIENTS)('real documents through the gateway, with a client of %s', (kind) => {
  it('[E9][L2] 30 calls a minute pass and the 31st is refused, and what nothing names is denied [E5]', async () => {
    const client = await under(REAL_DOCUMENTS.limited, kind)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['create_connection'])
    await untilTheMinuteHasRoom()
    const answers = await callTimes(client, 31)
    const last = answers.pop()
    for (const answer of answers) expect(answer).toMatchObject(passed('create_connection'))
    expect(last?.isError).toBe(true)
    expect(textOf(last)).toMatch(/^\[POLICY DENIED\] The limit “create_connection_rate” allows 30 per minute/)
    expect(decisionOf(last)).toMatchObject({
      rule: '/tools/create_connection/limits/create_connection_rate',
      reason: 'limit-reached',
      remaining: '0',
    })
    const other = await client.callTool({ name: 'read_stream' })
    expect(decisionOf(other)).toMatchObject({ rule: '(default deny)' })
    await client.close()
  }, 120_000)

  it('[E5] an empty entry allows its tool, and default deny every other', async () => {
    const client = await under(REAL_DOCUMENTS.allowed, kind)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['connection_state'])
    expect(await client.callTool({ name: 'connection_state', arguments: {} })).toMatchObject(
      passed('connection_state'),
    )
    const before = gate.upstream.calls().length
    for (const name of NAMES.filter((each) => each !== 'connection_state')) {
      const answer = await client.callTool({ name, arguments: {} })
      expect(answer.isError, name).toBe(true)
      expect(decisionOf(answer)).toMatchObject({ rule: '(default deny)', reason: 'not-listed' })
    }
    expect(gate.upstream.calls()).toHaveLength(before)
    await client.close()
  })

  it('[E7][E11] a refund above 100 is denied in the author’s words, and [E3] the hidden tool is unknown', async () => {
    const client = await under(REAL_DOCUMENTS.refund, kind)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['create_refund'])
    const refund = (args: Record<string, unknown>) =>
      client.callTool({ name: 'create_refund', arguments: args })
    expect(await refund({ amount: 100 })).toMatchObject(passed('create_refund', { amount: 100 }))
    // Absent is not more than 100; a text cannot be told, and is refused (C5, C6).
    expect(await refund({})).toMatchObject(passed('create_refund'))
    const before = gate.upstream.calls().length
    for (const amount of [100.01, 5000, '5000'])
      expect(await refund({ amount })).toMatchObject(denied('Refund exceeds the policy limit.'))
    const hidden = await client.callTool({ name: 'delete_account' }).catch((error: unknown) => error)
    expect(hidden).toMatchObject({
      code: -32602,
      message: expect.stringContaining('Unknown tool: delete_account'),
    })
    expect(gate.upstream.calls()).toHaveLength(before)
    await client.close()
  })

  it('[P4] rate_limit lets 10 calls in 60 seconds pass, and action deny gives its reason', async () => {
    const client = await under(REAL_DOCUMENTS.shorthands, kind)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['create_connection'])
    await untilTheMinuteHasRoom()
    const answers = await callTimes(client, 11)
    const last = answers.pop()
    for (const answer of answers) expect(answer).toMatchObject(passed('create_connection'))
    expect(textOf(last)).toMatch(/^\[POLICY DENIED\] The limit “create_connection_rate” allows 10 per minute/)
    expect(decisionOf(last)).toMatchObject({
      rule: '/tools/create_connection/limits/create_connection_rate',
      reason: 'limit-reached',
      remaining: '0',
    })
    const answer = await client.callTool({ name: 'destroy_connection', arguments: {} })
    expect(answer).toMatchObject(denied('Ask the platform team.'))
    expect(decisionOf(answer)).toMatchObject({ rule: '/tools/destroy_connection/deny_if/0' })
    await client.close()
  }, 120_000)
})
