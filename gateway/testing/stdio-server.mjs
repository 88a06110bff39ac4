// A server on stdio for tests, by the official SDKs: `node stdio-server.mjs [legacy|modern]`. Its tools say
// which process answers, and misbehave where they are asked to.
import { spawn } from 'node:child_process'
import { writeSync } from 'node:fs'

const era = process.argv[2] ?? 'legacy'
const tool = (name) => ({
  name,
  description: `The tool ${name}.`,
  inputSchema: { type: 'object', properties: {} },
})
const NAMES = [
  'deaf',
  'whoami',
  'slow',
  'die',
  'flood',
  'ask',
  'large',
  'hang',
  'grow',
  'offspring',
  'count',
  'bad',
]
let tools = NAMES.map(tool)
// Another release of the same server.
if (process.env.MORE_TOOLS)
  tools = [
    ...tools.map((each) => (each.name === 'whoami' ? { ...each, description: 'Other.' } : each)),
    tool('extra'),
  ]
let calls = 0

console.error(`server ${process.pid} started`)
// A server that keeps something open does not end with its input: it must be ended.
if (process.env.STUBBORN) {
  setInterval(() => {}, 1000)
  process.on('SIGTERM', () => {})
}

async function call(name, args, context) {
  calls++
  const text = (value) => ({ content: [{ type: 'text', text: String(value) }] })
  switch (name) {
    case 'whoami':
      return text(process.pid)
    case 'extra':
      return text('extra')
    case 'count':
      return text(calls)
    case 'slow':
      for (const progress of [1, 2, 3])
        await context.notify('notifications/progress', { progressToken: context.token, progress, total: 3 })
      return text('done')
    case 'die':
      return process.kill(process.pid, 'SIGKILL')
    case 'flood':
      for (let i = 0; i < Number(args.count ?? 1000); i++) {
        if (i % 100 === 0) console.error(`flooded ${i}`)
        await context.notify('notifications/message', {
          level: 'info',
          data: 'x'.repeat(Number(args.size ?? 10_000)),
        })
      }
      return text('flooded')
    case 'ask':
      return text(JSON.stringify(await context.ask()))
    case 'large':
      return text('y'.repeat(Number(args.size ?? 1_000_000)))
    case 'deaf':
      process.stdin.removeAllListeners('data')
      process.stdin.pause()
      setInterval(() => {}, 1000)
      return text('deaf')
    case 'hang':
      return new Promise(() => {})
    case 'grow':
      tools = [...tools, tool(`grown_${tools.length}`)]
      await context.notify('notifications/tools/list_changed', {})
      return text(tools.length)
    case 'offspring': {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
      return text(child.pid)
    }
    case 'bad':
      writeSync(1, '{"jsonrpc":"2.0","id":1,"id":2}\n')
      return new Promise(() => {})
    default:
      return { ...text(`no tool ${name}`), isError: true }
  }
}

if (era === 'legacy') {
  const { Server } = await import('@modelcontextprotocol/sdk/server/index.js')
  const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
  const types = await import('@modelcontextprotocol/sdk/types.js')
  const server = new Server(
    { name: 'stdio-test', version: '1' },
    { capabilities: { tools: { listChanged: true }, logging: {} } },
  )
  server.setRequestHandler(types.ListToolsRequestSchema, () => ({ tools }))
  server.setRequestHandler(types.CallToolRequestSchema, (request, extra) =>
    call(request.params.name, request.params.arguments ?? {}, {
      token: extra._meta?.progressToken ?? 0,
      notify: (method, params) => extra.sendNotification({ method, params }),
      ask: () =>
        extra.sendRequest(
          {
            method: 'elicitation/create',
            params: { message: 'Who?', requestedSchema: { type: 'object', properties: {} } },
          },
          types.ElicitResultSchema,
        ),
    }),
  )
  await server.connect(new StdioServerTransport())
} else {
  const { Server } = await import('@modelcontextprotocol/server')
  const { serveStdio } = await import('@modelcontextprotocol/server/stdio')
  serveStdio(() => {
    const server = new Server(
      { name: 'stdio-test', version: '1' },
      { capabilities: { tools: { listChanged: true } } },
    )
    server.setRequestHandler('tools/list', () => ({ tools, ttlMs: 0, cacheScope: 'public' }))
    server.setRequestHandler('tools/call', (request, context) =>
      call(request.params.name, request.params.arguments ?? {}, {
        token: context.mcpReq._meta?.progressToken ?? 0,
        notify: (method, params) => context.mcpReq.notify({ method, params }),
        ask: async () => 'not in this era',
      }),
    )
    return server
  })
}
