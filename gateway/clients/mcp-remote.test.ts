// mcp-remote stands between a client that knows stdio only and the gateway: the client here is SDK v1.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { foreignFile, foreignVersion } from '#testing/foreign/index.ts'
import type { ToolAnswer } from './testing/client.ts'
import { governs } from './testing/scenario.ts'

governs({
  name: 'mcp-remote',
  version: () => foreignVersion('mcp-remote'),
  staysConnected: true,
  callsUnlisted: true,
  open: async (url, token) => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-mcp-remote-'))
    const header = token === undefined ? [] : ['--header', `Authorization:Bearer ${token}`]
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [foreignFile('mcp-remote', 'dist/proxy.js'), url, '--allow-http', ...header],
      env: { PATH: process.env.PATH ?? '', HOME: folder, MCP_REMOTE_CONFIG_DIR: folder },
      stderr: 'ignore',
    })
    const client = new Client({ name: 'behind-mcp-remote', version: '1' })
    await client.connect(transport)
    return {
      list: async () => (await client.listTools()).tools.map((tool) => tool.name),
      call: (name, args = {}) => client.callTool({ name, arguments: args }) as Promise<ToolAnswer>,
      close: async () => {
        await client.close()
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
})
