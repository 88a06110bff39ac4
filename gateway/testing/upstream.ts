// A real MCP server on loopback that keeps every byte it was sent: the official servers of both eras
// behind one port, sessions and streams included. A script may answer in their place, wrongly.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@modelcontextprotocol/node'
import { InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js'
import { Server as LegacyServer } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  ResultSchema,
  type ServerRequest,
} from '@modelcontextprotocol/sdk/types.js'
import { createMcpHandler, inputRequired, Server as ModernServer } from '@modelcontextprotocol/server'
import { createEventStore } from './event-store.ts'

export type Recorded = {
  readonly method: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
export type Script = (recorded: Recorded, response: ServerResponse) => boolean | Promise<boolean>
export type TestUpstream = {
  readonly url: string
  /** Everything that arrived, oldest first. */
  readonly seen: Recorded[]
  /** The tools/call messages that arrived. */
  calls(): Recorded[]
  /** Answers in place of the server where it returns true. */
  script: Script | null
  /** What the server lists from now on. */
  tools: ToolDefinition[]
  /** Sessions opened from now on keep their events, and take up lost streams. */
  isResumable: boolean
  /** The legacy servers of the open sessions, oldest first: what they send by themselves goes to the GET stream. */
  readonly servers: LegacyServer[]
  close(): Promise<void>
}
export type ToolDefinition = {
  name: string
  description: string
  inputSchema: { type: 'object'; [key: string]: unknown }
  execution?: { taskSupport: 'optional' | 'required' | 'forbidden' }
}

const text = { type: 'string' } as const
const tool = (
  name: string,
  description: string,
  properties: Record<string, object> = {},
): ToolDefinition => ({
  name,
  description,
  inputSchema: { type: 'object', properties },
})
export const TOOLS: ToolDefinition[] = [
  tool('echo', 'Gives back its arguments.', { text, region: { ...text, 'x-mcp-header': 'Region' } }),
  tool('create_connection', 'Opens a connection.', { broker: text }),
  tool('delete_account', 'Deletes an account for good.', { id: text }),
  tool('slow', 'Reports progress three times before it answers.'),
  tool('fail', 'Always fails.'),
  tool('ask', 'Asks the client: a form, unless it says url, sampling or roots.', { what: text }),
  tool('hang', 'Never answers.'),
]
/** May run as a task. Only the legacy era lists it as it is: 2026-07-28 knows no "execution". */
export const WORK: ToolDefinition = {
  ...tool('work', 'Takes its time, as a task if it is asked to.'),
  execution: { taskSupport: 'optional' },
}

type Context = { notify(progress: number): Promise<void>; ask(what: unknown): Promise<unknown> }

const QUESTIONS = {
  form: {
    method: 'elicitation/create',
    params: { message: 'Your name?', requestedSchema: { type: 'object', properties: { name: text } } },
  },
  url: {
    method: 'elicitation/create',
    params: { mode: 'url', message: 'Sign in.', url: 'https://example.test/', elicitationId: 'e1' },
  },
  sampling: {
    method: 'sampling/createMessage',
    params: { messages: [{ role: 'user', content: { type: 'text', text: 'Capital?' } }], maxTokens: 10 },
  },
  roots: { method: 'roots/list' },
} as const
type What = keyof typeof QUESTIONS

/** What the tool `ask` asks for. */
function whatOf(args: unknown): What {
  const what = (args as { what?: unknown } | undefined)?.what
  return typeof what === 'string' && Object.hasOwn(QUESTIONS, what) ? (what as What) : 'form'
}

async function runTool(name: string, args: unknown, context: Context): Promise<CallToolResult> {
  if (name === 'slow') for (const progress of [1, 2, 3]) await context.notify(progress)
  if (name === 'hang') await new Promise(() => {})
  if (name === 'ask') {
    const asked = await context.ask(args).catch((error: Error) => error.message)
    return { content: [{ type: 'text', text: JSON.stringify(asked) }] }
  }
  return { content: [{ type: 'text', text: JSON.stringify({ name, args }) }], isError: name === 'fail' }
}

/** Starts the server on a free port of the loopback interface. */
export async function startUpstream(): Promise<TestUpstream> {
  const seen: Recorded[] = []
  const servers: LegacyServer[] = []
  const own: TestUpstream = {
    url: '',
    seen,
    calls,
    script: null,
    tools: TOOLS,
    isResumable: false,
    servers,
    close,
  }
  const modern = createMcpHandler(() => modernServer(own))
  const answerModern = toNodeHandler(modern)
  const sessions = new Map<string, StreamableHTTPServerTransport>()

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const recorded = { method: request.method ?? '', headers: request.headers, body }
    seen.push(recorded)
    if (own.script && (await own.script(recorded, response))) return
    const message: unknown = body === '' ? undefined : JSON.parse(body)
    if (request.headers['mcp-protocol-version'] === '2026-07-28')
      return answerModern(request, response, message)
    await answerLegacy(request, response, message)
  })

  async function answerLegacy(request: IncomingMessage, response: ServerResponse, message: unknown) {
    const id = request.headers['mcp-session-id']
    const known = typeof id === 'string' ? sessions.get(id) : undefined
    if (known) return known.handleRequest(request, response, message)
    if (id !== undefined) return response.writeHead(404).end()
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      ...(own.isResumable && { eventStore: createEventStore() }),
      onsessioninitialized: (sessionId) => void sessions.set(sessionId, transport),
      onsessionclosed: (sessionId) => void sessions.delete(sessionId),
    })
    const legacy = legacyServer(own)
    servers.push(legacy)
    await legacy.connect(transport)
    await transport.handleRequest(request, response, message)
  }

  function calls(): Recorded[] {
    return seen.filter((each) => each.body.includes('"method":"tools/call"'))
  }
  async function close(): Promise<void> {
    await modern.close()
    await new Promise<void>((closed) => {
      server.close(() => closed())
      server.closeAllConnections()
    })
  }
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return Object.assign(own, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp` })
}

function legacyServer(own: TestUpstream): LegacyServer {
  const capabilities = {
    tools: { listChanged: true },
    resources: {},
    logging: {},
    tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } },
  }
  const taskStore = new InMemoryTaskStore()
  const server = new LegacyServer({ name: 'test', version: '1' }, { capabilities, taskStore })
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: own.tools }))
  server.setRequestHandler(CallToolRequestSchema, async (request, extra) => {
    const { name, arguments: args, task } = request.params
    if (task && extra.taskStore) {
      const made = await extra.taskStore.createTask({ ttl: 60_000 })
      const content = [{ type: 'text' as const, text: 'worked' }]
      await extra.taskStore.storeTaskResult(made.taskId, 'completed', { content })
      return { task: made } as unknown as CallToolResult
    }
    return runTool(name, args, {
      notify: (progress) =>
        extra.sendNotification({
          method: 'notifications/progress',
          params: { progressToken: extra._meta?.progressToken ?? 0, progress, total: 3 },
        }),
      ask: (asked) => extra.sendRequest(QUESTIONS[whatOf(asked)] as unknown as ServerRequest, ResultSchema),
    })
  })
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: [{ uri: 'test://a', name: 'a' }],
  }))
  server.setRequestHandler(ReadResourceRequestSchema, (request) => ({
    contents: [{ uri: request.params.uri, text: 'hello' }],
  }))
  return server
}

// The same questions as in the legacy era, but for the id that a page has there.
function inputOf(args: unknown) {
  const what = whatOf(args)
  if (what === 'sampling') return inputRequired.createMessage(QUESTIONS.sampling.params as never)
  if (what === 'roots') return inputRequired.listRoots()
  const { message, url } = QUESTIONS.url.params
  return what === 'url'
    ? inputRequired.elicitUrl({ message, url })
    : inputRequired.elicit(QUESTIONS.form.params as never)
}

function modernServer(own: TestUpstream): ModernServer {
  const capabilities = { tools: { listChanged: true }, resources: {} }
  const server = new ModernServer({ name: 'test', version: '1' }, { capabilities })
  server.setRequestHandler('tools/list', () => ({
    tools: own.tools,
    ttlMs: 86_400_000,
    cacheScope: 'public' as const,
  }))
  server.setRequestHandler('tools/call', (request, context) => {
    const { name, arguments: args } = request.params
    const answer = context.mcpReq.inputResponses?.asked
    if (name === 'ask' && answer === undefined)
      return inputRequired({ inputRequests: { asked: inputOf(args) } })
    return runTool(name, args, {
      notify: (progress) =>
        context.mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken: context.mcpReq._meta?.progressToken ?? 0, progress, total: 3 },
        }),
      ask: () => Promise.resolve(answer),
    })
  })
  server.setRequestHandler('resources/read', (request) => ({
    contents: [{ uri: request.params.uri, text: 'hello' }],
    ttlMs: 0,
    cacheScope: 'private' as const,
  }))
  return server
}
