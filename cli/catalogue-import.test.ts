// `catalogue import` as a person runs it: what it prints, what its exit code says, and that one that was killed goes
// on where it was.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { serverJson, startRegistry } from '#lib/catalogue-import/testing/registry.ts'
import { findListing } from '#lib/listings/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { newFolder, run } from './testing/run.ts'

const TSX = pathToFileURL(resolve('node_modules/tsx/dist/esm/index.mjs')).href
const { file } = newFolder()
let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

const importing = (...args: string[]) => run(['catalogue', 'import', ...args])

describe('catalogue import', () => {
  it('brings a capture in, and says the same again without changing anything', async () => {
    const tools = [
      { name: 'read_note', description: 'Reads a note' },
      { name: 'delete_note', description: 'Deletes a note' },
    ]
    const path = await file('notes.json', { server: 'notes', version: '3', tools })
    const first = await importing(path)
    expect(first).toMatchObject({ code: 0, stderr: '' })
    expect(first.stdout).toContain(
      '1 server with 2 tools: 1 new, 0 changed, 0 as they were; nothing skipped.',
    )
    expect((await importing(path)).stdout).toContain('0 new, 0 changed, 1 as they were')
    expect(await findListing('notes')).toMatchObject({
      tools: 2,
      version: '3',
      counts: { Read: 1, Destructive: 1 },
    })
  }, 300_000)

  it('names what it skips on stderr, goes on, and exits with 1', async () => {
    const path = await file('mixed.json', {
      entries: [
        { server: 'good', tools: [{ name: 'one' }, { title: 'no name' }] },
        { server: 'bad' },
        { server: 'better', tools: [{ name: 'two' }] },
      ],
    })
    const mixed = await importing(path, '--json')
    expect(mixed.code).toBe(1)
    expect(mixed.stderr).toContain(`${path}, server 1, tool 2: It has no name.`)
    expect(mixed.stderr).toContain(`${path}, server 2: There is no list of tools here.`)
    expect(JSON.parse(mixed.stdout)).toMatchObject([
      { source: path, read: 2, fault: null, imported: { outcome: 'done', added: 2, tools: 2, skipped: 2 } },
    ])
  }, 300_000)

  it('keeps no secret of a client’s file, in no table and in no line', async () => {
    const secret = 'sk-live-1f2e3d4c5b6a79888796'
    const path = await file('claude_desktop_config.json', {
      mcpServers: {
        maps: { command: 'npx', args: ['-y', '@test/maps', `--key=${secret}`], env: { KEY: secret } },
        web: { url: `https://mcp.example.com/${secret}/mcp`, headers: { 'X-Key': secret } },
      },
    })
    const imported = await importing(path)
    expect(imported.stdout).toContain('1 new')
    expect(`${imported.stdout}${imported.stderr}`).not.toContain(secret)
    const tables = await instance.sql(
      `SELECT string_agg(s::text, ' ') AS servers, (SELECT string_agg(i::text, ' ') FROM catalogue_import i) AS imports
         FROM catalogue_server s`,
    )
    expect(JSON.stringify(tables)).toContain('@test/maps')
    expect(JSON.stringify(tables)).not.toContain(secret)
  }, 300_000)

  it('that was killed goes on at the page where it was', async () => {
    const pages = [1, 2, 3, 4].map((page) => [serverJson(`io.killed/page-${page}`)])
    let isStuck = true
    const registry = await startRegistry({ pages, isSilent: (page) => isStuck && page === 2 })
    try {
      const child = spawn(
        process.execPath,
        ['--import', TSX, resolve('cli/main.ts'), 'catalogue', 'import', `registry:${registry.url}`],
        { stdio: 'ignore' },
      )
      await registry.whenAsked(3)
      const gone = new Promise((done) => child.once('exit', done))
      child.kill('SIGKILL')
      await gone
      isStuck = false
      const before = registry.asked.length
      const second = await importing(`registry:${registry.url}`)
      expect(second).toMatchObject({ code: 0 })
      expect(second.stdout).toContain('4 servers with 0 tools: 4 new')
      expect(second.stdout).toContain('It went on where it had stopped.')
      expect(registry.asked.slice(before).map((query) => query.get('cursor'))).toEqual(['after-2', 'after-3'])
    } finally {
      await registry.close()
    }
  }, 600_000)

  it('reads standard input, and more than one source', async () => {
    const both = await run(
      ['catalogue', 'import', '-', await file('other.json', { server: 'other', tools: [{ name: 'x' }] })],
      JSON.stringify({ server: 'piped', tools: [{ name: 'get_x' }] }),
    )
    expect(both).toMatchObject({ code: 0 })
    expect(both.stdout.trim().split('\n')).toHaveLength(2)
    expect(await findListing('piped')).toMatchObject({ tools: 1 })
  }, 300_000)

  it('says what it wants, and imports nothing, where no source can be read', async () => {
    expect(await importing()).toMatchObject({ code: 2, stdout: '' })
    expect(await importing('/no/such/file.json')).toMatchObject({ code: 2, stdout: '' })
    expect(await importing('registry:gopher://x')).toMatchObject({ code: 2, stdout: '' })
    expect(await importing(await file('hello.json', '{"hello": 1}'))).toMatchObject({ code: 2 })
    const away = await importing('http://127.0.0.1:9/mcp')
    expect(away.code).toBe(2)
    expect(away.stdout).toContain('127.0.0.1:9')
    const bad = await importing('http://127.0.0.1:9/mcp', '--header', 'my-secret-token')
    expect(bad).toMatchObject({ code: 2, stdout: '' })
    expect(bad.stderr).not.toContain('my-secret-token')
  }, 600_000)
})
