// The public catalogue over the API: found by words and risk, a page for each server and tool, the same for everybody.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { saveListings } from '#lib/listings/index.ts'
import { aListing, aTool } from '#lib/listings/testing/given.ts'
import { type Instance, newOwner, startInstance } from '#testing/instance.ts'
import { apiClient } from './testing/client.ts'

let instance: Instance
let client: Awaited<ReturnType<typeof apiClient>>

beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
  client = await apiClient(await newOwner())
  await saveListings([
    aListing('io.example/livetap', [aTool('create_connection', 'Creates a connection.', URL_SCHEMA)], {
      title: 'LiveTap',
      source: { kind: 'registry', url: 'https://registry.example/livetap' },
      endpoint: { kind: 'stdio', command: 'npx livetap' },
    }),
    aListing('io.example/store', [aTool('delete_bucket', 'Deletes a bucket.')], { title: 'Store' }),
    ...Array.from({ length: 30 }, (_, index) => aListing(`io.example/echo-${index}`, [aTool('echo')])),
  ])
})
const URL_SCHEMA = { inputSchema: { type: 'object', properties: { url: { type: 'string', format: 'uri' } } } }
afterAll(() => instance.close())

describe('GET /catalogue/servers', () => {
  it('finds servers by words, with a slip too, and by risk', async () => {
    const slugs = async (query: string) =>
      (await client('GET', `/catalogue/servers?${query}`)).body.items.map(
        ({ slug }: { slug: string }) => slug,
      )
    expect(await slugs('q=livetap')).toEqual(['livetap'])
    expect(await slugs('q=livetpa')).toEqual(['livetap'])
    expect(await slugs('risk=critical')).toEqual(['store'])
    expect(await slugs('risk=Medium&q=connection')).toEqual(['livetap'])
    expect(await slugs('q=nothing+of+the+kind')).toEqual([])
  })

  it('gives every server once, page by page', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body } = await client('GET', `/catalogue/servers${cursor === '' ? '' : `?cursor=${cursor}`}`)
      if (cursor === '') expect(body.total).toBe(32)
      seen.push(...body.items.map(({ slug }: { slug: string }) => slug))
      cursor = body.nextCursor
    }
    expect(seen).toHaveLength(32)
    expect(new Set(seen).size).toBe(32)
  })

  it.each(['risk=huge', 'cursor=x', `q=${'x'.repeat(300)}`, 'what=ever'])('refuses %.20s', async (query) => {
    expect((await client('GET', `/catalogue/servers?${query}`)).status).toBe(422)
  })
})

describe('GET /catalogue/servers/{slug}', () => {
  it('answers a server, its tools and what changed', async () => {
    const { status, body } = await client('GET', '/catalogue/servers/livetap')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      server: { slug: 'livetap', title: 'LiveTap', tools: 1, risk: 'Medium', endpoint: { kind: 'stdio' } },
      items: [{ slug: 'create-connection', category: 'Write', severity: 'Medium' }],
      nextCursor: null,
      changes: [],
    })
  })

  it.each(['nobody', 'a%00b', '..%2f..', "'%20OR%201=1--", 'x'.repeat(500)])(
    'says that %.20s is missing',
    async (slug) => {
      expect((await client('GET', `/catalogue/servers/${slug}`)).status).toBe(404)
      expect((await client('GET', `/catalogue/servers/${slug}/tools/x`)).status).toBe(404)
      expect((await client('GET', `/catalogue/servers/livetap/tools/${slug}`)).status).toBe(404)
    },
  )
})

describe('GET /catalogue/servers/{slug}/tools/{tool}', () => {
  it('answers what the tool can do, and why', async () => {
    const { body } = await client('GET', '/catalogue/servers/livetap/tools/create-connection')
    expect(body).toMatchObject({
      name: 'create_connection',
      category: 'Write',
      severity: 'Medium',
      server: { slug: 'livetap', version: '1.0.0' },
      inputSchema: { properties: { url: { format: 'uri' } } },
      removedAt: null,
      changes: [{ kind: 'listed', tool: 'create-connection' }],
    })
    expect(body.evidence[0]).toMatchObject({ source: 'name', says: 'Write' })
    expect(body.signals).toContainEqual(
      expect.objectContaining({ kind: 'url', path: expect.stringContaining('url') }),
    )
    expect(body.rationale).not.toBe('')
  })
})
