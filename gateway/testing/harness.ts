// A gateway of this process, its database, its upstream, and clients that speak through it.
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { inject } from 'vitest'
import { createPool, type Pool } from '#lib/data/admission/index.ts'
import { seedTenant, type Tenant } from '#lib/data/admission/testing/tenant.ts'
import { createLog } from '#lib/log.ts'
import type { Tracer } from '#lib/tracing/index.ts'
import { newDatabase } from '#testing/postgres.ts'
import type { Config } from '../config.ts'
import { createDeps, type Deps } from '../deps.ts'
import { createGateway } from '../gateway.ts'
import { startUpstream, type TestUpstream, TOOLS, type ToolDefinition } from './upstream.ts'

export type Harness = {
  readonly origin: string
  readonly databaseUrl: string
  readonly pool: Pool
  readonly deps: Deps
  readonly upstream: TestUpstream
  /** What the gateway has logged. */
  readonly logged: string[]
  /** A tenant whose server is the test upstream, with its tools pinned. */
  tenant(
    policy?: object | null,
    options?: { urlEnabled?: boolean; url?: string; tools?: readonly ToolDefinition[] },
  ): Promise<Tenant>
  url(tenant: Tenant): string
  post(tenant: Tenant, body: unknown, headers?: Record<string, string>): Promise<Answer>
  /** What was recorded, in order; a row that stands for several equal refusals comes as often. */
  records(tenant: Tenant): Promise<Record<string, unknown>[]>
  /** Ends the gateway and starts another one at its address, as a new release would. */
  restartGateway(): Promise<void>
  /** Drains the gateway; the rest stays for a look at what it left. */
  closeGateway(): Promise<void>
  close(): Promise<void>
}
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

export async function startHarness(
  overrides: Partial<Config> = {},
  tracer: Tracer | null = null,
): Promise<Harness> {
  const database = await newDatabase(inject('postgresUrl'))
  const upstream = await startUpstream()
  const logged: string[] = []
  const config: Config = {
    appUrl: 'http://gateway.test',
    secretKey: Buffer.alloc(32, 7),
    allowPrivateUpstreams: true,
    dashboardOrigin: '',
    ...overrides,
    bounds: { streamCheckMs: 50, drainMs: 500, maxHoldMs: 0, ...overrides.bounds },
  }
  const log = createLog({ write: (line) => void logged.push(line) })
  let deps = createDeps(database.url, config, log, tracer)
  let gateway = createGateway(config, deps)
  // Where its address matters to clients, it listens at the one it names.
  const named = new URL(config.appUrl)
  const wanted = named.hostname === '127.0.0.1' ? Number(named.port) : 0
  const origin = `http://127.0.0.1:${await gateway.listen(wanted, '127.0.0.1')}`
  const pool = createPool(database.url, { max: 4 })
  let drained: Promise<void> | null = null
  const harness: Harness = {
    origin,
    databaseUrl: database.url,
    pool,
    get deps() {
      return deps
    },
    upstream,
    logged,
    tenant: (policy = { version: '1', default: 'allow' }, options = {}) =>
      seedTenant(pool, {
        url: upstream.url,
        policy,
        ...options,
        tools: (options.tools ?? TOOLS).map((tool) => ({ ...tool })),
      }),
    url: (tenant) => `${origin}/mcp/${tenant.serverId}/`,
    post: (tenant, body, headers = {}) =>
      ask(harness.url(tenant), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${tenant.token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    records: async (tenant) => {
      await deps.outcomes.drain()
      const text = 'SELECT * FROM call WHERE organisation_id = $1 ORDER BY at, id'
      const { rows } = await pool.query<Record<string, unknown>>(text, [tenant.organisationId])
      return rows.flatMap((row) => Array<Record<string, unknown>>(Number(row.repeats)).fill(row))
    },
    restartGateway: async () => {
      await gateway.drain()
      deps = createDeps(database.url, config, log, tracer)
      gateway = createGateway(config, deps)
      await gateway.listen(Number(new URL(origin).port), '127.0.0.1')
    },
    closeGateway: () => {
      drained ??= gateway.drain()
      return drained
    },
    close: async () => {
      await harness.closeGateway()
      await pool.end()
      await upstream.close()
      await database.drop()
    },
  }
  return harness
}

export async function ask(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: parsed(text) }
}

function parsed(text: string): unknown {
  const data = /^data: (.*)$/m.exec(text.startsWith('{') ? '' : text)?.[1]
  try {
    return JSON.parse(data ?? text)
  } catch {
    return undefined
  }
}

export type TestClient = {
  listTools(): Promise<{ tools: { name: string }[] }>
  callTool(
    call: { name: string; arguments?: Record<string, unknown> },
    onProgress?: (progress: number) => void,
  ): Promise<{ content: { text: string }[]; isError?: boolean; _meta?: Record<string, unknown> }>
  /** Says good-bye to the server, as the protocol's DELETE. */
  endSession(): Promise<void>
  close(): Promise<void>
}
export const CLIENTS = ['SDK v1', 'SDK v2, legacy', 'SDK v2, modern', 'SDK v2, as it finds'] as const

const NEGOTIATION = {
  'SDK v2, legacy': {},
  'SDK v2, modern': { versionNegotiation: { mode: { pin: '2026-07-28' } } },
  'SDK v2, as it finds': { versionNegotiation: { mode: 'auto' as const } },
}

/** A real client, connected through `url`. */
export async function connect(
  kind: (typeof CLIENTS)[number],
  url: string,
  token: string,
): Promise<TestClient> {
  const requestInit = { headers: { authorization: `Bearer ${token}` } }
  const who = { name: 'test-client', version: '1' }
  if (kind === 'SDK v1') {
    const client = new ClientV1(who)
    const transport = new TransportV1(new URL(url), { requestInit })
    await client.connect(transport)
    return {
      endSession: () => transport.terminateSession(),
      listTools: () => client.listTools(),
      callTool: async (call, onProgress) =>
        (await client.callTool(call, undefined, {
          ...(onProgress && { onprogress: ({ progress }) => onProgress(progress) }),
        })) as Awaited<ReturnType<TestClient['callTool']>>,
      close: () => client.close(),
    }
  }
  const client = new ClientV2(who, NEGOTIATION[kind])
  const transport = new TransportV2(new URL(url), { requestInit })
  await client.connect(transport)
  return {
    endSession: () => transport.terminateSession(),
    listTools: () => client.listTools(),
    callTool: async (call, onProgress) =>
      (await client.callTool(call, {
        ...(onProgress && { onprogress: ({ progress }) => onProgress(progress) }),
      })) as Awaited<ReturnType<TestClient['callTool']>>,
    close: () => client.close(),
  }
}

/** A tools/call on the legacy wire, without a session. */
export const callMessage = (name: string, args: object = {}, id: unknown = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
})

/** A request on the modern wire, and the headers that go with it. */
export function modernMessage(method: string, params: Record<string, unknown>, id: unknown = 1) {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': { elicitation: {}, sampling: {} },
    'io.modelcontextprotocol/clientInfo': { name: 'modern-test', version: '1' },
  }
  const headers: Record<string, string> = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method }
  const name = params.name ?? params.uri
  if (typeof name === 'string') headers['mcp-name'] = name
  return { body: { jsonrpc: '2.0', id, method, params: { ...params, _meta } }, headers }
}
