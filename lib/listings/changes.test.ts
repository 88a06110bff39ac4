// What an import changes is what differs, and each difference is on record with its date and version.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Instance, startInstance } from '#testing/instance.ts'
import {
  findListedTool,
  findListing,
  listListedTools,
  listListingChanges,
  saveListing,
  searchCatalogue,
} from './index.ts'
import { aListing, aTool, SCANNED } from './testing/given.ts'

const LATER = new Date('2026-11-15T10:00:00.000Z')
let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

/** Every row of every table but for the day that somebody looked. */
async function everything() {
  const tables = [
    'catalogue_server',
    'catalogue_tool',
    'catalogue_definition',
    'catalogue_change',
    'catalogue_word',
  ]
  return Promise.all(
    tables.map((table) => instance.sql(`SELECT xmin::text, t.* FROM ${table} t ORDER BY t::text`)),
  )
}

describe('the same import again', () => {
  it('writes no row', async () => {
    const given = aListing('twice', [
      aTool('read_file', 'Reads a file.'),
      aTool('write_file', 'Writes a file.'),
    ])
    expect(await saveListing(given)).toMatchObject({ outcome: 'new' })
    const before = await everything()
    expect(await saveListing(given)).toMatchObject({ outcome: 'same', slug: 'twice' })
    expect(await everything()).toEqual(before)
  })

  it('of a later day moves the date of the scan and nothing else', async () => {
    const tools = [aTool('read_file')]
    await saveListing(aListing('later', tools))
    expect(await saveListing(aListing('later', tools, { scannedAt: LATER }))).toMatchObject({
      outcome: 'same',
    })
    expect(await findListing('later')).toMatchObject({ scannedAt: LATER, changedAt: SCANNED })
    expect(await listListingChanges('later')).toEqual([])
  })

  it('with keys in another order is no change', async () => {
    await saveListing(aListing('order', ['{"name":"a","description":"Reads","inputSchema":{}}']))
    const again = aListing('order', ['{ "inputSchema": {}, "description": "Reads", "name": "a" }'])
    expect(await saveListing(again)).toMatchObject({ outcome: 'same' })
    expect(await listListingChanges('order')).toEqual([])
  })
})

describe('a definition that changed', () => {
  it('is on record with what changed in which field, the date and the version', async () => {
    const schema = (type: string) => ({ inputSchema: { type: 'object', properties: { path: { type } } } })
    await saveListing(aListing('moving', [aTool('read_file', 'Reads a file.', schema('string'))]))
    const next = aListing('moving', [aTool('read_file', 'Deletes a file.', schema('array'))], {
      version: '2.0.0',
      scannedAt: LATER,
    })
    expect(await saveListing(next)).toMatchObject({ outcome: 'changed', slug: 'moving' })
    const page = await findListedTool('moving', 'read-file')
    expect(page?.changes).toEqual([
      {
        kind: 'changed',
        at: LATER,
        version: '2.0.0',
        tool: { slug: 'read-file', name: 'read_file' },
        fields: [
          { pointer: '/description', before: '"Reads a file."', after: '"Deletes a file."' },
          { pointer: '/inputSchema/properties/path/type', before: '"string"', after: '"array"' },
        ],
      },
      {
        kind: 'listed',
        at: SCANNED,
        version: '1.0.0',
        tool: { slug: 'read-file', name: 'read_file' },
        fields: [],
      },
    ])
    expect(page?.tool).toMatchObject({ summary: 'Deletes a file.', changedAt: LATER, firstSeenAt: SCANNED })
    expect(await listListingChanges('moving')).toContainEqual(
      expect.objectContaining({
        kind: 'server',
        tool: null,
        fields: [{ pointer: '/version', before: '"1.0.0"', after: '"2.0.0"' }],
      }),
    )
  })

  it('is found by its new words, and by its old ones no more', async () => {
    await saveListing(aListing('worded', [aTool('a_tool', 'Speaks of zeppelins.')]))
    await saveListing(aListing('worded', [aTool('a_tool', 'Speaks of submarines.')]))
    const find = async (q: string) =>
      (await searchCatalogue({ kind: 'tools', q })).items.map(({ name }) => name)
    expect(await find('submarines')).toEqual(['a_tool'])
    expect(await find('zeppelins')).toEqual([])
    expect(
      await instance.sql("SELECT word, uses FROM catalogue_word WHERE word IN ('zeppelins', 'submarines')"),
    ).toEqual([{ word: 'submarines', uses: 1 }])
  })
})

describe('tools that come and go', () => {
  it('are on record, keep their address, and come back to it', async () => {
    const at = (day: number) => ({ scannedAt: new Date(Date.UTC(2026, 10, day)), version: `${day}.0.0` })
    await saveListing(aListing('coming', [aTool('one'), aTool('two')], at(1)))
    await saveListing(aListing('coming', [aTool('two'), aTool('three')], at(2)))
    expect((await listListedTools('coming')).items.map(({ name }) => name)).toEqual(['two', 'three'])
    expect(await findListedTool('coming', 'one')).toMatchObject({ removedAt: at(2).scannedAt })
    expect(await findListing('coming')).toMatchObject({ tools: 2 })
    await saveListing(aListing('coming', [aTool('one'), aTool('two'), aTool('three')], at(3)))
    expect(await findListedTool('coming', 'one')).toMatchObject({ removedAt: null })
    const history = (await listListingChanges('coming')).filter(({ kind }) => kind !== 'server')
    expect(history.map(({ kind, tool, version }) => [kind, tool?.name, version])).toEqual([
      ['returned', 'one', '3.0.0'],
      ['removed', 'one', '2.0.0'],
      ['added', 'three', '2.0.0'],
    ])
  })

  it('stay where a source knows no tools, with their version, source and date', async () => {
    await saveListing(aListing('kept', [aTool('one')], { description: 'What it was.' }))
    const registry = aListing('kept', null, {
      source: { kind: 'registry', url: null },
      version: '9',
      scannedAt: LATER,
      title: 'Kept',
    })
    expect(await saveListing(registry)).toMatchObject({ outcome: 'changed' })
    expect(await saveListing(registry)).toMatchObject({ outcome: 'same' })
    expect(await findListing('kept')).toMatchObject({
      tools: 1,
      title: 'Kept',
      description: 'What it was.',
      version: '1.0.0',
      source: { kind: 'capture' },
      scannedAt: SCANNED,
    })
  })

  it('that are read for the first time were not added', async () => {
    await saveListing(aListing('first', null))
    expect(await saveListing(aListing('first', [aTool('one')]))).toMatchObject({ outcome: 'changed' })
    expect(await listListingChanges('first')).toEqual([])
  })
})

describe('a client file', () => {
  it('changes nothing of a listing that another source keeps', async () => {
    await saveListing(aListing('owned', [aTool('one')]))
    const before = await everything()
    const file = aListing('owned', null, {
      source: { kind: 'client-file', url: null },
      title: 'Mine',
      endpoint: { kind: 'stdio', command: 'run' },
    })
    expect(await saveListing(file)).toMatchObject({ outcome: 'same', slug: 'owned' })
    expect(await everything()).toEqual(before)
  })
})
