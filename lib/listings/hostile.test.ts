// A catalogue is somebody else's text: what cannot be kept is refused row by row, and costs no other row.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Instance, startInstance } from '#testing/instance.ts'
import {
  findListedTool,
  findListing,
  type GivenListing,
  listListedTools,
  saveListing,
  saveListings,
  searchCatalogue,
} from './index.ts'
import { aListing, aTool } from './testing/given.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterAll(() => instance.close())

const BAD: readonly (readonly [why: string, name: string, facts: Partial<GivenListing>])[] = [
  ['no name', ' ', {}],
  ['a NUL in its name', 'a\0b', {}],
  ['half a character in its name', 'a\uD800b', {}],
  ['a name of a megabyte', 'x'.repeat(1_000_000), {}],
  ['a NUL in its title', 'title', { title: '\0' }],
  ['a description of a megabyte', 'long', { description: 'x'.repeat(1_000_000) }],
  ['a homepage that runs', 'home', { homepage: 'javascript:alert(1)' }],
  ['an address that is a file', 'file', { endpoint: { kind: 'http', url: 'file:///etc/passwd' } }],
  ['a source that is no URL', 'source', { source: { kind: 'live', url: 'not a URL' } }],
  ['a NUL in its command', 'command', { endpoint: { kind: 'stdio', command: 'run \0' } }],
  ['no date', 'date', { scannedAt: new Date(Number.NaN) }],
]

describe('a bad listing', () => {
  it.each(BAD)('with %s is refused, and those beside it are saved', async (why, name, facts) => {
    const [before, after] = [`before ${why}`, `after ${why}`]
    const saved = await saveListings([
      aListing(before, [aTool('one')]),
      aListing(name, [aTool('one')], facts),
      aListing(after, [aTool('one')]),
    ])
    expect(saved.map(({ outcome }) => outcome)).toEqual(['new', 'refused', 'new'])
    expect(saved[1]).toMatchObject({ reason: expect.stringMatching(/^[A-Z].*\.$/) })
  })

  it('with more tools than anybody has is refused', async () => {
    const many = Array.from({ length: 5_001 }, (_, index) => aTool(`t${index}`))
    expect(await saveListing(aListing('many', many))).toMatchObject({ outcome: 'refused' })
  })
})

describe('a bad tool', () => {
  const bad: readonly (readonly [why: string, text: string])[] = [
    ['is no JSON', '{'],
    ['is no object', '[]'],
    ['has no name', '{"description":"x"}'],
    ['has a number for a name', '{"name":1}'],
    ['has a NUL in its name', '{"name":"a\\u0000b"}'],
    ['has half a character in its description', '{"name":"a","description":"\\ud800"}'],
    ['has a key twice', '{"name":"a","name":"b"}'],
    ['is too deep', `{"name":"a","inputSchema":${'['.repeat(500)}${']'.repeat(500)}}`],
    ['is a megabyte', JSON.stringify({ name: 'a', description: 'x'.repeat(1_000_000) })],
    ['has a name of a megabyte', JSON.stringify({ name: 'x'.repeat(200_000) })],
  ]
  it.each(bad)('that %s is left out with a sentence; the others are saved', async (why, text) => {
    const saved = await saveListing(aListing(why, [aTool('first'), text, aTool('last')]))
    expect(saved).toMatchObject({
      outcome: 'new',
      refused: [{ tool: 'tool 2', reason: expect.stringMatching(/^It.*\.$|^Its.*$/) }],
    })
    const slug = 'slug' in saved ? saved.slug : ''
    expect((await listListedTools(slug)).items.map(({ name }) => name)).toEqual(['first', 'last'])
  })

  it('under a name that the list has already is left out', async () => {
    const saved = await saveListing(aListing('twice', [aTool('a', 'First'), aTool('a', 'Second')]))
    expect(saved.refused).toEqual([{ tool: 'a', reason: expect.stringContaining('twice') }])
    expect(await findListedTool('twice', 'a')).toMatchObject({ tool: { summary: 'First' } })
  })
})

describe('text that means harm', () => {
  const NASTY = `'; DROP TABLE catalogue_tool; -- \\' | & ! :* <-> ( ) "x" {a,b} \u202E\u200B <script>`

  it('is kept to the letter, and searched for as words', async () => {
    const given = aListing(NASTY, [aTool(NASTY, NASTY), aTool('nul', 'a\0b zzyzx')], {
      title: NASTY,
      description: NASTY,
    })
    const saved = await saveListing(given)
    expect(saved).toMatchObject({ outcome: 'new', refused: [] })
    const slug = 'slug' in saved ? saved.slug : ''
    expect(await findListing(slug)).toMatchObject({ name: NASTY, title: NASTY, description: NASTY })
    const [tool, nul] = (await listListedTools(slug)).items
    expect(JSON.parse(tool?.definition ?? '').description).toBe(NASTY)
    expect(JSON.parse(nul?.definition ?? '').description).toBe('a\0b zzyzx')
    for (const q of [NASTY, 'zzyzx', 'drop table'])
      expect((await searchCatalogue({ kind: 'tools', q })).items.length).toBeGreaterThan(0)
  })

  it.each(['\0', '\uD800', "'", '\\', ':*', '&', '!!', '-', '%', '_', '💣', ' ', 'x'.repeat(100_000), '中'])(
    'as a question finds what has it or nothing: %.10s',
    async (q) => {
      for (const kind of ['tools', 'servers'] as const) {
        const found = await (kind === 'tools' ? searchCatalogue({ kind, q }) : searchCatalogue({ kind, q }))
        expect(found.items.every(({ name }) => typeof name === 'string')).toBe(true)
      }
    },
  )
})

describe('addresses', () => {
  it('are one for each listing and each tool, whatever they are called', async () => {
    const names = ['a/Weather', 'b/weather', 'c/wéather', 'weather', 'd/weather!', '天気', '晴れ', 'e/-']
    const saved = await saveListings(
      names.map((name) => aListing(name, [aTool('x_y'), aTool('x-y'), aTool('X Y'), aTool('天')])),
    )
    const slugs = saved.map((each) => ('slug' in each ? each.slug : ''))
    expect(new Set(slugs).size).toBe(names.length)
    for (const slug of slugs) {
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      const tools = (await listListedTools(slug)).items.map((tool) => tool.slug)
      expect(new Set(tools).size).toBe(4)
      for (const tool of tools) {
        expect(tool).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
        expect(await findListedTool(slug, tool)).not.toBeNull()
      }
    }
    expect(slugs[0]).toBe('weather')
  })

  it('stay when a scan gives the tools in another order', async () => {
    await saveListing(aListing('stays', [aTool('a_b'), aTool('a-b')]))
    const before = (await listListedTools('stays')).items.map(({ name, slug }) => [name, slug])
    await saveListing(aListing('stays', [aTool('a-b'), aTool('c'), aTool('a_b')]))
    const after = (await listListedTools('stays')).items.map(({ name, slug }) => [name, slug])
    expect(after).toEqual(expect.arrayContaining(before))
  })
})
