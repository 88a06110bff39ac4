import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Connection, snippetsFor } from './index.ts'

const TOKEN = 'pcg_0123456789ab_secret'
const CONNECTION: Connection = {
  name: 'livetap',
  url: 'https://gate.example.com/mcp/srv_1/',
  token: TOKEN,
  tokenUrl: null,
  protocol: '2025-11-25',
}
const SIGNS_IN: Partial<Connection> = { token: null, url: 'https://gate.example.com/mcp/srv_1/oauth' }

function snippet(client: string, change: Partial<Connection> = {}) {
  const found = snippetsFor({ ...CONNECTION, ...change }).find((each) => each.client === client)
  if (!found) throw new Error(`no snippet for ${client}`)
  return found
}
const code = (client: string, label: string | RegExp = /./, change?: Partial<Connection>) =>
  snippet(client, change).parts.find((part) => part.label.match(label))?.code ?? ''
const json = (client: string, label?: string | RegExp, change?: Partial<Connection>) =>
  JSON.parse(code(client, label, change))
const HEADERS = { Authorization: `Bearer ${TOKEN}` }

describe('the snippets for clients', () => {
  it('has each client of the list once, and every one that may sign in without a token', () => {
    const clients = snippetsFor(CONNECTION).map((each) => each.client)
    expect(new Set(clients).size).toBe(clients.length)
    expect(clients).toEqual(
      expect.arrayContaining(
        'claude-code claude-ai claude-desktop chatgpt responses-api openai-agents ai-sdk langchain cursor vs-code windsurf zed cline continue goose lm-studio gemini-cli codex copilot-cli visual-studio jetbrains n8n'.split(
          ' ',
        ),
      ),
    )
    const signing = snippetsFor({ ...CONNECTION, ...SIGNS_IN })
    // A program has nobody who could.
    const without = clients.filter((client) => !signing.some((each) => each.client === client))
    expect(without).toEqual(['mcp-sdk', 'openai-agents', 'ai-sdk', 'langchain', 'responses-api', 'curl'])
  })

  it('names the address in each, and lets no word of a token into what signs in', () => {
    for (const each of snippetsFor({ ...CONNECTION, tokenUrl: 'https://gate.example.com/mcp/t/x/srv_1/' })) {
      const all = each.parts.map((part) => part.code).join('\n')
      expect(all, each.client).toMatch(/https:\/\/gate\.example\.com\/mcp\/(t\/x\/)?srv_1\//)
    }
    for (const each of snippetsFor({ ...CONNECTION, ...SIGNS_IN })) {
      const all = `${each.link?.href ?? ''} ${each.parts.map((part) => part.code).join('\n')}`
      expect(all, each.client).toContain('/mcp/srv_1/oauth')
      expect(all, each.client).not.toMatch(/Bearer|Authorization|PORTCULLIS_TOKEN/)
      expect(each.link?.holdsToken ?? false).toBe(false)
    }
  })

  it('puts Claude Code’s options before the name', () => {
    expect(code('claude-code')).toBe(
      `claude mcp add --transport http --scope user --header "Authorization: Bearer ${TOKEN}" livetap https://gate.example.com/mcp/srv_1/`,
    )
    expect(code('claude-code', /./, SIGNS_IN)).toBe(
      'claude mcp add --transport http --scope user livetap https://gate.example.com/mcp/srv_1/oauth',
    )
  })

  it('keeps the token out of a file that a project shares', () => {
    expect(code('claude-code', '.mcp.json')).toContain(`Bearer $${'{PORTCULLIS_TOKEN}'}`)
    expect(code('claude-code', '.mcp.json')).not.toContain(TOKEN)
  })

  it('gives Cursor and LM Studio a link whose configuration is the inner object', () => {
    for (const client of ['cursor', 'lm-studio']) {
      const { link } = snippet(client)
      const url = new URL(link?.href ?? '')
      expect(link?.holdsToken).toBe(true)
      expect(url.searchParams.get('name')).toBe('livetap')
      expect(JSON.parse(atob(url.searchParams.get('config') ?? ''))).toEqual({
        url: CONNECTION.url,
        headers: HEADERS,
      })
    }
  })

  it('keeps the token out of VS Code’s link, file and command', () => {
    const { link, parts } = snippet('vs-code')
    const entry = JSON.parse(decodeURIComponent((link?.href ?? '').replace('vscode:mcp/install?', '')))
    expect(entry).toMatchObject({ name: 'livetap', type: 'http', url: CONNECTION.url })
    expect(entry.headers.Authorization).toBe(`Bearer $${'{input:portcullis}'}`)
    expect(entry.inputs[0].id).toBe('portcullis')
    expect([link?.href, ...parts.map((part) => part.code)].join('\n')).not.toContain(TOKEN)
    expect(link?.holdsToken).toBe(false)
  })

  it('has the key that each client looks for', () => {
    const { url } = CONNECTION
    expect(json('windsurf')).toEqual({ mcpServers: { livetap: { serverUrl: url, headers: HEADERS } } })
    expect(json('zed')).toEqual({ context_servers: { livetap: { url, headers: HEADERS } } })
    expect(json('gemini-cli', 'settings.json').mcpServers.livetap).toEqual({ httpUrl: url, headers: HEADERS })
    expect(json('cline').mcpServers.livetap.type).toBe('streamableHttp')
    expect(json('visual-studio').servers.livetap).toEqual({ type: 'http', url, headers: HEADERS })
    expect(json('jetbrains').mcpServers.livetap).toEqual({ url, headers: HEADERS })
    expect(json('copilot-cli').mcpServers.livetap.type).toBe('http')
  })

  it('writes YAML that reads as what was meant', () => {
    expect(parse(code('continue'))).toEqual({
      mcpServers: [
        {
          name: 'livetap',
          type: 'streamable-http',
          url: CONNECTION.url,
          requestOptions: { headers: HEADERS },
        },
      ],
    })
    expect(parse(code('goose')).extensions.livetap).toMatchObject({ uri: CONNECTION.url, headers: HEADERS })
    expect(parse(code('goose', /./, SIGNS_IN)).extensions.livetap).not.toHaveProperty('headers')
  })

  it('offers what takes a URL alone the one with the token, or says what it takes', () => {
    const tokenUrl = 'https://gate.example.com/mcp/t/pcg_x/srv_1/'
    for (const client of ['claude-ai', 'chatgpt']) {
      expect(code(client, /./, { tokenUrl })).toBe(tokenUrl)
      expect(snippet(client).parts).toEqual([])
      expect(snippet(client).where).toContain('Token in the URL')
      expect(code(client, /./, SIGNS_IN)).toBe('https://gate.example.com/mcp/srv_1/oauth')
    }
  })

  it('allows mcp-remote plain http only where the address is on another machine', () => {
    const args = (url: string) => json('claude-desktop', /./, { url }).mcpServers.livetap.args
    expect(args('http://10.0.0.7:3000/mcp/srv_1/')).toContain('--allow-http')
    expect(args('http://localhost:3000/mcp/srv_1/')).not.toContain('--allow-http')
    expect(args(CONNECTION.url)).not.toContain('--allow-http')
  })

  it('asks a stateless server in its own words, and an older one to initialize', () => {
    expect(code('curl')).toContain('"method":"initialize"')
    const stateless = code('curl', /./, { protocol: '2026-07-28' })
    expect(stateless).toContain("-H 'MCP-Protocol-Version: 2026-07-28'")
    expect(stateless).toContain('"io.modelcontextprotocol/protocolVersion":"2026-07-28"')
  })
})
