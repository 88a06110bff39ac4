// A server asked by its address, over the safe door: LiveTap's stand-in on loopback.
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { findListing, listListedTools } from '#lib/listings/index.ts'
import { type Instance, startInstance } from '#testing/instance.ts'
import { startLiveTap } from '#testing/livetap/index.ts'
import { runImport } from './index.ts'
import { type LiveOptions, liveSource } from './live.ts'

let instance: Instance
const closing: (() => Promise<void>)[] = []
beforeAll(async () => {
  instance = await startInstance(inject('postgresUrl'))
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(() => instance.close())

async function started(authorization?: string): Promise<string> {
  const livetap = await startLiveTap(authorization === undefined ? {} : { authorization })
  closing.push(livetap.close)
  return livetap.url
}
const imported = (url: string, options: Partial<LiveOptions> = {}) =>
  runImport(liveSource(url, { allowPrivate: true, ...options }), { takeOver: true })

describe('a live server', () => {
  it('is listed with its tools under its address, not under what it calls itself', async () => {
    const url = await started()
    expect(await imported(url)).toMatchObject({ outcome: 'done', added: 1, tools: 13, skipped: 0 })
    expect(await imported(url)).toMatchObject({ added: 0, changed: 0, same: 1 })
    const [{ slug } = {}] = await instance.sql('SELECT slug FROM catalogue_server')
    const listing = await findListing(String(slug))
    expect(listing).toMatchObject({
      name: url.replace(/^http:\/\//, ''),
      title: 'LiveTap',
      source: { kind: 'live' },
      endpoint: { kind: 'http', url },
      tools: 13,
    })
    expect((await listListedTools(String(slug))).items[0]).toMatchObject({
      name: 'create_connection',
      category: 'Write',
    })
  }, 120_000)

  it('is sent the headers and the query that it wants, and neither is kept', async () => {
    const secret = 'Bearer live-secret-4f9a8b7c'
    const url = await started(secret)
    await expect(imported(url)).rejects.toMatchObject({ code: 'upstream-unauthorised' })
    const keyed = `${url}?key=query-secret-1b2c`
    expect(await imported(keyed, { headers: { Authorization: secret } })).toMatchObject({ added: 1 })
    const [dump] = await instance.sql(
      `SELECT string_agg(s::text, ' ') || (SELECT string_agg(i::text, ' ') FROM catalogue_import i) AS text FROM catalogue_server s`,
    )
    expect(String(dump?.text)).toContain(new URL(url).host)
    expect(String(dump?.text)).not.toMatch(/live-secret|query-secret/)
  }, 120_000)

  it.each([
    ['http://127.0.0.1:9/mcp', 'address-refused'],
    ['https://169.254.169.254/latest', 'address-refused'],
    ['https://[::1]/mcp', 'address-refused'],
    ['https://metadata.google.internal/mcp', 'address-refused'],
    ['https://user:password@mcp.example.com/', 'url-refused'],
    ['http://mcp.example.com/', 'url-refused'],
  ])('is not connected to where that could reach inside: %s', (url, code) => {
    expect(() => liveSource(url, { allowPrivate: false })).toThrowError(expect.objectContaining({ code }))
  })

  it('that sends elsewhere is not followed there', async () => {
    const reached: IncomingHttpHeaders[] = []
    const inside = createServer((request, response) => {
      reached.push(request.headers)
      response.end('{}')
    })
    await new Promise<void>((done) => inside.listen(0, '127.0.0.1', done))
    const target = `http://127.0.0.1:${(inside.address() as AddressInfo).port}/`
    const outside = createServer((_, response) => {
      response.writeHead(307, { location: target })
      response.end()
    })
    await new Promise<void>((done) => outside.listen(0, '127.0.0.1', done))
    for (const server of [inside, outside])
      closing.push(() => new Promise((done) => server.close(() => done())))
    const url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/mcp`
    await expect(imported(url)).rejects.toMatchObject({ code: expect.stringMatching(/^upstream-/) })
    expect(reached).toEqual([])
  }, 120_000)
})
