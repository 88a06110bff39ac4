// Applications that people talk to. Some take nothing but a URL.
import { base64Json, bearer, headersOf, isPlainRemote } from './auth.ts'
import { type Connection, file, type Part, placeholder, type Snippet } from './snippet.ts'

export function claudeDesktop({ name, url, token }: Connection): Snippet {
  const args = ['-y', 'mcp-remote', url]
  // The value comes from the environment: some shells split an argument with a space in it.
  if (token !== null) args.push('--header', `Authorization:${placeholder('AUTH')}`)
  if (isPlainRemote(url)) args.push('--allow-http')
  const entry = { command: 'npx', args, ...(token !== null && { env: { AUTH: bearer(token) } }) }
  return {
    client: 'claude-desktop',
    title: 'Claude Desktop',
    group: 'App',
    where:
      'Settings, Developer, Edit Config: put this into claude_desktop_config.json and start Claude again. It needs Node. Any other client that only starts programs takes the same.',
    parts: [file('claude_desktop_config.json', { mcpServers: { [name]: entry } })],
  }
}

/** Web, desktop and mobile: their servers connect, not the person's machine. */
export function claudeConnector(connection: Connection): Snippet {
  return {
    client: 'claude-ai',
    title: 'claude.ai',
    group: 'App',
    ...urlOnly(
      connection,
      'Settings, Connectors, Add custom connector: give it a name and this URL. It is reached from Anthropic’s cloud, so the address must be public and https.',
    ),
  }
}

export function chatGpt(connection: Connection): Snippet {
  const authentication = connection.token === null ? 'OAuth' : 'none'
  return {
    client: 'chatgpt',
    title: 'ChatGPT',
    group: 'App',
    ...urlOnly(
      connection,
      `Turn on developer mode, then Settings, Apps, Create app: paste this URL and choose “${authentication}” as authentication. It is reached from OpenAI’s cloud, so the address must be public and https.`,
    ),
  }
}

export function lmStudio(connection: Connection): Snippet {
  const { name, url, token } = connection
  const entry = { url, ...headersOf(connection) }
  const query = `name=${encodeURIComponent(name)}&config=${encodeURIComponent(base64Json(entry))}`
  return {
    client: 'lm-studio',
    title: 'LM Studio',
    group: 'App',
    where: 'Open the link, or edit mcp.json under Program, Install.',
    link: {
      label: 'Add to LM Studio',
      href: `lmstudio://add_mcp?${query}`,
      holdsToken: token !== null,
    },
    parts: [file('mcp.json', { mcpServers: { [name]: entry } })],
  }
}

export function n8n({ url, token }: Connection): Snippet {
  const endpoint = { label: 'Endpoint', code: url, copyLabel: 'Copy URL' }
  return {
    client: 'n8n',
    title: 'n8n',
    group: 'App',
    where:
      token === null
        ? 'In an MCP Client Tool node: this endpoint, server transport “HTTP Streamable”, authentication “MCP OAuth2”.'
        : 'In an MCP Client Tool node: this endpoint, server transport “HTTP Streamable”, authentication “Bearer Auth” with a credential that holds the token.',
    parts:
      token === null
        ? [endpoint]
        : [endpoint, { label: 'Bearer token', code: token, copyLabel: 'Copy bearer token' }],
  }
}

function urlOnly({ url, token, tokenUrl }: Connection, where: string): Pick<Snippet, 'where' | 'parts'> {
  const part = (code: string): readonly Part[] => [
    { label: 'Server URL', code, copyLabel: 'Copy server URL' },
  ]
  if (token === null) return { where, parts: part(url) }
  if (tokenUrl !== null)
    return { where: `${where} The URL holds the token: keep it as one.`, parts: part(tokenUrl) }
  return {
    where:
      'It takes a URL and no header. Allow the token in the URL of this grant (“Token in the URL”), and the URL to paste stands here.',
    parts: [],
  }
}
