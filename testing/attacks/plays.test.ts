// Attacks that take several steps, or look at all that was left behind.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { call, ENVELOPE } from './attack.ts'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const callTo = (tool: string, args: object, id: unknown = 1) =>
  JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: tool, arguments: args } })
function echoing(): void {
  world.upstream.script = ({ body }, response) => {
    const { id, params } = JSON.parse(body) as { id: unknown; params: { arguments?: unknown } }
    const result = { content: [{ type: 'text', text: JSON.stringify(params.arguments) }] }
    // In an order of its own: the first that came is not the first that goes.
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }))
    }, Math.random() * 20)
    return true
  }
}

it('B3: answers under the same id, at the same time, never cross', async () => {
  echoing()
  const tenants = [await world.attacked(), await world.attacked()]
  const calls = Array.from({ length: 60 }, async (_, count) => {
    const tenant = tenants[count % 2] as Tenant
    const secret = `${tenant.grantId} ${count}`
    const heard = await world.post(tenant, callTo('echo', { secret }, 7))
    expect(heard.json).toMatchObject({ id: 7, result: { content: [{ text: JSON.stringify({ secret }) }] } })
  })
  await Promise.all(calls)
})

it('B7: there is one way to a server: reach.ts, and what calls it holds an admitted call', () => {
  const files = sources('gateway')
  const that = (holds: (source: string) => boolean) =>
    files.filter((file) => holds(readFileSync(file, 'utf8'))).toSorted()
  const senders = /\bimport \{[^}]*\bsend\b[^}]*\} from '#lib\/upstream/
  expect(that((source) => senders.test(source))).toEqual([
    // What a client says of itself, which is no server's.
    'gateway/oauth/fetch-document.ts',
    'gateway/old-sse/reach.ts',
    'gateway/reach.ts',
  ])
  expect(that((source) => /\bimport \{[^}]*\breach\b/.test(source))).toEqual([
    'gateway/answer-server.ts',
    'gateway/cancel-upstream.ts',
    'gateway/forward.ts',
  ])
  // The other transports are entered there alone, and for reading tools again, which no client asks for.
  const transports = /\bimport \{[^}]*\bthrough(OldSse|Connector)\b[^}]*\} from/
  expect(that((source) => transports.test(source))).toEqual([
    'gateway/reach.ts',
    'gateway/readings/read-server.ts',
  ])
  // Only one place makes an `Admitted`, and `forward` takes nothing else.
  expect(that((source) => /\bas Admitted\b/.test(source))).toEqual(['gateway/steps/admit.ts'])
})

it('I6: nothing that serves the network starts a program', () => {
  const files = [...sources('gateway'), ...sources('lib'), ...sources('app')]
  const starters = /from '(node:)?(child_process|vm|worker_threads|cluster)'|\beval\(|new Function\(/
  expect(files.length).toBeGreaterThan(200)
  expect(files.filter((file) => starters.test(readFileSync(file, 'utf8')))).toEqual([])
})

it('B9: the same call is decided alike on every revision', async () => {
  echoing()
  const versions = ['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28']
  for (const tool of ['echo', 'delete_account', 'fail', 'nobody_knows']) {
    const decisions = new Set<string>()
    for (const version of versions) {
      const tenant = await world.attacked()
      const isModern = version === '2026-07-28'
      const body = call(`"name":"${tool}"`).replace('$META', isModern ? `,"_meta":{${ENVELOPE}}` : '')
      const named: Record<string, string> = isModern ? { 'mcp-method': 'tools/call', 'mcp-name': tool } : {}
      await world.post(tenant, body, { 'mcp-protocol-version': version, ...named })
      const [record] = await world.records(tenant)
      decisions.add(`${record?.decision} ${record?.rule} ${record?.reason}`)
    }
    expect([...decisions]).toHaveLength(1)
  }
})

it('D2: where any table that a decision needs cannot be read, nothing is forwarded', async () => {
  echoing()
  const tables = ['"grant"', 'grant_server', 'server', 'tool', 'member', 'policy', 'policy_version', 'call']
  for (const table of tables) {
    const tenant = await world.attacked()
    const before = world.upstream.seen.length
    const away = `${table.replaceAll('"', '')}_away`
    await world.pool.query(`ALTER TABLE ${table} RENAME TO ${away}`)
    const heard = await world
      .post(tenant, callTo('echo', {}))
      .finally(() => world.pool.query(`ALTER TABLE ${away} RENAME TO ${table}`))
    expect([500, 503], table).toContain(heard.status)
    expect(heard.text).not.toMatch(/relation|column|select|pg_/i)
    expect(world.upstream.seen).toHaveLength(before)
    expect(await world.callsOn(tenant), table).toBe(200)
  }
})

it('H5: a tool that calls itself harmless is denied all the same', async () => {
  echoing()
  const tenant = await world.attacked()
  const before = world.upstream.seen.length
  const annotations = { readOnlyHint: true, destructiveHint: false, title: 'echo' }
  await world.pool.query(
    `UPDATE tool SET definition = (definition::jsonb || $2::jsonb)::text WHERE organisation_id = $1`,
    [tenant.organisationId, JSON.stringify({ annotations })],
  )
  const heard = await world.post(tenant, callTo('delete_account', {}))
  expect(heard.text).toContain('[POLICY DENIED]')
  expect(world.upstream.seen).toHaveLength(before)
})

it('D13: a client’s token is in no log, no row and no request to a server', async () => {
  echoing()
  const tenant = await world.attacked()
  const before = world.upstream.seen.length
  for (const body of [
    callTo('echo', { text: 'x' }),
    callTo('delete_account', {}),
    '[]',
    '{"a":1,"a":2}',
    'x',
  ])
    await world.post(tenant, body)
  await world.post({ ...tenant, serverId: (await world.attacked()).serverId }, callTo('echo', {}))
  await world.post(tenant, callTo('echo', {}), { 'mcp-session-id': tenant.token.slice(4) })
  await world.records(tenant)
  const kept = (tenant.token.split('_').at(-1) ?? tenant.token).slice(0, 24)
  expect(kept).toHaveLength(24)
  const went = world.upstream.seen.slice(before)
  expect(went.length).toBeGreaterThan(0)
  expect(JSON.stringify(went)).not.toContain(kept)
  expect(world.logged.join('')).not.toContain(kept)
  for (const { table_name: table } of (
    await world.pool.query<{ table_name: string }>(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`,
    )
  ).rows) {
    const { rows } = await world.pool.query<{ text: string }>(`SELECT t::text AS text FROM "${table}" t`)
    expect(rows.filter((row) => row.text.includes(kept)).length, table).toBe(0)
  }
})

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (name === 'testing' || name === 'node_modules') return []
    if (statSync(path).isDirectory()) return sources(path)
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [path] : []
  })
}
