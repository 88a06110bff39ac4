// What each client wants to be told, from one description of the connection. Every text here is
// checked against the client's own notation in snippets.test.ts.

export type Connection = {
  /** Short, lower case: it becomes a key in the client's configuration. */
  readonly name: string
  readonly url: string
  readonly token: string
  /** The newest MCP revision the server answered with. */
  readonly protocol: string | null
}
export type Part = { readonly label: string; readonly code: string; readonly copyLabel: string }
export type Snippet = {
  readonly client: string
  readonly title: string
  /** One sentence: where this goes. */
  readonly where: string
  readonly link?: { readonly href: string; readonly label: string }
  readonly parts: readonly Part[]
}

const TOKEN_VARIABLE = 'PORTCULLIS_TOKEN'
const FIRST_STATELESS = '2026-07-28'

/** Ready-made configuration for each client, the most used first. */
export function snippetsFor(connection: Connection): readonly Snippet[] {
  return [
    claudeCode(connection),
    cursor(connection),
    vsCode(connection),
    claudeDesktop(connection),
    codex(connection),
    windsurf(connection),
    zed(connection),
    generic(connection),
    curl(connection),
  ]
}

function claudeCode({ name, url, token }: Connection): Snippet {
  return {
    client: 'claude-code',
    title: 'Claude Code',
    where: 'Run this once; it is then there in every project.',
    parts: [
      {
        label: 'Terminal',
        copyLabel: 'Copy command',
        code: `claude mcp add --transport http --scope user --header "Authorization: Bearer ${token}" ${name} ${url}`,
      },
    ],
  }
}

function cursor({ name, url, token }: Connection): Snippet {
  const entry = { url, headers: { Authorization: `Bearer ${token}` } }
  const config = encodeURIComponent(btoa(JSON.stringify(entry)))
  return {
    client: 'cursor',
    title: 'Cursor',
    where: 'Open the link, or put this into ~/.cursor/mcp.json.',
    link: {
      label: 'Add to Cursor',
      href: `cursor://anysphere.cursor-deeplink/mcp/install?name=${encodeURIComponent(name)}&config=${config}`,
    },
    parts: [file('~/.cursor/mcp.json', { mcpServers: { [name]: entry } })],
  }
}

function vsCode({ name, url }: Connection): Snippet {
  // VS Code asks for the token and keeps it: neither the link nor the file holds it.
  const inputs = [{ type: 'promptString', id: 'portcullis', description: 'Portcullis token', password: true }]
  const entry = { type: 'http', url, headers: { Authorization: `Bearer ${placeholder('input:portcullis')}` } }
  return {
    client: 'vs-code',
    title: 'VS Code',
    where: 'VS Code asks for the token when it first connects, and keeps it.',
    link: {
      label: 'Add to VS Code',
      href: `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, ...entry, inputs }))}`,
    },
    parts: [file('.vscode/mcp.json', { inputs, servers: { [name]: entry } })],
  }
}

function claudeDesktop({ name, url, token }: Connection): Snippet {
  // The value comes from the environment: some shells split an argument with a space in it.
  const args = ['-y', 'mcp-remote', url, '--header', `Authorization:${placeholder('AUTH')}`]
  if (isPlainRemote(url)) args.push('--allow-http')
  return {
    client: 'claude-desktop',
    title: 'Claude Desktop',
    where: 'Put this into claude_desktop_config.json and start Claude again. It needs Node.',
    parts: [
      file('claude_desktop_config.json', {
        mcpServers: { [name]: { command: 'npx', args, env: { AUTH: `Bearer ${token}` } } },
      }),
    ],
  }
}

function codex({ name, url, token }: Connection): Snippet {
  return {
    client: 'codex',
    title: 'Codex',
    where: 'The token stays in the environment.',
    parts: [
      {
        label: '~/.codex/config.toml',
        copyLabel: 'Copy configuration',
        code: `[mcp_servers.${name}]\nurl = ${JSON.stringify(url)}\nbearer_token_env_var = "${TOKEN_VARIABLE}"`,
      },
      { label: 'Terminal', copyLabel: 'Copy command', code: `export ${TOKEN_VARIABLE}="${token}"` },
    ],
  }
}

function windsurf({ name, url, token }: Connection): Snippet {
  return {
    client: 'windsurf',
    title: 'Windsurf',
    where: 'Put this into ~/.codeium/windsurf/mcp_config.json.',
    parts: [
      file('~/.codeium/windsurf/mcp_config.json', {
        mcpServers: { [name]: { serverUrl: url, headers: { Authorization: `Bearer ${token}` } } },
      }),
    ],
  }
}

function zed({ name, url, token }: Connection): Snippet {
  return {
    client: 'zed',
    title: 'Zed',
    where: 'Add this to the settings.',
    parts: [
      file('settings.json', {
        context_servers: { [name]: { url, headers: { Authorization: `Bearer ${token}` } } },
      }),
    ],
  }
}

function generic({ name, url, token }: Connection): Snippet {
  return {
    client: 'json',
    title: 'JSON',
    where: 'The notation most other clients read.',
    parts: [
      file('mcp.json', {
        mcpServers: { [name]: { type: 'http', url, headers: { Authorization: `Bearer ${token}` } } },
      }),
    ],
  }
}

function curl({ url, token, protocol }: Connection): Snippet {
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
    where: 'Shows whether the way is open, without a client.',
    parts: [{ label: 'Terminal', copyLabel: 'Copy command', code: lines.join(' \\\n  ') }],
  }
}

function file(label: string, content: unknown): Part {
  return { label, copyLabel: 'Copy configuration', code: JSON.stringify(content, null, 2) }
}

/** `${name}`, filled in by the client. */
function placeholder(name: string): string {
  return ['$', '{', name, '}'].join('')
}

/** mcp-remote refuses plain http to another machine unless it is told. */
function isPlainRemote(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}
