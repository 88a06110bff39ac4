// Servers on stdio behind the real connector, called by real clients through the real gateway.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isAlive } from '../../scripts/alive.mjs'
import {
  type RunningConnector,
  STDIO_TOOLS,
  type StdioTenant,
  startConnector,
  stdioTenant,
  untilGone,
} from '../testing/connector.ts'
import { connect, type Harness, startHarness, type TestClient } from '../testing/harness.ts'

const SERVER = resolve('gateway/testing/stdio-server.mjs')
const NAMES = STDIO_TOOLS.map(({ name }) => name)
const TIMES = {
  hopTimes: { leaseMs: 2_000, renewMs: 100 },
  connectorTimes: { watchMs: 100 },
}
let harness: Harness
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  harness = await startHarness(TIMES)
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => harness.close())

async function start(
  command: readonly string[] = [process.execPath, SERVER],
  policy?: object,
  env: Record<string, string> = {},
): Promise<{ tenant: StdioTenant; connector: RunningConnector }> {
  const tenant = await stdioTenant(harness, policy)
  const connector = startConnector(tenant, harness.origin, command, env)
  closing.push(() => connector.kill('SIGKILL'))
  await connector.until(/Connected to/)
  return { tenant, connector }
}

async function client(
  tenant: StdioTenant,
  kind: Parameters<typeof connect>[0] = 'SDK v1',
): Promise<TestClient> {
  const made = await connect(kind, harness.url(tenant), tenant.token)
  closing.push(() => made.close().catch(() => {}))
  return made
}

const said = async (from: TestClient, name: string, args: Record<string, unknown> = {}) =>
  (await from.callTool({ name, arguments: args })).content[0]?.text ?? ''

describe('a server on stdio', () => {
  it.each(['SDK v1', 'SDK v2, legacy', 'SDK v2, as it finds'] as const)(
    'is called through its connector by %s, listed and with progress',
    async (kind) => {
      const { tenant } = await start()
      const own = await client(tenant, kind)
      expect((await own.listTools()).tools.map(({ name }) => name)).toEqual(NAMES)
      expect(Number(await said(own, 'whoami'))).toBeGreaterThan(1)
      const progress: number[] = []
      await own.callTool({ name: 'slow', arguments: {} }, (step) => void progress.push(step))
      expect(progress).toEqual([1, 2, 3])
      expect(await harness.records(tenant)).toMatchObject([
        { tool: 'whoami', outcome: 'ok' },
        { tool: 'slow', outcome: 'ok' },
      ])
    },
    60_000,
  )

  it('has a child of its own for each session, and none is left after the session', async () => {
    const { tenant } = await start()
    const [a, b] = [await client(tenant), await client(tenant)]
    const [pidA, pidB] = [Number(await said(a, 'whoami')), Number(await said(b, 'whoami'))]
    expect(pidA).not.toBe(pidB)
    await said(a, 'whoami')
    expect(await said(a, 'count')).toBe('3')
    expect(await said(b, 'count')).toBe('2')
    const offspring = Number(await said(a, 'offspring'))
    await a.endSession()
    await untilGone([pidA, offspring])
    expect(await said(b, 'whoami')).toBe(String(pidB))
  }, 60_000)

  it('passes the policy: what it denies or limits reaches no child', async () => {
    const { tenant } = await start([process.execPath, SERVER], {
      version: '1',
      default: 'allow',
      tools: {
        hang: { action: 'deny' },
        count: { limits: [{ counter: 'count', window: 'day', max: 2, scope: 'grant' }] },
      },
    })
    const own = await client(tenant)
    expect(await said(own, 'count')).toBe('1')
    expect(await own.callTool({ name: 'hang', arguments: {} })).toMatchObject({ isError: true })
    expect(await said(own, 'count')).toBe('2')
    expect(await own.callTool({ name: 'count', arguments: {} })).toMatchObject({ isError: true })
    expect((await harness.records(tenant)).map(({ decision, outcome }) => [decision, outcome])).toEqual([
      ['allow', 'ok'],
      ['deny', 'refused'],
      ['allow', 'ok'],
      ['deny', 'refused'],
    ])
  }, 60_000)

  it('[N2] asks its client in the middle of a call where the policy lets it, and is told where not', async () => {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js')
    const { StreamableHTTPClientTransport } = await import(
      '@modelcontextprotocol/sdk/client/streamableHttp.js'
    )
    const { ElicitRequestSchema } = await import('@modelcontextprotocol/sdk/types.js')
    const answers: string[] = []
    for (const methods of [{ elicitation: 'allow' }, {}]) {
      const { tenant } = await start([process.execPath, SERVER], {
        version: '1',
        default: 'deny',
        methods,
        tools: { ask: {} },
      })
      const asked = new Client({ name: 'asked', version: '1' }, { capabilities: { elicitation: {} } })
      asked.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { who: 'Ann' } }))
      const requestInit = { headers: { authorization: `Bearer ${tenant.token}` } }
      await asked.connect(new StreamableHTTPClientTransport(new URL(harness.url(tenant)), { requestInit }))
      answers.push(JSON.stringify(await asked.callTool({ name: 'ask', arguments: {} }).catch(String)))
      await asked.close()
    }
    expect(answers[0]).toContain('Ann')
    expect(answers[1]).not.toContain('Ann')
  }, 60_000)

  it('carries an answer of megabytes whole', async () => {
    const { tenant } = await start()
    const own = await client(tenant)
    expect(await said(own, 'large', { size: 5_000_000 })).toHaveLength(5_000_000)
  }, 60_000)
})

describe('an end', () => {
  it('of one child ends its session with a clear error, and the others go on', async () => {
    const { tenant, connector } = await start()
    const [a, b] = [await client(tenant), await client(tenant)]
    const pid = await said(b, 'whoami')
    await expect(a.callTool({ name: 'die', arguments: {} })).rejects.toThrow(/process of the server ended/)
    await connector.until(/ended \(SIGKILL\)/)
    await expect(a.callTool({ name: 'whoami', arguments: {} })).rejects.toThrow(/404|session/i)
    expect(await said(b, 'whoami')).toBe(pid)
    expect(await harness.records(tenant)).toMatchObject(
      [
        { tool: 'whoami', outcome: 'ok' },
        { tool: 'die', outcome: 'upstream_error' },
        { tool: 'whoami', outcome: 'ok' },
        { tool: 'whoami', outcome: 'ok' },
      ]
        .slice(0, 2)
        .concat([
          { tool: 'whoami', outcome: expect.any(String) },
          { tool: 'whoami', outcome: 'ok' },
        ]),
    )
  }, 60_000)

  it.each([{}, { STUBBORN: '1' }])(
    'of the connector, killed, leaves no child behind (%j), and calls are refused with a sentence',
    async (env) => {
      const { tenant, connector } = await start(
        [process.execPath, SERVER],
        undefined,
        env as Record<string, string>,
      )
      const own = await client(tenant)
      const pids = [Number(await said(own, 'whoami')), Number(await said(own, 'offspring'))]
      const hanging = own.callTool({ name: 'hang', arguments: {} }).catch((error: Error) => error.message)
      await until(async () => (await harness.records(tenant)).length === 3)
      await connector.kill('SIGKILL')
      expect(await hanging).toMatch(/process of the server ended/)
      await untilGone(pids)
      await expect(own.callTool({ name: 'whoami', arguments: {} })).rejects.toThrow(
        /connector of this server is not connected/,
      )
      expect((await harness.records(tenant)).map(({ outcome }) => outcome)).toEqual([
        'ok',
        'ok',
        'upstream_error',
        'not_sent',
      ])
    },
    60_000,
  )

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'of the connector by %s is orderly and leaves no child',
    async (signal) => {
      const { tenant, connector } = await start([process.execPath, SERVER], undefined, { STUBBORN: '1' })
      const own = await client(tenant)
      const pids = [Number(await said(own, 'whoami')), Number(await said(own, 'offspring'))]
      expect(await connector.kill(signal)).toBe(0)
      expect(pids.map((pid) => isAlive(pid))).toEqual([false, false])
    },
    60_000,
  )
})

const until = async (isSo: () => Promise<boolean>) => {
  while (!(await isSo())) await new Promise((done) => setTimeout(done, 25))
}

describe('servers from npm', () => {
  const require = createRequire(import.meta.url)

  it('@modelcontextprotocol/server-filesystem reads a file of the connector’s machine', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portcullis-connector-'))
    closing.push(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(folder, 'note.txt'), 'from the file')
    const main = require.resolve('@modelcontextprotocol/server-filesystem/dist/index.js')
    const { tenant } = await start([process.execPath, main, folder])
    const own = await client(tenant)
    // Nothing of it is pinned yet, so nothing is shown or may be called.
    expect((await own.listTools()).tools).toEqual([])
    await accept(tenant)
    const names = (await own.listTools()).tools.map(({ name }) => name)
    expect(names).toContain('read_text_file')
    expect(await said(own, 'read_text_file', { path: join(folder, 'note.txt') })).toBe('from the file')
  }, 60_000)

  it('@modelcontextprotocol/server-memory keeps a graph in each session’s child', async () => {
    const main = require.resolve('@modelcontextprotocol/server-memory/dist/index.js')
    const folder = await mkdtemp(join(tmpdir(), 'portcullis-connector-'))
    closing.push(() => rm(folder, { recursive: true, force: true }))
    const { tenant } = await start([process.execPath, main], undefined, {
      MEMORY_FILE_PATH: join(folder, 'memory.json'),
    })
    const own = await client(tenant)
    await own.listTools()
    await accept(tenant)
    const entities = [{ name: 'Portcullis', entityType: 'gateway', observations: ['stands between'] }]
    await said(own, 'create_entities', { entities })
    expect(await said(own, 'read_graph')).toContain('stands between')
  }, 60_000)
})

// As a person does who looks at what was listed and accepts all of it.
async function accept(tenant: StdioTenant): Promise<void> {
  await harness.pool.query(
    'UPDATE tool SET pinned_hash = hash, pinned_definition = definition WHERE organisation_id = $1',
    [tenant.organisationId],
  )
}
