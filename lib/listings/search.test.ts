// What a person looks for comes first, slips are forgiven, and pages go on where the one before ended.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Instance, startInstance } from '#testing/instance.ts'
import {
  countCatalogue,
  countSitemapShards,
  listingsForSitemap,
  saveListing,
  saveListings,
  searchCatalogue,
} from './index.ts'
import { aListing, aTool } from './testing/given.ts'

let instance: Instance
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  await saveListings([
    aListing('tracker', [
      aTool('close_thing', 'Ends what create issue began.'),
      aTool('issue_create', 'Makes one.'),
      aTool('create_issue_comment', 'Answers one.'),
      aTool('createIssue', 'Makes one.'),
      aTool('delete_issue', 'Deletes one.'),
    ]),
    aListing(
      'payments',
      [
        aTool('refund_payment', 'Refunds a payment.'),
        aTool('listar_transacoes', 'Lista as transações.'),
        aTool('查询天气', '查询城市的天气'),
      ],
      { title: 'Payments of Example' },
    ),
    aListing(
      'many',
      Array.from({ length: 120 }, (_, index) => aTool(`get_widget_${index}`, 'Gets a widget.')),
    ),
  ])
})
afterAll(() => instance.close())

const names = async (q: string, filter = {}) =>
  (await searchCatalogue({ kind: 'tools', q, ...filter })).items.map(({ name }) => name)

describe('a search', () => {
  it.each(['create_issue', 'createIssue', 'create issue', 'CREATE-ISSUE', 'createissue'])(
    'puts the name itself first, then its beginning, its words, and text: %s',
    async (q) => {
      const found = (await searchCatalogue({ kind: 'tools', q })).items.map(({ name, match }) => [
        name,
        match,
      ])
      expect(found.slice(0, 2)).toEqual([
        ['createIssue', 'name'],
        ['create_issue_comment', 'beginning'],
      ])
      if (q !== 'createissue')
        expect(found.slice(2, 4)).toEqual([
          ['issue_create', 'words'],
          ['close_thing', 'text'],
        ])
    },
  )

  it.each([
    ['refnud payment', 'refund_payment'],
    ['refund pyment', 'refund_payment'],
    ['refundd', 'refund_payment'],
    ['delte issue', 'delete_issue'],
    ['transacoe', 'listar_transacoes'],
    ['transações', 'listar_transacoes'],
    ['refunds', 'refund_payment'],
    ['天气', '查询天气'],
    ['trackr delete', 'delete_issue'],
  ])('finds %s', async (q, name) => {
    expect(await names(q)).toContain(name)
  })

  it('says which rows it only nearly found', async () => {
    const { items } = await searchCatalogue({ kind: 'tools', q: 'refnud' })
    expect(items.map(({ name, match }) => [name, match])).toEqual([['refund_payment', 'near']])
  })

  it('finds while somebody is still typing', async () => {
    for (const q of ['refund_pa', 'ref', 'refund pay', 'payments ref'])
      expect(await names(q)).toContain('refund_payment')
  })

  it('leaves out what no word is near to, and finds nothing of nonsense', async () => {
    expect(await names('refund qqqqqqqq')).toEqual(['refund_payment'])
    expect(await names('qqqqqqqq')).toEqual([])
  })

  it('holds to a category and a severity', async () => {
    expect(await names('issue', { category: 'Destructive' })).toEqual(['delete_issue'])
    expect(await names('', { severity: 'Critical' })).toEqual(
      expect.arrayContaining(['delete_issue', 'refund_payment']),
    )
    expect(await names('', { severity: 'Critical' })).toHaveLength(2)
  })

  it('finds servers by their names, their titles and what their tools are called', async () => {
    const slugs = async (q: string, filter = {}) =>
      (await searchCatalogue({ kind: 'servers', q, ...filter })).items.map(({ slug }) => slug)
    expect(await slugs('payments')).toEqual(['payments'])
    expect(await slugs('paymnets')).toEqual(['payments'])
    expect(await slugs('example')).toEqual(['payments'])
    expect(await slugs('delete issue')).toEqual(['tracker'])
    expect(await slugs('', { category: 'Financial' })).toEqual(['payments'])
    expect(await slugs('', { severity: 'Low' })).toEqual(['many'])
  })
})

describe('pages', () => {
  async function allPages(q: string) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await searchCatalogue({ kind: 'tools', q, cursor })
      seen.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return seen
  }

  it.each(['', 'widget', 'get widget', 'get_widget_1', 'wigdet'])('hold every row once: %s', async (q) => {
    const seen = await allPages(q)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(q === '' ? 128 : q === 'get_widget_1' ? seen.length : 120)
  })

  it('go on where the one before ended, whatever came meanwhile', async () => {
    const first = await searchCatalogue({ kind: 'tools', q: 'widget' })
    await saveListing(aListing('seeded', [aTool('widget')], { source: { kind: 'seed', url: null } }))
    const second = await searchCatalogue({ kind: 'tools', q: 'widget', cursor: first.nextCursor ?? '' })
    const before = new Set(first.items.map(({ name }) => name))
    expect(second.items.filter(({ name }) => before.has(name))).toEqual([])
    expect(second.total).toBeNull()
  })

  it('say how many there are', async () => {
    expect((await searchCatalogue({ kind: 'tools', q: 'refund' })).total).toBe(1)
    expect((await searchCatalogue({ kind: 'tools', q: 'get widget' })).total).toBe(120)
  })

  it.each(['x', Buffer.from('9 1 1').toString('base64url'), '\0'])(
    'refuse a cursor that no page gave',
    async (cursor) => {
      await expect((async () => searchCatalogue({ kind: 'tools', q: 'x', cursor }))()).rejects.toMatchObject({
        code: 'invalid-input',
      })
    },
  )
})

describe('what there is', () => {
  it('is counted, and every address is in a shard of the site map', async () => {
    const totals = await countCatalogue()
    const shards = await countSitemapShards()
    expect(shards).toEqual({ servers: 1, tools: 1 })
    expect(await listingsForSitemap('servers', 0)).toHaveLength(totals.servers)
    const tools = await listingsForSitemap('tools', 0)
    expect(tools).toHaveLength(totals.tools)
    expect(tools).toContainEqual(expect.objectContaining({ server: 'tracker', tool: 'delete-issue' }))
    expect(Object.values(totals.categories).reduce((sum, count) => sum + count)).toBe(totals.tools)
    expect(totals.severities.Critical).toBe(2)
    expect(await listingsForSitemap('tools', 1)).toEqual([])
  })
})
