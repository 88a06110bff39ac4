import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAddress } from './address.ts'
import { readPaste } from './paste.ts'

const SECRET = 'sk-live-0123456789abcdefABCDEF'

function serversOf(text: string) {
  const paste = readPaste(text)
  if (paste.kind !== 'servers') throw new Error(`read as ${paste.kind}`)
  return paste.servers
}

describe('an address', () => {
  it('is kept as it is where nothing in it could be a key', () => {
    expect(readPaste(' https://mcp.example.com/v1/mcp \n')).toEqual({
      kind: 'address',
      address: { url: 'https://mcp.example.com/v1/mcp', isWhole: true, dropped: [] },
    })
    expect(readAddress('http://127.0.0.1:9000/mcp')?.isWhole).toBe(true)
    expect(readAddress('https://mcp.example.com/my-very-long-server-name-2026/mcp')?.isWhole).toBe(true)
  })

  it('may come without its scheme', () => {
    expect(readPaste('mcp.example.com/mcp')).toMatchObject({
      address: { url: 'https://mcp.example.com/mcp' },
    })
  })

  it.each([
    ['a query', `https://mcp.example.com/mcp?key=${SECRET}`],
    ['a user', `https://ada:${SECRET}@mcp.example.com/mcp`],
    ['a token in the path', `https://mcp.example.com/s/${SECRET}/mcp`],
    ['letters and digits mixed', 'https://mcp.example.com/api/mcp/s/NGVhYjAxMjM0NTY3ODk3/mcp'],
    ['a UUID', 'https://mcp.example.com/s/0b8f2d5e-56a4-4b27-9c3e-9f1a2b3c4d5e/mcp'],
  ])('loses %s, and says so', (_, text) => {
    const address = readAddress(text)
    expect(address?.isWhole).toBe(false)
    expect(address?.dropped).toHaveLength(1)
    expect(JSON.stringify(address)).not.toMatch(/sk-live|NGVh|0b8f2d5e/)
  })

  it.each(['ftp://example.com/x', 'javascript:alert(1)', 'file:///etc/passwd', 'just words'])(
    'is not read from %s',
    (text) => expect(readPaste(text).kind).toBe('unreadable'),
  )
})

describe('a client’s file', () => {
  const file = JSON.stringify({
    mcpServers: {
      remote: {
        type: 'sse',
        url: 'https://mcp.example.com/sse',
        headers: { Authorization: `Bearer ${SECRET}` },
      },
      bridged: {
        command: 'npx',
        args: ['-y', 'mcp-remote', 'https://mcp.example.com/mcp', '--header', SECRET],
      },
      local: {
        command: '/usr/local/bin/npx',
        args: ['-y', '@example/server-files@1.2.3', '--token', SECRET, '/home/ada'],
        env: { API_KEY: SECRET },
      },
      image: { command: 'docker', args: ['run', '-i', '--rm', '-e', 'TOKEN', 'ghcr.io/example/server:1'] },
      nothing: { disabled: true },
    },
  })

  it('gives servers with what they are reached by', () => {
    expect(serversOf(file)).toEqual([
      {
        name: 'remote',
        endpoint: { kind: 'sse', url: 'https://mcp.example.com/sse', isWhole: true },
        dropped: ['header Authorization'],
      },
      {
        name: 'bridged',
        endpoint: { kind: 'http', url: 'https://mcp.example.com/mcp', isWhole: true },
        dropped: [],
      },
      {
        name: 'local',
        endpoint: { kind: 'stdio', command: 'npx', package: '@example/server-files@1.2.3' },
        dropped: ['env API_KEY', '3 arguments'],
      },
      {
        name: 'image',
        endpoint: { kind: 'stdio', command: 'docker', package: 'ghcr.io/example/server:1' },
        dropped: ['2 arguments'],
      },
    ])
  })

  it('never gives a value of its environment, headers or arguments', () => {
    expect(JSON.stringify(serversOf(file))).not.toContain(SECRET)
    const anywhere = fc.constantFrom('env', 'headers', 'args', 'url', 'command', 'cwd', 'name')
    fc.assert(
      fc.property(fc.array(fc.tuple(anywhere, fc.boolean()), { maxLength: 6 }), (places) => {
        const entry = { command: 'npx', args: ['-y', 'server'] }
        for (const [place, first] of places) {
          if (place === 'url') Object.assign(entry, { url: `https://x.example/${SECRET}?k=${SECRET}` })
          else if (place === 'args') entry.args = first ? [SECRET, ...entry.args] : [...entry.args, SECRET]
          else if (place === 'command') Object.assign(entry, { command: `TOKEN=${SECRET} npx` })
          else Object.assign(entry, { [place]: { A: SECRET, [SECRET]: 'x' } })
        }
        expect(JSON.stringify(readPaste(JSON.stringify({ mcpServers: { one: entry } })))).not.toContain(
          SECRET,
        )
      }),
    )
  })

  it('is read from VS Code and Zed, with comments and trailing commas', () => {
    const code = '{ // mine\n "servers": { "a": { "url": "https://a.example/mcp", /* old */ }, }, }'
    expect(serversOf(code)[0]).toMatchObject({ name: 'a', endpoint: { url: 'https://a.example/mcp' } })
    expect(serversOf('{"context_servers":{"b":{"command":"uvx","args":["b-mcp"]}}}')[0]).toMatchObject({
      endpoint: { kind: 'stdio', package: 'b-mcp' },
    })
    expect(serversOf('{"mcp":{"servers":{"c":{"url":"https://c.example/mcp"}}}}')).toHaveLength(1)
    expect(serversOf('{"url":"https://d.example/mcp"}')[0]?.name).toBe('server')
  })

  it('shows names on one line', () => {
    const [server] = serversOf('{"mcpServers":{"a\\u202eb\\nc":{"url":"https://a.example/mcp"}}}')
    expect(server?.name).toBe('a b c')
  })
})

describe('a list of tools', () => {
  const tools = '[{"name":"read_thing","inputSchema":{"type":"object"}}]'
  it.each([
    tools,
    `{"tools":${tools}}`,
    `{"jsonrpc":"2.0","id":1,"result":{"tools":${tools}}}`,
    `event: message\ndata: {"jsonrpc":"2.0","id":1,"result":{"tools":${tools}}}\n`,
  ])('is read from %s', (text) => {
    expect(readPaste(text)).toMatchObject({
      kind: 'tools',
      unusable: 0,
      definitions: [{ name: 'read_thing' }],
    })
  })

  it('says how many entries have no usable name', () => {
    expect(readPaste('{"tools":[{"name":"a"},{"name":""},{"name":"b\\u200b"},7]}')).toMatchObject({
      unusable: 3,
    })
  })

  it('takes the server’s own name for itself', () => {
    expect(readPaste(`{"serverInfo":{"name":"LiveTap"},"tools":${tools}}`)).toMatchObject({ name: 'LiveTap' })
  })
})

describe('what cannot be read', () => {
  it.each(['', '   ', '{}', '[1,2]', '{"mcpServers":{}}', '{"tools":', 'hello there', '"text"'])(
    'is answered with a sentence: %s',
    (text) => {
      const paste = readPaste(text)
      expect(paste.kind === 'unreadable' && paste.sentence).toMatch(/^[A-Z].*\.$/)
    },
  )

  it('names the line', () => {
    expect(readPaste('{\n"a": 1,\n"b": }')).toMatchObject({ sentence: expect.stringContaining('line 3') })
  })

  it('throws for no text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readPaste(text)))
    fc.assert(fc.property(fc.json(), (text) => void readPaste(text)))
  })
})
