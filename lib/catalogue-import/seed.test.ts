// The seed of the tree on a real Postgres: what a fresh install shows, loaded once however many begin with it.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { countCatalogue, findListedTool, findListing, saveListing } from '#lib/listings/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { runImport, seedSource } from './index.ts'

const FOLDER = resolve('seed')
let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

describe('the seed', () => {
  it('is loaded by exactly one of many that begin at once, without a bad row, and never again', async () => {
    const source = await seedSource(FOLDER)
    const problems: unknown[] = []
    const all = await Promise.all(
      [1, 2, 3, 4].map(() =>
        runImport(source, { takeOver: false, onProblem: (problem) => problems.push(problem) }),
      ),
    )
    expect(problems).toEqual([])
    expect(all.filter(({ outcome }) => outcome === 'done')).toMatchObject([
      { added: source.total, skipped: 0 },
    ])
    expect(all.filter(({ added }) => added === 0)).toHaveLength(3)
    expect(await countCatalogue()).toMatchObject({ servers: 119, tools: 2_359 })
    expect(await runImport(source, { takeOver: false })).toMatchObject({ outcome: 'done-before' })
    expect(await runImport(source, { takeOver: true })).toMatchObject({
      outcome: 'done',
      added: 0,
      changed: 0,
    })
  }, 600_000)

  it('lists LiveTap’s thirteen tools, with create_connection as Write', async () => {
    expect(await findListing('livetap')).toMatchObject({
      title: 'LiveTap',
      tools: 13,
      version: '83c12dc1',
      source: { kind: 'seed', url: 'https://github.com/livetap/livetap' },
      scannedAt: new Date('2026-11-20'),
    })
    const found = await findListedTool('livetap', 'create-connection')
    expect(found?.tool).toMatchObject({ name: 'create_connection', category: 'Write', severity: 'Medium' })
  }, 120_000)

  it('lists CodeSpar’s servers, with connection_state of the Evolution API as Read', async () => {
    const listing = await findListing('evolution-api')
    expect(listing).toMatchObject({
      name: '@codespar/mcp-evolution-api',
      title: 'Evolution API (CodeSpar)',
      endpoint: null,
      tools: 25,
      source: { url: 'https://github.com/codespar/mcp-dev-latam' },
    })
    const found = await findListedTool('evolution-api', 'connection-state')
    expect(found?.tool).toMatchObject({ category: 'Read', severity: 'Low' })
    expect(found?.tool.summary).not.toBe('')
    expect(await findListing('ap2')).toMatchObject({ tools: 22 })
  }, 120_000)

  it('lists the reference servers under the packages that they are', async () => {
    expect(await findListing('filesystem')).toMatchObject({
      endpoint: {
        kind: 'stdio',
        command: expect.stringContaining('npx -y @modelcontextprotocol/server-filesystem@'),
      },
    })
    expect(await findListing('git')).toMatchObject({
      endpoint: { command: expect.stringContaining('uvx mcp-server-git@') },
    })
  }, 120_000)

  it('leaves alone what somebody read from the server itself', async () => {
    const definition = JSON.stringify({ name: 'create_connection', description: 'As the server says it.' })
    const saved = await saveListing({
      listing: {
        name: 'LiveTap',
        title: 'LiveTap',
        description: '',
        version: '9',
        source: { kind: 'capture', url: null },
        homepage: null,
        endpoint: null,
        scannedAt: new Date('2027-01-01'),
      },
      tools: [definition],
    })
    expect(saved.outcome).toBe('changed')
    await runImport(await seedSource(FOLDER), { takeOver: true })
    expect(await findListing('livetap')).toMatchObject({
      version: '9',
      tools: 1,
      source: { kind: 'capture' },
    })
  }, 600_000)

  it('names in its notice every project whose work it holds', async () => {
    const notice = await readFile(resolve(FOLDER, 'NOTICE'), 'utf8')
    for (const file of ['codespar', 'livetap', 'reference']) {
      const { repo } = JSON.parse(await readFile(resolve(FOLDER, `${file}.json`), 'utf8'))
      expect(notice).toContain(`${file}.json`)
      expect(notice).toContain(`https://github.com/${repo}`)
    }
  })
})
