// Programs of one's own. A token comes from the environment: it must not stand in a source file.
import { TOKEN_VARIABLE } from './auth.ts'
import { type Connection, command, type Part, type Snippet } from './snippet.ts'

/** Programs have nobody who signs in: these take a token, or there is none of them. */
type Program = (connection: Connection, token: string) => Snippet

export function forToken(program: Program): (connection: Connection) => Snippet | null {
  return (connection) => (connection.token === null ? null : program(connection, connection.token))
}

const WHERE = 'The token comes from the environment, so that no source file holds it.'

function environment(token: string): Part {
  return command(`export ${TOKEN_VARIABLE}="${token}"`)
}

function source(label: string, lines: readonly string[]): Part {
  return { label, code: lines.join('\n'), copyLabel: 'Copy code' }
}

const JS_BEARER = `\`Bearer \${process.env.${TOKEN_VARIABLE}}\``
const PY_BEARER = `f"Bearer {os.environ['${TOKEN_VARIABLE}']}"`

export const responsesApi = forToken(({ name, url }, token) => ({
  client: 'responses-api',
  title: 'OpenAI Responses API',
  group: 'Code',
  where: `${WHERE} OpenAI’s servers connect, so the address must be public.`,
  parts: [
    environment(token),
    source('TypeScript', [
      "import OpenAI from 'openai'",
      '',
      'const openai = new OpenAI()',
      'const response = await openai.responses.create({',
      "  model: 'gpt-5',",
      "  input: 'Which tools do you have?',",
      '  tools: [',
      '    {',
      "      type: 'mcp',",
      `      server_label: '${name}',`,
      `      server_url: '${url}',`,
      `      authorization: process.env.${TOKEN_VARIABLE},`,
      "      require_approval: 'never', // the policy decides",
      '    },',
      '  ],',
      '})',
      'console.log(response.output_text)',
    ]),
  ],
}))

export const agentsSdk = forToken(({ name, url }, token) => ({
  client: 'openai-agents',
  title: 'OpenAI Agents SDK',
  group: 'Code',
  where: WHERE,
  parts: [
    environment(token),
    source('TypeScript', [
      "import { MCPServerStreamableHttp } from '@openai/agents'",
      '',
      'const server = new MCPServerStreamableHttp({',
      `  name: '${name}',`,
      `  url: '${url}',`,
      `  requestInit: { headers: { Authorization: ${JS_BEARER} } },`,
      '})',
      'await server.connect()',
      'console.log((await server.listTools()).map((tool) => tool.name))',
      'await server.close()',
    ]),
    source('Python', [
      'import asyncio, os',
      'from agents.mcp import MCPServerStreamableHttp',
      '',
      'async def main():',
      '    async with MCPServerStreamableHttp(',
      `        name="${name}",`,
      '        params={',
      `            "url": "${url}",`,
      `            "headers": {"Authorization": ${PY_BEARER}},`,
      '        },',
      '    ) as server:',
      '        print([tool.name for tool in await server.list_tools()])',
      '',
      'asyncio.run(main())',
    ]),
  ],
}))

export const aiSdk = forToken(({ url }, token) => ({
  client: 'ai-sdk',
  title: 'Vercel AI SDK',
  group: 'Code',
  where: WHERE,
  parts: [
    environment(token),
    source('TypeScript', [
      "import { createMCPClient } from '@ai-sdk/mcp'",
      '',
      'const client = await createMCPClient({',
      '  transport: {',
      "    type: 'http',",
      `    url: '${url}',`,
      `    headers: { Authorization: ${JS_BEARER} },`,
      '  },',
      '})',
      'console.log(Object.keys(await client.tools()))',
      'await client.close()',
    ]),
  ],
}))

export const langChain = forToken(({ name, url }, token) => ({
  client: 'langchain',
  title: 'LangChain',
  group: 'Code',
  where: WHERE,
  parts: [
    environment(token),
    source('TypeScript', [
      "import { MultiServerMCPClient } from '@langchain/mcp-adapters'",
      '',
      'const client = new MultiServerMCPClient({',
      '  mcpServers: {',
      `    '${name}': {`,
      "      transport: 'http',",
      `      url: '${url}',`,
      `      headers: { Authorization: ${JS_BEARER} },`,
      '    },',
      '  },',
      '})',
      'console.log((await client.getTools()).map((tool) => tool.name))',
      'await client.close()',
    ]),
  ],
}))

export const mcpSdk = forToken(({ url }, token) => ({
  client: 'mcp-sdk',
  title: 'MCP SDK',
  group: 'Code',
  where: WHERE,
  parts: [
    environment(token),
    source('TypeScript', [
      "import { Client } from '@modelcontextprotocol/sdk/client/index.js'",
      "import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'",
      '',
      `const transport = new StreamableHTTPClientTransport(new URL('${url}'), {`,
      `  requestInit: { headers: { Authorization: ${JS_BEARER} } },`,
      '})',
      "const client = new Client({ name: 'my-agent', version: '1.0.0' })",
      'await client.connect(transport)',
      'console.log((await client.listTools()).tools.map((tool) => tool.name))',
      'await client.close()',
    ]),
  ],
}))
