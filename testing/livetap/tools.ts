// LiveTap's thirteen tools: its names and parameters, in words of our own.
import { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { OPERATORS } from './condition.ts'
import { CONNECTION_TYPES } from './stream.ts'
import type { Tap } from './tap.ts'

const connectionId = z.string().describe('Which connection, for example "conn_00000001"')
const watcherId = z.string().describe('Which watcher, for example "watch_00000002"')
const condition = z.object({
  field: z.string().describe('Where to look in the payload, with dots: "sensors.temperature.value"'),
  op: z.enum(OPERATORS).describe('How to compare; "matches" takes a regular expression'),
  value: z.unknown().describe('What to compare with'),
})
const match = z.enum(['all', 'any']).describe('Whether every condition has to hold, or one of them')
const cooldown = z.number().describe('Seconds that must pass between two alerts; 0 alerts every time')
const action = z
  .unknown()
  .describe('What a match sets off: "channel_alert", {webhook: "address"} or {shell: "command"}')

/** An MCP server whose tools work on `tap`. One is made for every request; `tap` outlives them. */
export function serverFor(tap: Tap): McpServer {
  const server = new McpServer({ name: 'LiveTap', version: '0.0.0-stand-in' })
  registerConnectionTools(server, tap)
  registerWatcherTools(server, tap)
  const description = 'Tells how long the daemon has been up and how many connections and watchers it has.'
  server.registerTool('status', { description, inputSchema: z.object({}) }, () => reply(() => tap.status()))
  return server
}

function registerConnectionTools(server: McpServer, tap: Tap): void {
  server.registerTool(
    'create_connection',
    {
      description:
        'Opens a connection to live data: an MQTT broker, a webhook, a WebSocket or a file that grows.',
      inputSchema: z.object({
        type: z.enum(CONNECTION_TYPES).default('mqtt').describe('Kind of source'),
        name: z.string().optional().describe('A name for people'),
        broker: z.string().optional().describe('Host of the MQTT broker'),
        port: z.number().default(1883).describe('Port of the broker'),
        tls: z.boolean().default(false).describe('Encrypt the way to the broker'),
        username: z.string().default('').describe('User at the broker'),
        password: z.string().default('').describe('Password at the broker'),
        topics: z.array(z.string()).optional().describe('MQTT topics to subscribe to'),
        url: z.string().optional().describe('Address of the WebSocket'),
        headers: z
          .record(z.string(), z.unknown())
          .optional()
          .describe('Headers for the WebSocket, credentials too'),
        handshake: z.string().optional().describe('First message to send over the WebSocket'),
        path: z.string().optional().describe('Absolute path of the file to follow'),
      }),
    },
    ({ type, name }) => reply(() => tap.createConnection(type, name ?? type)),
  )
  server.registerTool(
    'list_connections',
    { description: 'Lists the open connections with state, rate and backlog.', inputSchema: z.object({}) },
    () => reply(() => tap.listConnections()),
  )
  server.registerTool(
    'get_connection',
    { description: 'Shows one connection in full.', inputSchema: z.object({ connectionId }) },
    (input) => reply(() => tap.getConnection(input.connectionId)),
  )
  server.registerTool(
    'destroy_connection',
    {
      description: 'Closes a connection for good and throws its backlog away.',
      inputSchema: z.object({ connectionId }),
    },
    (input) => reply(() => tap.destroyConnection(input.connectionId)),
  )
  server.registerTool(
    'read_stream',
    {
      description: 'Shows the latest entries of a connection, to learn what its data looks like.',
      inputSchema: z.object({
        connectionId,
        backfillSeconds: z.number().default(60).describe('How far back to look, in seconds'),
        maxEntries: z.number().default(10).describe('How many entries to show at most'),
      }),
    },
    (input) => reply(() => tap.readStream(input.connectionId, input.backfillSeconds, input.maxEntries)),
  )
}

function registerWatcherTools(server: McpServer, tap: Tap): void {
  server.registerTool(
    'create_watcher',
    {
      description:
        'Sets up a watcher that tests every entry of a connection and acts when its conditions hold.',
      inputSchema: z.object({
        connectionId,
        conditions: z.array(condition).describe('What to look for'),
        match: match.default('all'),
        action: action.default('channel_alert'),
        cooldown: cooldown.default(60),
      }),
    },
    ({ connectionId: id, ...settings }) => reply(() => tap.createWatcher(id, settings)),
  )
  server.registerTool(
    'list_watchers',
    {
      description: 'Lists the watchers, of one connection or of all.',
      inputSchema: z.object({ connectionId: connectionId.optional() }),
    },
    (input) => reply(() => tap.listWatchers(input.connectionId)),
  )
  server.registerTool(
    'get_watcher',
    { description: 'Shows one watcher: conditions, state, matches.', inputSchema: z.object({ watcherId }) },
    (input) => reply(() => tap.getWatcher(input.watcherId)),
  )
  server.registerTool(
    'get_watcher_logs',
    {
      description: 'Shows what a watcher decided lately.',
      inputSchema: z.object({ watcherId, lines: z.number().default(50).describe('How many lines') }),
    },
    (input) => reply(() => tap.watcherLog(input.watcherId, input.lines)),
  )
  server.registerTool(
    'update_watcher',
    {
      description: 'Changes what a watcher looks for or sets off, and starts it again with that.',
      inputSchema: z.object({
        watcherId,
        conditions: z.array(condition).optional().describe('What to look for from now on'),
        match: match.optional(),
        action: action.optional(),
        cooldown: cooldown.optional(),
      }),
    },
    ({ watcherId: id, ...changes }) => reply(() => tap.updateWatcher(id, given(changes))),
  )
  server.registerTool(
    'delete_watcher',
    { description: 'Stops a watcher and removes it.', inputSchema: z.object({ watcherId }) },
    (input) => reply(() => tap.deleteWatcher(input.watcherId)),
  )
  server.registerTool(
    'restart_watcher',
    { description: 'Starts a watcher again, from now.', inputSchema: z.object({ watcherId }) },
    (input) => reply(() => tap.restartWatcher(input.watcherId)),
  )
}

// What was left out stays as it is.
function given<T extends object>(changes: T): Partial<T> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<T>
}

function reply(work: () => unknown): { content: { type: 'text'; text: string }[]; isError?: boolean } {
  try {
    return { content: [{ type: 'text', text: JSON.stringify(work(), null, 2) }] }
  } catch (error) {
    return { content: [{ type: 'text', text: String(error) }], isError: true }
  }
}
