// Editors, and what lives inside of them.
import { base64Json, bearer, headersOf } from './auth.ts'
import { type Connection, command, file, placeholder, type Snippet, text } from './snippet.ts'

export function cursor(connection: Connection): Snippet {
  const { name, url, token } = connection
  const entry = { url, ...headersOf(connection) }
  const query = `name=${encodeURIComponent(name)}&config=${encodeURIComponent(base64Json(entry))}`
  return {
    client: 'cursor',
    title: 'Cursor',
    group: 'Editor',
    where: 'Open the link and confirm, or put this into ~/.cursor/mcp.json.',
    link: {
      label: 'Add to Cursor',
      href: `cursor://anysphere.cursor-deeplink/mcp/install?${query}`,
      holdsToken: token !== null,
    },
    parts: [file('~/.cursor/mcp.json', { mcpServers: { [name]: entry } })],
  }
}

export function vsCode({ name, url, token }: Connection): Snippet {
  // VS Code asks for the token and keeps it: neither the link nor the file holds it.
  const input = { type: 'promptString', id: 'portcullis', description: 'Portcullis token', password: true }
  const signed = { headers: { Authorization: bearer(placeholder('input:portcullis')) } }
  const inputs = token === null ? {} : { inputs: [input] }
  const entry = { type: 'http', url, ...(token !== null && signed) }
  const whole = { name, ...entry, ...inputs }
  return {
    client: 'vs-code',
    title: 'VS Code',
    group: 'Editor',
    where:
      token === null
        ? 'VS Code opens the browser to sign in when it first connects.'
        : 'VS Code asks for the token when it first connects, and keeps it.',
    link: {
      label: 'Add to VS Code',
      href: `vscode:mcp/install?${encodeURIComponent(JSON.stringify(whole))}`,
      holdsToken: false,
    },
    parts: [
      file('.vscode/mcp.json', { ...inputs, servers: { [name]: entry } }),
      command(`code --add-mcp '${JSON.stringify(whole)}'`),
    ],
  }
}

export function visualStudio(connection: Connection): Snippet {
  const { name, url } = connection
  const entry = { type: 'http', url, ...headersOf(connection) }
  return {
    client: 'visual-studio',
    title: 'Visual Studio',
    group: 'Editor',
    where: 'Put this into .mcp.json beside the solution, or in your user folder for all of them.',
    parts: [file('.mcp.json', { servers: { [name]: entry } })],
  }
}

export function windsurf(connection: Connection): Snippet {
  const { name, url } = connection
  return {
    client: 'windsurf',
    title: 'Windsurf',
    group: 'Editor',
    where: 'Put this into ~/.codeium/windsurf/mcp_config.json and refresh the list of servers.',
    parts: [
      file('~/.codeium/windsurf/mcp_config.json', {
        mcpServers: { [name]: { serverUrl: url, ...headersOf(connection) } },
      }),
    ],
  }
}

export function zed(connection: Connection): Snippet {
  const { name, url } = connection
  return {
    client: 'zed',
    title: 'Zed',
    group: 'Editor',
    where: 'Add this to the settings.',
    parts: [file('settings.json', { context_servers: { [name]: { url, ...headersOf(connection) } } })],
  }
}

export function cline(connection: Connection): Snippet {
  const { name, url } = connection
  // In camel case: with any other spelling it takes the old transport.
  const entry = { type: 'streamableHttp', url, ...headersOf(connection) }
  return {
    client: 'cline',
    title: 'Cline',
    group: 'Editor',
    where: 'Open MCP Servers, Configure, and put this into the file that opens.',
    parts: [file('cline_mcp_settings.json', { mcpServers: { [name]: entry } })],
  }
}

export function continueDev({ name, url, token }: Connection): Snippet {
  const headers =
    token === null
      ? []
      : ['    requestOptions:', '      headers:', `        Authorization: "${bearer(token)}"`]
  const lines = [`  - name: ${name}`, '    type: streamable-http', `    url: ${JSON.stringify(url)}`]
  return {
    client: 'continue',
    title: 'Continue',
    group: 'Editor',
    where: 'Add this to the configuration. Tools are there in agent mode.',
    parts: [text('~/.continue/config.yaml', ['mcpServers:', ...lines, ...headers].join('\n'))],
  }
}

export function jetBrains(connection: Connection): Snippet {
  const { name, url } = connection
  return {
    client: 'jetbrains',
    title: 'JetBrains',
    group: 'Editor',
    where: 'Settings, Tools, AI Assistant, Model Context Protocol: add a server as JSON.',
    parts: [file('AI Assistant', { mcpServers: { [name]: { url, ...headersOf(connection) } } })],
  }
}
