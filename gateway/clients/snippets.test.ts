// Every snippet of the connect page that names a runnable client, run: word for word as it is copied, by that
// very client. Whether it came in, the gateway itself says: what it noted of the attempt is what the page shows.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Connection, type Snippet, snippetsFor } from '#lib/clients/index.ts'
import type { Tenant } from '#lib/data/admission/testing/tenant.ts'
import { foreignRoot, foreignVersion, newerNode } from '#testing/foreign/index.ts'
import { connect, type Harness, startHarness } from '../testing/harness.ts'
import { openSnippetShell, type SnippetShell } from './testing/snippet-shell.ts'

let gate: Harness
beforeAll(async () => {
  gate = await startHarness()
})
afterAll(() => gate.close())

type Page = {
  readonly shell: SnippetShell
  readonly token: string
  readonly snippet: Snippet
  /** The code of the one part whose label fits. */
  readonly part: (label: RegExp) => string
}

/** What each client does with what is copied for it. A client that is not here is in NOT_RUN, with the reason. */
const RUNS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'claude-code': async ({ shell, token, part }) => {
    await shell.run(part(/^Terminal$/))
    expect(await shell.run('claude mcp list')).toMatch(/live: .* Connected/)
    await shell.run('claude mcp remove --scope user live')
    await shell.run(part(/as JSON/))
    expect(await shell.run('claude mcp list')).toMatch(/live: .* Connected/)
    await shell.run('claude mcp remove --scope user live')
    // Of a file that a project shares a person is asked first; this says yes.
    shell.write('project/.mcp.json', part(/mcp\.json/))
    const project = `${shell.home}/project`
    shell.write(
      '.claude.json',
      JSON.stringify({
        projects: { [project]: { hasTrustDialogAccepted: true, enabledMcpjsonServers: ['live'] } },
      }),
    )
    const env = { PORTCULLIS_TOKEN: token }
    expect(await shell.run('claude mcp list', { cwd: project, env })).toMatch(/live: .* Connected/)
  },
  codex: async ({ shell, part }) => {
    const written = 'cat ~/.codex/config.toml'
    const made = await shell.run(`${part(/profile/)}\n${part(/^Terminal$/)} >/dev/null 2>&1\n${written}`)
    expect(made.trim()).toBe(part(/config\.toml/))
    // It meets its servers before it meets its model, which nobody answers for here.
    const model = `-c model_provider=none -c 'model_providers.none={name="none",base_url="http://127.0.0.1:9/v1"}'`
    await shell.run(
      `${part(/profile/)}\ntimeout -s KILL 25 codex exec --skip-git-repo-check ${model} hello >/dev/null 2>&1 || true`,
    )
  },
  'gemini-cli': async ({ shell, part }) => {
    await shell.run(part(/^Terminal$/))
    expect(await shell.run('gemini mcp list')).toMatch(/live: .* Connected/)
    shell.write('.gemini/settings.json', part(/settings\.json/))
    expect(await shell.run('gemini mcp list')).toMatch(/live: .* Connected/)
  },
  'claude-desktop': async ({ shell, part }) => {
    const { command, args, env } = JSON.parse(part(/desktop_config/)).mcpServers.live
    const transport = new StdioClientTransport({
      command: `${shell.home}/bin/${command}`,
      args: [...args, '--allow-http'],
      env: { PATH: process.env.PATH ?? '', HOME: shell.home, MCP_REMOTE_CONFIG_DIR: shell.home, ...env },
      stderr: 'ignore',
    })
    const client = new Client({ name: 'claude-ai', version: '1' })
    await client.connect(transport)
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('echo')
    await client.close()
  },
  'mcp-sdk': (page) => runsCode(page, process.execPath, process.cwd()),
  'openai-agents': (page) => runsCode(page, newerNode(), foreignRoot()),
  'ai-sdk': (page) => runsCode(page, newerNode(), foreignRoot()),
  langchain: (page) => runsCode(page, newerNode(), foreignRoot()),
  'responses-api': async (page) => {
    // OpenAI's servers would connect; what they are told is heard here, and done as they do it.
    const told = await toldByResponses(page)
    expect(told).toMatchObject({ type: 'mcp', server_label: 'live', authorization: page.token })
    const client = await connect('SDK v1', String(told.server_url), String(told.authorization))
    await client.listTools()
    await (client as unknown as Client).close()
  },
  inspector: async ({ shell, part }) => expect(await shell.run(part(/Terminal/))).toMatch(/"name": ?"echo"/),
  json: async ({ shell, part }) => {
    shell.write('mcp.json', part(/mcp\.json/))
    const inspector = 'npx -y @modelcontextprotocol/inspector --cli --config mcp.json --server live'
    expect(await shell.run(`${inspector} --method tools/list`)).toMatch(/"name": ?"echo"/)
  },
  curl: async ({ shell, part }) => {
    expect(await shell.run(part(/Terminal/))).toMatch(/"serverInfo"/)
  },
}

/** Programs with a window, services of others, and command lines that let nobody in without an account. */
const NOT_RUN = [
  'cursor',
  'vs-code',
  'claude-ai',
  'chatgpt',
  'copilot-cli',
  'goose',
  'windsurf',
  'zed',
  'cline',
  'continue',
  'jetbrains',
  'visual-studio',
  'lm-studio',
  'n8n',
]

async function runsCode({ shell, part }: Page, node: string, cwd: string): Promise<void> {
  const code = part(/TypeScript/)
  const run = `${part(/Terminal/)}\n${JSON.stringify(node)} --input-type=module -e ${quoted(code)}`
  expect(await shell.run(run, { cwd })).toContain('echo')
}

async function toldByResponses({ shell, part }: Page): Promise<Record<string, unknown>> {
  let body = ''
  const openai = createServer(async (request, response) => {
    for await (const chunk of request) body += chunk
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ id: 'resp_1', object: 'response', output: [], status: 'completed' }))
  })
  openai.listen(0, '127.0.0.1')
  await once(openai, 'listening')
  const base = `http://127.0.0.1:${(openai.address() as AddressInfo).port}/v1`
  const run = `${part(/Terminal/)}\n${JSON.stringify(newerNode())} --input-type=module -e ${quoted(part(/TypeScript/))}`
  await shell.run(run, { cwd: foreignRoot(), env: { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: base } })
  openai.close()
  return JSON.parse(body).tools[0]
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

function snippetsOf(tenant: Tenant): readonly Snippet[] {
  const connection: Connection = {
    name: 'live',
    url: gate.url(tenant),
    token: tenant.token,
    tokenUrl: null,
    protocol: '2025-11-25',
  }
  return snippetsFor(connection)
}

describe('the snippets of the connect page, run', () => {
  it('leave out no client', async () => {
    const clients = snippetsOf(await gate.tenant()).map(({ client }) => client)
    expect([...Object.keys(RUNS), ...NOT_RUN].sort()).toEqual([...clients].sort())
  })

  it.each([
    '@anthropic-ai/claude-code',
    '@google/gemini-cli',
    '@langchain/mcp-adapters',
    '@openai/agents',
    '@openai/codex',
  ] as const)('%s is the version that was asked for', (name) => {
    const { installed, wanted } = foreignVersion(name)
    expect(installed).toBe(wanted)
  })

  it.each(Object.keys(RUNS))(
    '%s comes in with what is copied for it',
    async (client) => {
      const tenant = await gate.tenant()
      const snippet = snippetsOf(tenant).find((each) => each.client === client)
      if (!snippet) throw new Error(`no snippet for ${client}`)
      const shell = openSnippetShell()
      const part = (label: RegExp) => {
        const found = snippet.parts.filter((each) => label.test(each.label))
        expect(found, `${client} ${label}`).toHaveLength(1)
        return found[0]?.code ?? ''
      }
      try {
        await RUNS[client]?.({ shell, token: tenant.token, snippet, part })
        await vi.waitFor(
          async () => {
            const { rows } = await gate.pool.query<{ stage: string }>(
              'SELECT stage FROM connect_attempt WHERE grant_id = $1 AND code = $2',
              [tenant.grantId, ''],
            )
            expect(rows.map(({ stage }) => stage)).toContain('connected')
          },
          { timeout: 30_000, interval: 100 },
        )
      } finally {
        shell.close()
      }
    },
    600_000,
  )
})
