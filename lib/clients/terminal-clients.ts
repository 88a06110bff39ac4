// Agents that live in a terminal.
import { bearer, headerOption, headersOf, TOKEN_VARIABLE } from './auth.ts'
import { type Connection, command, file, placeholder, type Snippet, text } from './snippet.ts'

export function claudeCode(connection: Connection): Snippet {
  const { name, url, token } = connection
  const shared = token === null ? {} : { headers: { Authorization: bearer(placeholder(TOKEN_VARIABLE)) } }
  return {
    client: 'claude-code',
    title: 'Claude Code',
    group: 'Terminal',
    where:
      token === null
        ? 'Run the command once. Then type /mcp in Claude Code, choose the server and authenticate.'
        : 'Run the command once; the server is then there in every project. /mcp shows its state.',
    parts: [
      command(`claude mcp add --transport http --scope user ${headerOption(connection)}${name} ${url}`),
      command(
        `claude mcp add-json --scope user ${name} '${JSON.stringify({ type: 'http', url, ...headersOf(connection) })}'`,
        'Terminal, as JSON',
      ),
      // Shared with a project: the token stays out of the file.
      file('.mcp.json of a project', { mcpServers: { [name]: { type: 'http', url, ...shared } } }),
    ],
  }
}

export function codex({ name, url, token }: Connection): Snippet {
  const section = `[mcp_servers.${name}]\nurl = ${JSON.stringify(url)}`
  return {
    client: 'codex',
    title: 'Codex',
    group: 'Terminal',
    where:
      token === null
        ? 'Add the server, then sign in.'
        : 'The token stays in the environment, and Codex reads it there.',
    parts:
      token === null
        ? [
            command(`codex mcp add ${name} --url ${url}`),
            command(`codex mcp login ${name}`, 'Terminal, to sign in'),
            text('~/.codex/config.toml', section),
          ]
        : [
            command(`export ${TOKEN_VARIABLE}="${token}"`, 'Terminal, in the profile of your shell'),
            command(`codex mcp add ${name} --url ${url} --bearer-token-env-var ${TOKEN_VARIABLE}`),
            text('~/.codex/config.toml', `${section}\nbearer_token_env_var = "${TOKEN_VARIABLE}"`),
          ],
  }
}

export function geminiCli(connection: Connection): Snippet {
  const { name, url } = connection
  return {
    client: 'gemini-cli',
    title: 'Gemini CLI',
    group: 'Terminal',
    where: 'Run the command once, or put the file in its place. /mcp shows the state.',
    parts: [
      command(`gemini mcp add --scope user --transport http ${headerOption(connection)}${name} ${url}`),
      file('~/.gemini/settings.json', { mcpServers: { [name]: { httpUrl: url, ...headersOf(connection) } } }),
    ],
  }
}

export function copilotCli(connection: Connection): Snippet {
  const { name, url } = connection
  const entry = { type: 'http', url, ...headersOf(connection), tools: ['*'] }
  return {
    client: 'copilot-cli',
    title: 'Copilot CLI',
    group: 'Terminal',
    where: 'Put this into the file, then start copilot again. /mcp show tells whether it is there.',
    parts: [file('~/.copilot/mcp-config.json', { mcpServers: { [name]: entry } })],
  }
}

export function goose({ name, url, token }: Connection): Snippet {
  const headers = token === null ? [] : ['    headers:', `      Authorization: "${bearer(token)}"`]
  const query = new URLSearchParams({ url, type: 'streamable_http', id: name, name })
  return {
    client: 'goose',
    title: 'Goose',
    group: 'Terminal',
    where:
      token === null
        ? 'Open the link, or add the extension to the file.'
        : 'Add the extension to the file, then start a new session.',
    // The link has no place for a header.
    ...(token === null && {
      link: { href: `goose://extension?${query}`, label: 'Add to Goose', holdsToken: false },
    }),
    parts: [
      text(
        '~/.config/goose/config.yaml',
        [
          'extensions:',
          `  ${name}:`,
          '    type: streamable_http',
          `    name: ${name}`,
          '    enabled: true',
          `    uri: ${JSON.stringify(url)}`,
          ...headers,
          '    timeout: 300',
        ].join('\n'),
      ),
    ],
  }
}
