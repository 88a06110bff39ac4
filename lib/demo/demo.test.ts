// The demo server, met as every server is: read, listed and called, in both eras, without any network.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, it } from 'vitest'
import { classifyTools } from '#lib/servers/index.ts'
import { readAll, readTools, send } from '#lib/upstream/index.ts'
import { DEMO_TOOLS, DEMO_URL } from './index.ts'

// The SDK's own client, whose requests go through the one door.
const overTheDoor: typeof fetch = async (_, init) => {
  const headers = Object.fromEntries(new Headers(init?.headers))
  const method = init?.method === 'GET' || init?.method === 'DELETE' ? init.method : 'POST'
  const sent = await send(
    { url: DEMO_URL, headers: {}, allowPrivate: false },
    { method, headers, body: String(init?.body), headersTimeoutMs: 1, bodyTimeoutMs: 1, maxBytes: 1e6 },
  )
  const body = await readAll(sent.body)
  return new Response(body.length === 0 ? null : new Uint8Array(body), {
    status: sent.status,
    headers: { ...sent.headers },
  })
}

describe('the demo server', () => {
  it('has its tools read where no private network may be reached, each of another kind', async () => {
    const list = await readTools({ url: DEMO_URL, headers: {}, allowPrivate: false })
    expect(list).toMatchObject({ protocol: '2026-07-28', serverInfo: { name: 'Demo shop' } })
    expect(list.tools.map(({ name }) => name)).toEqual(DEMO_TOOLS.map(({ name }) => name))
    const classes = new Map(
      classifyTools('Demo shop', list.tools).map(({ name, category, severity }) => [
        name,
        `${category} ${severity}`,
      ]),
    )
    expect(Object.fromEntries(classes)).toMatchObject({
      list_orders: 'Read Low',
      get_order: 'Read Low',
      search_customers: 'Read Low',
      get_sales_report: 'Read Low',
      refund_payment: 'Financial Critical',
      run_script: 'Execute High',
      delete_customer: 'Destructive Critical',
      delete_everything: 'Destructive Critical',
    })
  })

  it.each([
    ['legacy', {}],
    ['modern', { versionNegotiation: { mode: { pin: '2026-07-28' } } }],
  ] as const)('answers the SDK’s client, %s', async (_, options) => {
    const client = new Client({ name: 'test', version: '1' }, options)
    await client.connect(new StreamableHTTPClientTransport(new URL(DEMO_URL), { fetch: overTheDoor }))
    const textOf = async (name: string, given: Record<string, unknown>) => {
      const { content, isError } = (await client.callTool({ name, arguments: given })) as {
        content: { text: string }[]
        isError?: boolean
      }
      return `${isError === true ? 'error: ' : ''}${content[0]?.text}`
    }
    expect((await client.listTools()).tools).toHaveLength(13)
    expect(JSON.parse(await textOf('get_order', { order: 1001 }))).toMatchObject({ number: 1001 })
    expect(await textOf('delete_everything', {})).toContain('The demo keeps nothing')
    expect(JSON.parse(await textOf('list_orders', {}))).toHaveLength(12)
    expect(await textOf('get_order', { order: 1 })).toBe('error: There is no such order in the demo shop.')
    expect(await textOf('get_order', {})).toMatch(/^error: /)
    await client.close()
  })
})
