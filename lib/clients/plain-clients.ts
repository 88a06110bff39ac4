// For clients that are not in the list, and for looking without one.
import { headerOption, headersOf } from './auth.ts'
import { forToken } from './code-clients.ts'
import { type Connection, command, file, type Snippet } from './snippet.ts'

const FIRST_STATELESS = '2026-07-28'

export function generic(connection: Connection): Snippet {
  const { name, url } = connection
  return {
    client: 'json',
    title: 'JSON',
    group: 'Plain',
    where: 'The notation most other clients read.',
    parts: [file('mcp.json', { mcpServers: { [name]: { type: 'http', url, ...headersOf(connection) } } })],
  }
}

export function inspector(connection: Connection): Snippet {
  const { url } = connection
  const base = 'npx -y @modelcontextprotocol/inspector'
  return {
    client: 'inspector',
    title: 'MCP Inspector',
    group: 'Plain',
    where: 'Lists the tools as this grant sees them. It needs Node 22 or newer.',
    parts: [command(`${base} --cli ${url} --transport http ${headerOption(connection)}--method tools/list`)],
  }
}

export const curl = forToken(({ url, protocol }, token) => {
  const stateless = protocol !== null && protocol >= FIRST_STATELESS
  const about = { name: 'curl', version: '1' }
  const message = stateless
    ? {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/list',
        params: {
          _meta: {
            'io.modelcontextprotocol/protocolVersion': FIRST_STATELESS,
            'io.modelcontextprotocol/clientInfo': about,
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      }
    : {
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: about },
      }
  const lines = [
    `curl -sS ${url}`,
    `-H 'Authorization: Bearer ${token}'`,
    "-H 'Content-Type: application/json'",
    "-H 'Accept: application/json, text/event-stream'",
    ...(stateless ? [`-H 'MCP-Protocol-Version: ${FIRST_STATELESS}'`, "-H 'Mcp-Method: tools/list'"] : []),
    `-d '${JSON.stringify(message)}'`,
  ]
  return {
    client: 'curl',
    title: 'curl',
    group: 'Plain',
    where: 'Shows whether the way is open, without a client.',
    parts: [command(lines.join(' \\\n  '))],
  }
})
