// tools/list through the gateway: what is shown, what is left out, and what the gateway remembers.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { publish, seedTool, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { callMessage, type Harness, modernMessage, startHarness } from './testing/harness.ts'
import { TOOLS } from './testing/upstream.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterEach(() => {
  gate.upstream.script = null
  gate.upstream.tools = TOOLS
})
afterAll(() => gate.close())

const list = async (tenant: Tenant, params: Record<string, unknown> = {}) => {
  const { body, headers } = modernMessage('tools/list', params)
  return gate.post(tenant, body, headers)
}
const namesIn = (answer: { json: unknown }) =>
  (answer.json as { result: { tools: { name: string }[] } }).result.tools.map((tool) => tool.name)
const callText = async (tenant: Tenant, name: string) => {
  const { body, headers } = modernMessage('tools/call', { name })
  return (await gate.post(tenant, body, headers)).text
}
const states = async (tenant: Tenant) => {
  const { rows } = await gate.pool.query(
    `SELECT name, CASE WHEN NOT present THEN 'gone' WHEN pinned_hash IS NULL THEN 'new'
              WHEN pinned_hash = hash THEN 'pinned' ELSE 'changed' END AS state
       FROM tool WHERE server_id = $1 ORDER BY position, name`,
    [tenant.serverId],
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.state]))
}
const answerWith = (result: string, type = 'application/json') => {
  gate.upstream.script = (recorded, response) => {
    if (!recorded.body.includes('tools/list')) return false
    const message = `{"jsonrpc":"2.0","id":1,"result":${result}}`
    response.writeHead(200, { 'content-type': type })
    response.end(type === 'application/json' ? message : `id: 4\ndata: ${message}\n\n`)
    return true
  }
}

describe('tools/list', () => {
  it('[E14] is decided anew for every grant and every time, though the server says the same', async () => {
    const some = await gate.tenant({ version: '1', default: 'allow', hide: ['b'] }, {})
    const all = await gate.tenant({ version: '1', default: 'allow' }, {})
    const tools = ['a', 'b'].map((name) => `{"name":"${name}","inputSchema":{"type":"object"}}`)
    for (const text of tools) for (const tenant of [some, all]) await pinRaw(tenant, text)
    answerWith(`{"tools":[${tools}],"resultType":"complete","ttlMs":0,"cacheScope":"private"}`)
    for (let time = 0; time < 3; time++) {
      expect(namesIn(await list(some))).toEqual(['a'])
      expect(namesIn(await list(all))).toEqual(['a', 'b'])
    }
    await gate.pool.query('UPDATE tool SET pinned_hash = NULL WHERE server_id = $1 AND name = $2', [
      all.serverId,
      'a',
    ])
    expect(namesIn(await list(all))).toEqual(['b'])
    const { policyId, organisationId } = all
    await publish(gate.pool, { policyId, organisationId }, { version: '1', default: 'deny' })
    expect(namesIn(await list(all))).toEqual([])
    expect(namesIn(await list(some))).toEqual(['a'])
  })

  it('[E14] keeps order, digits and members of what it shows, and the cursor', async () => {
    const tenant = await gate.tenant({ version: '1', default: 'allow', hide: ['b'] }, {})
    const a =
      '{"name":"a","inputSchema":{"type":"object","properties":{"n":{"maximum":1.50,"x":9007199254740993}}},"_meta":{"k":[1e2]}}'
    const b = '{"name":"b","inputSchema":{"type":"object"}}'
    const c = '{"name":"c","title":"größe 😀","inputSchema":{}}'
    for (const text of [a, b, c]) await pinRaw(tenant, text)
    for (const type of ['application/json', 'text/event-stream']) {
      answerWith(
        `{"tools":[${c},${b},${a}],"nextCursor":"p2","resultType":"complete","ttlMs":86400000,"cacheScope":"public","_meta":{"z":1.0}}`,
        type,
      )
      const answer = await list(tenant)
      expect(answer.text).toContain(
        `{"tools":[${c},${a}],"nextCursor":"p2","resultType":"complete","ttlMs":5000,"cacheScope":"private","_meta":{"z":1.0}}`,
      )
    }
  })

  it('[E14] leaves out what E2–E5 or an unconditional deny_if refuse', async () => {
    const tools = {
      echo: {},
      slow: { deny_if: [{ conditions: [] }] },
      fail: { limits: [{ counter: 'x', window: 'day', max: 0 }] },
      hang: {},
    }
    const tenant = await gate.tenant({ version: '1', default: 'deny', hide: ['hang'], tools })
    expect(namesIn(await list(tenant))).toEqual(['echo'])
  })

  it('[D2] leaves out a name that is listed twice', async () => {
    const tenant = await gate.tenant()
    const echo = JSON.stringify(TOOLS[0])
    answerWith(`{"tools":[${echo},${echo}],"resultType":"complete"}`)
    expect(namesIn(await list(tenant))).toEqual([])
    expect(await callText(tenant, 'echo')).toContain('definition-changed')
  })

  it('[D2] [E4] shows and serves a changed tool no more, from the moment the change was seen', async () => {
    const tenant = await gate.tenant()
    expect(await callText(tenant, 'echo')).not.toContain('POLICY DENIED')
    gate.upstream.tools = TOOLS.map((tool) =>
      tool.name === 'echo' ? { ...tool, description: 'Now exfiltrates.' } : tool,
    )
    expect(namesIn(await list(tenant))).not.toContain('echo')
    expect(await callText(tenant, 'echo')).toContain('"reason":"definition-changed"')
    expect(await states(tenant)).toMatchObject({ echo: 'changed', slow: 'pinned' })
    gate.upstream.tools = TOOLS
    expect(namesIn(await list(tenant))).toContain('echo')
    expect(await callText(tenant, 'echo')).not.toContain('POLICY DENIED')
  })

  it('[D3] shows and serves a new tool only after a person accepted it, whatever the default says', async () => {
    const tenant = await gate.tenant()
    gate.upstream.tools = [
      ...TOOLS,
      { name: 'fresh', description: 'Deletes all.', inputSchema: { type: 'object' } },
    ]
    expect(await callText(tenant, 'fresh')).toContain('-32602')
    expect(namesIn(await list(tenant))).not.toContain('fresh')
    expect(await states(tenant)).toMatchObject({ fresh: 'new' })
    expect(await callText(tenant, 'fresh')).toContain('"reason":"definition-changed"')
    // Known by now, and still not accepted.
    expect(namesIn(await list(tenant))).not.toContain('fresh')
  })

  it('[D2] [E2] serves a tool no more that the whole list no longer names, and keeps its pin', async () => {
    const tenant = await gate.tenant()
    gate.upstream.tools = TOOLS.filter((tool) => tool.name !== 'echo')
    await list(tenant)
    expect(await states(tenant)).toMatchObject({ echo: 'gone', slow: 'pinned' })
    expect(await callText(tenant, 'echo')).toContain('Unknown tool: echo')
    gate.upstream.tools = TOOLS
    await list(tenant)
    expect(await callText(tenant, 'echo')).not.toContain('Unknown tool')
  })

  it('takes no page for the whole list', async () => {
    const tenant = await gate.tenant()
    answerWith(`{"tools":[${JSON.stringify(TOOLS[0])}],"nextCursor":"2","resultType":"complete"}`)
    await list(tenant)
    answerWith(`{"tools":[${JSON.stringify(TOOLS[1])}],"resultType":"complete"}`)
    await list(tenant, { cursor: '2' })
    expect(Object.values(await states(tenant)).every((state) => state === 'pinned')).toBe(true)
  })

  it.each(['{}', '{"tools":{}}', '{"tools":[1]}', '{"tools":[{"title":"nameless"}]}'])(
    'refuses a result that it cannot read: %s',
    async (result) => {
      const tenant = await gate.tenant()
      answerWith(result)
      expect((await list(tenant)).json).toMatchObject({
        error: { data: { 'io.portcullis/upstream': { code: 'upstream-not-mcp' } } },
      })
    },
  )

  it('writes nothing where nothing is new', async () => {
    const tenant = await gate.tenant()
    await list(tenant)
    const { rows } = await gate.pool.query(
      'SELECT max(revision) AS revision FROM tool WHERE server_id = $1',
      [tenant.serverId],
    )
    expect(rows[0].revision).toBe(1)
    expect(await gate.records(tenant)).toEqual([])
  })

  it('of one grant says nothing to another: each sees its own policy', async () => {
    const all = await gate.tenant()
    const none = await gate.tenant({ version: '1', default: 'deny' })
    expect(namesIn(await list(all))).toHaveLength(TOOLS.length)
    expect(namesIn(await list(none))).toEqual([])
    expect((await gate.post(none, callMessage('echo'))).text).toContain('(default deny)')
  })
})

// A definition exactly as it is written, pinned.
async function pinRaw(tenant: Tenant, text: string): Promise<void> {
  await seedTool(gate.pool, tenant, { name: JSON.parse(text).name }, 90)
  const { definitionHash } = await import('#lib/upstream/index.ts')
  const { parseJson } = await import('#lib/json/index.ts')
  const hash = definitionHash(parseJson(text))
  await gate.pool.query(
    `UPDATE tool SET definition = $3, pinned_definition = $3, hash = $4, pinned_hash = $4 WHERE server_id = $1 AND name = $2`,
    [tenant.serverId, JSON.parse(text).name, text, hash],
  )
}
