import { describe, expect, it } from 'vitest'
import { type Connection, snippetsFor } from './snippets.ts'

const CONNECTION: Connection = {
  name: 'livetap',
  url: 'https://gate.example.com/mcp/srv_1/',
  token: 'tok_secret',
  protocol: '2025-11-25',
}

function snippet(client: string, change: Partial<Connection> = {}) {
  const found = snippetsFor({ ...CONNECTION, ...change }).find((each) => each.client === client)
  if (!found) throw new Error(`no snippet for ${client}`)
  return found
}
const code = (client: string, change?: Partial<Connection>) => snippet(client, change).parts[0]?.code ?? ''

describe('the snippets for clients', () => {
  it('puts Claude Code’s options before the name', () => {
    expect(code('claude-code')).toBe(
      'claude mcp add --transport http --scope user --header "Authorization: Bearer tok_secret" livetap https://gate.example.com/mcp/srv_1/',
    )
  })

  it('gives Cursor a link whose configuration is the inner object', () => {
    const link = new URL(snippet('cursor').link?.href ?? '')
    expect(link.protocol).toBe('cursor:')
    expect(link.searchParams.get('name')).toBe('livetap')
    expect(JSON.parse(atob(link.searchParams.get('config') ?? ''))).toEqual({
      url: CONNECTION.url,
      headers: { Authorization: 'Bearer tok_secret' },
    })
  })

  it('keeps the token out of VS Code’s link and file', () => {
    const { link, parts } = snippet('vs-code')
    const entry = JSON.parse(decodeURIComponent((link?.href ?? '').replace('vscode:mcp/install?', '')))
    expect(entry).toMatchObject({ name: 'livetap', type: 'http', url: CONNECTION.url })
    expect(entry.headers.Authorization).toBe(`Bearer $${'{input:portcullis}'}`)
    expect(`${link?.href} ${parts[0]?.code}`).not.toContain('tok_secret')
  })

  it('tells Windsurf a serverUrl and Zed a context server', () => {
    expect(JSON.parse(code('windsurf')).mcpServers.livetap.serverUrl).toBe(CONNECTION.url)
    expect(JSON.parse(code('zed')).context_servers.livetap.url).toBe(CONNECTION.url)
  })

  it('allows mcp-remote plain http only where the address is on another machine', () => {
    const args = (url: string) => JSON.parse(code('claude-desktop', { url })).mcpServers.livetap.args
    expect(args('http://10.0.0.7:3000/mcp/srv_1/')).toContain('--allow-http')
    expect(args('http://localhost:3000/mcp/srv_1/')).not.toContain('--allow-http')
    expect(args(CONNECTION.url)).not.toContain('--allow-http')
  })

  it('asks a stateless server in its own words, and an older one to initialize', () => {
    expect(code('curl')).toContain('"method":"initialize"')
    const stateless = code('curl', { protocol: '2026-07-28' })
    expect(stateless).toContain("-H 'MCP-Protocol-Version: 2026-07-28'")
    expect(stateless).toContain('"io.modelcontextprotocol/protocolVersion":"2026-07-28"')
  })
})
