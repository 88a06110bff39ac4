// Real MCP clients as people install them: the SDK's first line (legacy protocol era) and its second
// (which opens with the 2026-07-28 era where the server has it).
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client'
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

export type ToolResult = { text: string; isError: boolean; meta: Record<string, unknown> }
/** What a test asks of an agent, whichever SDK it is made with. */
export type Agent = {
  readonly name: string
  /** Names in `tools/list`, all pages. */
  listTools(): Promise<string[]>
  /** The result of one tools/call. Protocol errors are thrown. */
  call(tool: string, args?: Record<string, unknown>): Promise<ToolResult>
  close(): Promise<void>
}

const requestInit = (token?: string) => (token ? { headers: { Authorization: `Bearer ${token}` } } : {})

export async function agentV1(url: string, token?: string): Promise<Agent> {
  const client = new ClientV1({ name: 'agent-v1', version: '1.0.0' })
  await client.connect(new TransportV1(new URL(url), { requestInit: requestInit(token) }))
  return agent('SDK v1', client)
}

export async function agentV2(url: string, token?: string): Promise<Agent> {
  const client = new ClientV2(
    { name: 'agent-v2', version: '1.0.0' },
    { versionNegotiation: { mode: 'auto' } },
  )
  await client.connect(new TransportV2(new URL(url), { requestInit: requestInit(token) }))
  return agent('SDK v2', client)
}

function agent(name: string, client: ClientV1 | ClientV2): Agent {
  return {
    name,
    listTools: async () => (await client.listTools()).tools.map((tool) => tool.name),
    call: async (tool, args = {}) => readResult(await client.callTool({ name: tool, arguments: args })),
    close: () => client.close(),
  }
}

function readResult(result: unknown): ToolResult {
  const { content, isError, _meta } = result as {
    content: { type: string; text?: string }[]
    isError?: boolean
    _meta?: Record<string, unknown>
  }
  return {
    text: content.map((block) => block.text ?? '').join('\n'),
    isError: isError === true,
    meta: _meta ?? {},
  }
}
