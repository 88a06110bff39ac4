// The public catalogue on a real Postgres: saved, found again by its address, and the same import twice is one.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Instance, startInstance } from '#testing/instance.ts'
import {
  findListedTool,
  findListing,
  listDefinitions,
  listListedTools,
  saveListing,
  searchCatalogue,
} from './index.ts'
import { aListing, aTool } from './testing/given.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

describe('a listing', () => {
  it('is found by its address, with its tools classified and counted', async () => {
    const saved = await saveListing(
      aListing('io.example/live-tap', [
        aTool('create_connection', 'Creates a connection to a broker.'),
        aTool('deleteStream', 'Deletes a stream for good.'),
      ]),
    )
    expect(saved).toMatchObject({ outcome: 'new', slug: 'live-tap', refused: [] })
    expect(await findListing('live-tap')).toMatchObject({
      name: 'io.example/live-tap',
      tools: 2,
      counts: { Write: 1, Destructive: 1 },
      severity: 'Critical',
    })
    expect((await listListedTools('live-tap')).items.map(({ slug, category }) => [slug, category])).toEqual([
      ['create-connection', 'Write'],
      ['deletestream', 'Destructive'],
    ])
    expect(await findListedTool('live-tap', 'create-connection')).toMatchObject({
      tool: { name: 'create_connection', severity: 'Medium', summary: 'Creates a connection to a broker.' },
      changes: [{ kind: 'listed', version: '1.0.0' }],
    })
    expect(
      (await searchCatalogue({ kind: 'tools', q: 'craete conection' })).items.map(({ name }) => name),
    ).toEqual(['create_connection'])
    expect((await searchCatalogue({ kind: 'servers', q: 'livetap' })).items.map(({ slug }) => slug)).toEqual([
      'live-tap',
    ])
  })
})

describe('definitions', () => {
  it('come for several tools at once, with their neighbours, and none for what is not listed', async () => {
    const saved = await saveListing(
      aListing('io.example/definitions', [aTool('one', 'The first.'), aTool('two', 'The second.')]),
    )
    if (saved.outcome === 'refused') throw new Error('The listing was refused.')
    const at = (tool: string, server = saved.slug) => ({ server, tool })
    const found = await listDefinitions([at('two'), at('three'), at('one', 'no-such-server'), at("'; --")])
    expect(found).toMatchObject([{ server: saved.slug, tool: 'two', siblings: ['one', 'two'] }])
    expect(JSON.parse(found[0]?.definition ?? '')).toMatchObject({ name: 'two', description: 'The second.' })
    expect(await listDefinitions([])).toEqual([])
  })
})
