import { describe, expect, it } from 'vitest'
import { readPaste } from '#lib/paste/index.ts'
import { listCommand, recognised, triedOf } from './pasted.ts'

const tried = (text: string, chosen: string | null = null) => triedOf(readPaste(text), text, chosen)
const FILE = JSON.stringify({
  mcpServers: {
    files: { command: 'npx', args: ['-y', '@example/files', '/home/ada'], env: { KEY: 'k' } },
    image: { command: 'docker', args: ['run', '-i', '--rm', 'example/image:1'] },
    own: { command: 'node', args: ['server.js'] },
    remote: { url: 'https://mcp.example.com/mcp', headers: { Authorization: 'Bearer abcdefghijkl' } },
  },
})

describe('what is sent to be tried', () => {
  it('is an address as it was typed, its query included', () => {
    expect(tried(' https://a.example/mcp?x=1 ')).toEqual({
      kind: 'address',
      url: 'https://a.example/mcp?x=1',
    })
    expect(tried('a.example/mcp')).toEqual({ kind: 'address', url: 'https://a.example/mcp' })
  })

  it('is of a client’s file the address of one server, and its name', () => {
    expect(tried(FILE)).toEqual({ kind: 'address', url: 'https://mcp.example.com/mcp', name: 'remote' })
  })

  it('is of a program its package, or a sentence where it has none', () => {
    expect(tried(FILE, 'files')).toEqual({ kind: 'package', package: '@example/files' })
    expect(tried(FILE, 'own')).toMatch(/^own runs on your machine.*Paste its tools\/list\.$/)
  })

  it('is nothing of what cannot be read', () => expect(tried('hello')).toMatch(/^This is no address/))
})

describe('what the page says of a paste', () => {
  it.each([
    ['', ''],
    ['hello', ''],
    ['https://a.example/mcp', 'An address. Its tools are read from it.'],
    [
      'https://a.example/mcp?x=1',
      'An address. Its tools are read from it; what is kept of it leaves out the query.',
    ],
    ['[{"name":"a"}]', 'A list of 1 tool.'],
    ['[{"name":"a"},{"name":"b"},{}]', 'A list of 2 tools; 1 entry without a usable name is left out.'],
    [FILE, 'A client’s file with 4 servers.'],
  ])('%s', (text, said) => expect(recognised(readPaste(text), text)).toBe(said))

  it('is how a program prints its tools, without what the file gave it', () => {
    const paste = readPaste(FILE)
    const servers = paste.kind === 'servers' ? paste.servers : []
    expect(servers.map(listCommand)).toEqual([
      'npx @modelcontextprotocol/inspector --cli npx @example/files --method tools/list',
      'npx @modelcontextprotocol/inspector --cli docker run -i --rm example/image:1 --method tools/list',
      null,
      null,
    ])
  })
})
