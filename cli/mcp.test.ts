// Our own MCP server as an agent meets it: the official client on stdio, the API's own route files behind HTTP.
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { createApiKey } from '#lib/accounts/index.ts'
import { type ServedApi, serveApi } from '#lib/api/testing/serve.ts'
import { newWorld, type World } from '#lib/api/testing/world.ts'
import { getPolicy, listProposals } from '#lib/policies/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { type ChangeableUpstream, startUpstream } from '#testing/upstream.ts'
import { programWith } from './testing/run.ts'

let instance: Instance
let upstream: ChangeableUpstream
let api: ServedApi
let world: World
let client: Client

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  upstream = await startUpstream([{ name: 'read_stream' }])
  api = await serveApi()
  world = await newWorld(instance, upstream.url)
  const { key } = await createApiKey(world.owner, 'agent')
  const [command, args] = programWith(['mcp'])
  const env = { PATH: process.env.PATH ?? '', PORTCULLIS_URL: api.origin, PORTCULLIS_API_KEY: key }
  client = new Client({ name: 'an agent', version: '1' })
  await client.connect(new StdioClientTransport({ command, args, env }))
}, 60_000)
afterAll(async () => {
  await client.close()
  await api.close()
  await upstream.close()
  await instance.close()
})

type Content = readonly { readonly type: string; readonly text?: string }[]
async function call(name: string, args: Record<string, unknown> = {}) {
  const result = await client.callTool({ name, arguments: args })
  const text = (result.content as Content)[0]?.text ?? ''
  return { isError: result.isError ?? false, text, answer: result.isError ? null : JSON.parse(text) }
}
const WIDER = '{"version":"1","default":"deny","tools":{"read_stream":{}}}'

describe('the MCP server for agents', () => {
  it('offers what reads and the one tool that proposes, and says so of each', async () => {
    const { tools } = await client.listTools()
    const writing = tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)
    expect(writing.map(({ name }) => name)).toEqual(['propose_policy'])
    expect(tools.map(({ name }) => name).join()).not.toMatch(/publish|approve|token|grant|key|rotate/)
    for (const tool of tools) expect(tool.description?.length).toBeGreaterThan(20)
  })

  it('lists denials and explains one, without the value of any argument', async () => {
    await instance.sql(
      `UPDATE call SET decision = 'deny', outcome = 'refused', rule = '/default' WHERE id = $1`,
      [world.callId],
    )
    const { answer } = await call('list_denials', { serverId: world.server.id })
    expect(answer.items).toMatchObject([{ id: world.callId, decision: 'deny', rule: '/default' }])
    const explained = await call('explain_call', { callId: world.callId })
    expect(explained.answer).toMatchObject({ id: world.callId, explanation: { person: expect.any(String) } })
    expect((await call('list_denials', { tool: 'no_such_tool' })).answer.items).toEqual([])
  })

  it('reads servers, tools and policies, checks and simulates a document', async () => {
    expect((await call('list_servers')).answer.items).toMatchObject([{ id: world.server.id }])
    const tools = await call('list_server_tools', { serverId: world.server.id })
    expect(tools.answer.items).toEqual([
      { name: 'read_stream', category: expect.any(String), severity: expect.any(String), state: 'pinned' },
    ])
    expect((await call('list_policies')).answer.items).toMatchObject([{ id: world.policyId }])
    const source = (await getPolicy(world.owner, world.policyId)).published?.source
    expect((await call('get_policy', { policyId: world.policyId })).answer).toMatchObject({ source })
    expect((await call('validate_policy', { document: '{"version":"1"}' })).answer).toMatchObject({
      ok: false,
    })
    expect(
      (await call('simulate_policy', { policyId: world.policyId, document: WIDER })).answer,
    ).toMatchObject({
      total: expect.any(Number),
      changed: expect.any(Number),
    })
    expect((await call('search_catalogue', { query: 'stream' })).answer).toMatchObject({ items: [] })
  })

  it('proposes a change with its difference and a review link, and leaves what is in force', async () => {
    const proposed = await call('propose_policy', {
      ...{ policyId: world.policyId, document: WIDER },
      reason: 'Reading the stream is refused',
    })
    const [made] = await listProposals(world.owner)
    expect(proposed.answer).toMatchObject({
      ...{ id: made?.id, state: 'open', baseVersion: 1 },
      reviewUrl: expect.stringContaining(`proposal=${made?.id}`),
      changes: { widens: true, tools: [{ tool: 'read_stream', to: 'allow' }] },
    })
    expect(await getPolicy(world.owner, world.policyId)).toMatchObject({ version: 1 })
    expect((await call('list_proposals', { state: 'open' })).answer.items).toMatchObject([{ id: made?.id }])
  })

  it('passes refusals on in words, and knows no other organisation', async () => {
    const wrong = await call('propose_policy', {
      policyId: world.policyId,
      document: '{"version":"1"}',
      reason: 'x',
    })
    expect(wrong).toMatchObject({ isError: true, text: expect.stringContaining('was not published') })
    const other = await newWorld(instance, upstream.url)
    for (const [name, args] of [
      ['get_policy', { policyId: other.policyId }],
      ['explain_call', { callId: other.callId }],
      ['list_server_tools', { serverId: other.server.id }],
      ['propose_policy', { policyId: other.policyId, document: WIDER, reason: 'x' }],
    ] as const)
      expect(await call(name, args)).toMatchObject({ isError: true })
  })

  it('asked the API for nothing that changes anything but a proposal, and never for a grant', async () => {
    const changing = api.asked.filter((asked) => !asked.startsWith('GET '))
    expect(new Set(changing)).toEqual(
      new Set(['POST /policies/validate', 'POST /policies/simulate', 'POST /proposals']),
    )
    expect(api.asked.some((asked) => /grants|approvals|organisation|audit/.test(asked))).toBe(false)
    const shown = JSON.stringify([await call('list_servers'), await call('list_denials')])
    expect(shown).not.toMatch(/pc[gkx]_/)
  })
})
