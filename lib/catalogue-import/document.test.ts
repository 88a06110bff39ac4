// The formats, as values: each is told by what it is, and says where what is wrong with it stands.
import { describe, expect, it } from 'vitest'
import { readDocument } from './document.ts'
import type { Row } from './found.ts'

const AT = new Date('2026-01-02T03:04:05Z')
const read = (content: unknown, name = 'file') =>
  readDocument(typeof content === 'string' ? content : JSON.stringify(content), {
    place: `${name}.json`,
    name,
    scannedAt: AT,
  })
const server = (rows: readonly Row[], index = 0) => rows[index]?.server
const tools = (rows: readonly Row[], index = 0) =>
  (server(rows, index)?.tools ?? []).map((text) => JSON.parse(text))
const problems = (rows: readonly Row[]) => rows.flatMap((row) => [...row.problems])

describe('a capture of tools/list', () => {
  const list = [{ name: 'read_file', description: 'Reads a file', inputSchema: { type: 'object' } }]

  it.each([
    ['the result', { tools: list }],
    ['the JSON-RPC answer', { jsonrpc: '2.0', id: 1, result: { tools: list } }],
    ['the list alone', list],
  ])('is read as %s, under the name of its file', (_, content) => {
    const rows = read(content, 'files')
    expect(server(rows)).toMatchObject({ name: 'files', source: { kind: 'capture' }, scannedAt: AT })
    expect(tools(rows)).toEqual(list)
  })

  it('says of the server what stands beside the tools', () => {
    const rows = read({
      server: 'airtable',
      package: 'airtable-mcp-server',
      version: '1.14.0',
      source: 'npm, tools/list run on 2026-11-20 with no network',
      serverInfo: { name: 'x', title: 'Airtable', version: '0', websiteUrl: 'https://airtable.example/' },
      tools: list,
    })
    expect(server(rows)).toMatchObject({
      name: 'airtable-mcp-server',
      slug: 'airtable',
      title: 'Airtable',
      version: '1.14.0',
      homepage: 'https://airtable.example/',
      endpoint: { kind: 'stdio', command: 'npx -y airtable-mcp-server@1.14.0' },
      scannedAt: new Date('2026-11-20'),
    })
  })

  it('names no package that the capture does not say where to get', () => {
    const rows = read({ server: 'x', package: 'not-on-npm-yet', source: 'github x/y', tools: list })
    expect(server(rows)?.endpoint).toBeNull()
  })

  it('of many servers is many rows, with a place each', () => {
    const rows = read({
      repo: 'codespar/mcp-dev-latam',
      entries: [{ server: 'a', tools: list }, { server: 'b', tools: [] }, { server: 'c' }],
    })
    expect(rows.map((row) => row.server?.name)).toEqual(['a', 'b', undefined])
    expect(server(rows)).toMatchObject({ source: { url: 'https://github.com/codespar/mcp-dev-latam' } })
    expect(server(rows, 1)?.tools).toEqual([])
    expect(problems(rows)).toEqual([
      { place: 'file.json, server 3', reason: expect.stringContaining('no list of tools') },
    ])
  })

  it('in JSON lines loses no more than the line that is wrong', () => {
    const lines = [
      JSON.stringify({ server: 'a', tools: list }),
      '{"server":"b","tools":[',
      JSON.stringify({ server: 'c', name: 'one' }),
      JSON.stringify({ server: 'c', name: 'two' }),
    ]
    const rows = read(`${lines.join('\n')}\n`)
    expect(rows.map((row) => row.server?.name)).toEqual(['a', undefined, 'c'])
    expect(tools(rows, 2).map(({ name }) => name)).toEqual(['one', 'two'])
    expect(problems(rows)).toMatchObject([{ place: 'file.json:2' }])
  })
})

describe('Docker’s catalogue', () => {
  it('has its arguments read as a schema', () => {
    const rows = read({
      repo: 'docker/mcp-registry',
      entries: [
        {
          server: 'sqlite',
          tools: [
            {
              name: 'query',
              description: 'Runs a query',
              arguments: [
                { name: 'sql', type: 'string', desc: 'What to run' },
                { name: 'rows', type: 'array', items: { type: 'integer' }, optional: true },
              ],
            },
          ],
        },
      ],
    })
    expect(server(rows)).toMatchObject({ name: 'docker/sqlite', slug: 'sqlite', source: { kind: 'docker' } })
    expect(tools(rows)).toEqual([
      {
        name: 'query',
        description: 'Runs a query',
        inputSchema: {
          type: 'object',
          properties: {
            sql: { type: 'string', description: 'What to run' },
            rows: { type: 'array', items: { type: 'integer' } },
          },
          required: ['sql'],
        },
      },
    ])
  })

  it('is read from the file of its command line', () => {
    const yaml = [
      'registry:',
      '  time:',
      '    title: Time',
      '    description: Says what time it is.',
      '    image: mcp/time',
      '    tools:',
      '      - name: get_time',
      '  notion:',
      '    remote: {transport_type: streamable-http, url: "https://mcp.notion.example/mcp"}',
      '    tools: []',
      '  broken: 3',
    ]
    const rows = readDocument(yaml.join('\n'), { place: 'catalog.yaml', name: 'catalog', scannedAt: AT })
    expect(server(rows)).toMatchObject({
      name: 'docker/time',
      title: 'Time',
      endpoint: { kind: 'stdio', command: 'docker run -i --rm mcp/time' },
    })
    expect(tools(rows)).toEqual([{ name: 'get_time' }])
    expect(server(rows, 1)).toMatchObject({
      endpoint: { kind: 'http', url: 'https://mcp.notion.example/mcp' },
      tools: null,
    })
    expect(problems(rows)).toMatchObject([{ place: 'catalog.yaml, “broken”' }])
  })
})

describe('a client’s file', () => {
  const SECRET = 'sk-live-4f9a8b7c6d5e4f3a2b1c'
  const claude = {
    mcpServers: {
      github: {
        command: 'npx',
        args: ['-y', '@modelcontextprotocol/server-github@2025.4.8', '--token', SECRET],
        env: { GITHUB_TOKEN: SECRET },
      },
      linear: {
        type: 'http',
        url: 'https://mcp.linear.example/mcp',
        headers: { Authorization: `Bearer ${SECRET}` },
      },
      private: { url: 'http://10.0.0.7:8080/mcp' },
      keyed: { url: `https://mcp.keyed.example/mcp?apiKey=${SECRET}` },
      own: { command: '/home/me/bin/run', args: [SECRET] },
    },
  }

  it('lists packages and public addresses, and lets no secret through', () => {
    const rows = read(claude)
    expect(rows.flatMap((row) => (row.server ? [[row.server.name, row.server.endpoint]] : []))).toEqual([
      [
        '@modelcontextprotocol/server-github',
        { kind: 'stdio', command: 'npx -y @modelcontextprotocol/server-github@2025.4.8' },
      ],
      ['linear', { kind: 'http', url: 'https://mcp.linear.example/mcp' }],
    ])
    expect(JSON.stringify(rows)).not.toContain(SECRET)
    expect(JSON.stringify(rows)).not.toContain('10.0.0.7')
    expect(problems(rows).map(({ place }) => place)).toEqual([
      'file.json, server 3',
      'file.json, server 4',
      'file.json, server 5',
    ])
    expect(rows.every((row) => row.server === null || row.server.tools === null)).toBe(true)
  })

  it.each([
    [
      'Cursor’s',
      '{"mcpServers": {"a": {"command": "uvx", "args": ["mcp-server-git"]}}}',
      'uvx mcp-server-git',
    ],
    [
      'VS Code’s, with comments',
      '{\n // mine\n "inputs": [], "servers": {"a": {"type": "stdio", "command": "docker", "args": ["run", "-i", "--rm", "mcp/time"]}}}',
      'docker run -i --rm mcp/time',
    ],
  ])('is read in %s form', (_, text, command) => {
    expect(server(read(text))?.endpoint).toEqual({ kind: 'stdio', command })
  })
})

describe('a registry’s file', () => {
  it('is read as a page and as one server.json', () => {
    const one = {
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name: 'io.github.test/one',
      description: 'One',
      version: '1.0.0',
    }
    expect(server(read(one))).toMatchObject({
      name: 'io.github.test/one',
      source: { kind: 'registry' },
      tools: null,
    })
    expect(
      read({ servers: [{ server: one }, { server: { ...one, name: 'io.github.test/two' } }] }),
    ).toHaveLength(2)
  })
})

describe('what is none of the formats', () => {
  it.each([
    ['broken JSON', '{"tools": [\n{"name": ]}', 'file.json:2'],
    ['another object', '{"hello": 1}', 'file.json'],
    ['a text', 'hello there', 'file.json'],
    ['broken YAML', 'registry: {a: [}', 'file.json'],
    ['nothing', '', 'file.json'],
  ])('is one bad row at its place: %s', (_, text, place) => {
    const rows = read(text)
    expect(rows.map((row) => row.server)).toEqual([null])
    expect(problems(rows)).toMatchObject([{ place }])
  })
})
