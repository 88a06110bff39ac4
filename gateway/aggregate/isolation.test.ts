// Whose what is at the address of all servers: tokens, sessions, events, answers, names (security B16, B17, B20).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { purge } from '#lib/data/admission/index.ts'
import { publish, seedGrant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { ask, callMessage, type Harness, modernMessage, startHarness } from '../testing/harness.ts'
import { startUpstream, type TestUpstream, TOOLS } from '../testing/upstream.ts'
import { shownTool } from './names.ts'
import { type Added, addServer, renameSlug } from './testing/grant.ts'
import { openAll } from './testing/hand.ts'

let gate: Harness
let second: TestUpstream
let tenant: Tenant
let other: Added
const LONG = `a_tool_${'with_a_long_name_'.repeat(5)}`
const tools = TOOLS.map((tool) => ({ ...tool }))
beforeAll(async () => {
  gate = await startHarness({ bounds: { partPatienceMs: 3000, partCheckMs: 100, streamCheckMs: 50 } })
  second = await startUpstream()
})
beforeEach(async () => {
  gate.upstream.script = null
  second.script = null
  second.tools = TOOLS
  tenant = await gate.tenant({ version: '1', default: 'allow' }, { urlEnabled: true })
  other = await addServer(gate.pool, tenant, { slug: 'other', url: second.url, tools })
})
afterAll(async () => {
  await second.close()
  await gate.close()
})

const modern = (method: string, params: object, token = tenant.token, path = '/mcp/') => {
  const { body, headers } = modernMessage(method, { ...params })
  const authorization = path === '/mcp/' ? { authorization: `Bearer ${token}` } : undefined
  return ask(`${gate.origin}${path}`, {
    method: 'POST',
    headers: { ...headers, ...authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
const call = (name: string, token = tenant.token) => modern('tools/call', { name, arguments: {} }, token)

describe('who may use it', () => {
  it('is a live grant, by its token in one place: in the URL where the grant allows that', async () => {
    expect((await modern('tools/list', {})).status).toBe(200)
    expect((await modern('tools/list', {}, '', `/mcp/t/${tenant.token}/`)).status).toBe(200)
    expect((await modern('tools/list', {}, '', `/mcp/t/${tenant.token}`)).status).toBe(200)
    await gate.pool.query('UPDATE "grant" SET url_enabled = false WHERE id = $1', [tenant.grantId])
    expect((await modern('tools/list', {}, '', `/mcp/t/${tenant.token}/`)).status).toBe(401)
    const last = tenant.token.at(-1) === 'a' ? 'b' : 'a'
    expect((await modern('tools/list', {}, `${tenant.token.slice(0, -1)}${last}`)).status).toBe(401)
    const bare = await ask(`${gate.origin}/mcp/`, { method: 'POST', body: '{}' })
    expect([bare.status, bare.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    await gate.pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    expect((await modern('tools/list', {})).status).toBe(401)
  })

  it('is no foreign page, and sends no batch, as at any other address', async () => {
    const headers = { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json' }
    const post = (more: object, body = '[]') =>
      ask(`${gate.origin}/mcp/`, { method: 'POST', headers: { ...headers, ...more }, body })
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post({})).status).toBe(400)
    expect((await post({}, '{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/list"}')).status).toBe(400)
    expect((await ask(`${gate.origin}/mcp/`, { method: 'PUT', headers })).status).toBe(405)
  })
})

describe('a name', () => {
  it('leads to no server that the grant does not have, in the same words as to none at all', async () => {
    const narrow = await seedGrant(gate.pool, tenant)
    const words = async (name: string) => (await call(name, narrow.token)).text.replaceAll(name, '…')
    const before = second.seen.length
    expect(await words('other__echo')).toBe(await words('nobody__echo'))
    expect(await words('other__echo')).toBe(await words('live__no_such_tool'))
    expect(await words('echo')).toBe(await words('live__no_such_tool'))
    expect(second.seen).toHaveLength(before)
    const read = (uri: string) => modern('resources/read', { uri }, narrow.token)
    expect((await read('portcullis://other/test://a')).json).toMatchObject({ error: { code: -32602 } })
    expect((await read('test://a')).json).toMatchObject({ error: { code: -32602 } })
  })

  it('that is shortened calls the tool that it was shown for, and a policy speaks of its own name', async () => {
    const long = { ...tools[0], name: LONG, description: '', inputSchema: { type: 'object' as const } }
    await addServer(gate.pool, tenant, {
      slug: 'long',
      url: second.url,
      tools: [long],
      policy: {
        version: '1',
        default: 'deny',
        tools: { [LONG]: { limits: [{ counter: 'c', window: 'day', max: 1 }] } },
      },
    })
    second.tools = [long]
    const { result } = (await modern('tools/list', {})).json as { result: { tools: { name: string }[] } }
    const shown = result.tools.map(({ name }) => name).filter((name) => name.startsWith('long__'))
    expect(shown).toEqual([shownTool('long', LONG)])
    expect((await call(shown[0] ?? '')).text).toContain(LONG)
    expect((await call(shown[0] ?? '')).text).toContain('[POLICY DENIED]')
    expect((await call(`long__${LONG}`)).json).toMatchObject({ error: { code: -32602 } })
    expect((await call(`long__${'x'.repeat(20)}__0123456789ab`)).json).toMatchObject({
      error: { code: -32602 },
    })
    const records = await gate.records(tenant)
    expect(records.map(({ tool, decision }) => `${tool} ${decision}`)).toEqual([
      `${LONG} allow`,
      `${LONG} deny`,
    ])
  })

  it('that two tools of a server would share is shown for neither and calls neither', async () => {
    // Equal digests cannot be made here: what the gateway compares are the names that come out.
    const twice = [tools[0], tools[0]].flatMap((tool) => tool ?? [])
    second.tools = twice
    const { result } = (await modern('tools/list', {})).json as { result: { tools: { name: string }[] } }
    expect(result.tools.filter(({ name }) => name.startsWith('other__'))).toEqual([])
  })

  it('keeps to its server when another one gets the slug', async () => {
    await renameSlug(gate.pool, tenant, 'renamed')
    await expect(
      addServer(gate.pool, tenant, { slug: 'live', url: second.url, tools }),
    ).rejects.toMatchObject({ code: '23505' })
    await gate.pool.query('DELETE FROM grant_server WHERE server_id = $1', [other.serverId])
    await gate.pool.query('DELETE FROM server WHERE id = $1', [other.serverId])
    await expect(
      addServer(gate.pool, tenant, { slug: 'other', url: second.url, tools }),
    ).rejects.toMatchObject({ code: '23505' })
    const stranger = await gate.tenant()
    await addServer(gate.pool, stranger, { slug: 'other', url: second.url, tools })
  })
})

describe('a session', () => {
  it('is its grant’s: to another one, in the same organisation or not, it is unknown', async () => {
    const mine = await openAll(gate, tenant)
    const strangers = [(await seedGrant(gate.pool, tenant)).token, (await gate.tenant()).token]
    for (const token of strangers) {
      const headers = mine.headers({ authorization: `Bearer ${token}` })
      for (const method of ['GET', 'DELETE'])
        expect((await ask(mine.url, { method, headers })).status).toBe(404)
      const body = JSON.stringify(callMessage('live__echo'))
      expect((await ask(mine.url, { method: 'POST', headers, body })).status).toBe(404)
    }
    expect((await mine.post(callMessage('live__echo'))).status).toBe(200)
  })

  it('with one server is none with all, and the other way round', async () => {
    const mine = await openAll(gate, tenant)
    const body = JSON.stringify(callMessage('echo'))
    expect((await ask(gate.url(tenant), { method: 'POST', headers: mine.headers(), body })).status).toBe(404)
    const { rows } = await gate.pool.query('SELECT session_text FROM aggregate_part')
    const headers = mine.headers({ 'mcp-session-id': String(rows[0].session_text) })
    expect((await ask(mine.url, { method: 'POST', headers, body })).status).toBe(404)
  })

  it('ends with all its servers, and is unknown then; without one only the stateless revision is answered', async () => {
    const mine = await openAll(gate, tenant)
    await mine.post(callMessage('other__echo'))
    expect((await mine.end()).status).toBe(200)
    for (const { seen } of [gate.upstream, second])
      expect(seen.filter(({ method }) => method === 'DELETE').length).toBeGreaterThan(0)
    expect((await mine.post(callMessage('live__echo'))).status).toBe(404)
    const { 'mcp-session-id': _, ...headers } = mine.headers() as Record<string, string>
    const body = JSON.stringify(callMessage('live__echo'))
    expect((await ask(mine.url, { method: 'POST', headers, body })).status).toBe(400)
    expect((await ask(mine.url, { method: 'GET', headers })).status).toBe(405)
  })

  it('is unknown after its time, and is swept with its parts', async () => {
    const mine = await openAll(gate, tenant)
    await gate.pool.query(
      'UPDATE aggregate_session SET ends_at = clock_timestamp() WHERE organisation_id = $1',
      [tenant.organisationId],
    )
    expect((await mine.post(callMessage('live__echo'))).status).toBe(404)
    await purge(gate.pool, () => false)
    const left = `SELECT 1 FROM aggregate_part WHERE organisation_id = $1`
    expect((await gate.pool.query(left, [tenant.organisationId])).rowCount).toBe(0)
  })

  it('passes no answer that nobody asked for, and no event id of another session', async () => {
    const mine = await openAll(gate, tenant, { elicitation: {} })
    for (const id of [1, 'x', `${tenant.serverId}."x"`, `${other.serverId}.1`, `${tenant.serverId}.`])
      expect((await mine.post({ jsonrpc: '2.0', id, result: {} })).status).toBe(400)
    const headers = mine.headers({ 'last-event-id': `${tenant.serverId}.nothing` })
    expect((await ask(mine.url, { method: 'GET', headers })).status).toBe(400)
  })

  it('shows progress of a call from its own server alone', async () => {
    let stolen = ''
    gate.upstream.script = ({ body }) => {
      stolen = /"progressToken":"([^"]+)"/.exec(body)?.[1] ?? stolen
      return false
    }
    second.script = ({ body }, response) => {
      if (!body.includes('tools/call')) return false
      const told = (progressToken: unknown) =>
        `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken, progress: 9 } })}\n\n`
      const { id } = JSON.parse(body)
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(
          `${told(stolen)}${told('mine')}data: ${JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } })}\n\n`,
        )
      return true
    }
    const mine = await openAll(gate, tenant)
    const own = (name: string, id: number) => ({
      ...callMessage(name, {}, id),
      params: { name, arguments: {}, _meta: { progressToken: 'mine' } },
    })
    const first = await mine.post(own('live__slow', 4))
    expect(first.text.match(/"progressToken":"mine"/g)).toHaveLength(3)
    expect(stolen).not.toBe('')
    const forged = await mine.post(own('other__echo', 5))
    expect(forged.text).not.toContain('"progress":9')
    expect(forged.text).toContain('"id":5')
  })
})

describe('the stream of a session', () => {
  const changed = { method: 'notifications/tools/list_changed' }

  it('says so when a policy of any server changes', async () => {
    const mine = await openAll(gate, tenant)
    const stream = await mine.openStream()
    // What was published before the stream was watched is no change.
    const publishing = setInterval(
      () => void publish(gate.pool, { ...tenant, ...other }, { version: '1', default: 'deny' }),
      200,
    )
    expect(await stream.next()).toMatchObject(changed)
    clearInterval(publishing)
    await stream.close()
  })

  it('says so when the grant gets another server', async () => {
    const mine = await openAll(gate, tenant)
    const stream = await mine.openStream()
    await addServer(gate.pool, tenant, { slug: 'third', url: second.url, tools })
    expect(await stream.next()).toMatchObject(changed)
    const { text } = await mine.post({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
    expect(text).toContain('third__echo')
    await stream.close()
  })

  it('ends when its grant is revoked, and goes on when a server is taken out of it', async () => {
    const mine = await openAll(gate, tenant)
    const stream = await mine.openStream()
    await gate.pool.query('DELETE FROM grant_server WHERE grant_id = $1 AND server_id = $2', [
      tenant.grantId,
      other.serverId,
    ])
    expect(await stream.next()).toMatchObject(changed)
    await gate.pool.query('UPDATE "grant" SET revoked_at = now() WHERE id = $1', [tenant.grantId])
    await stream.ended
  })
})
