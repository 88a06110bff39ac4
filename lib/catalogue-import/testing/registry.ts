// A registry on this machine that speaks the official one's format, page by page, and does what it is told besides.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type TestRegistry = {
  readonly url: string
  /** The query of each request, in order. */
  readonly asked: readonly URLSearchParams[]
  /** Settles with the request of that number. */
  readonly whenAsked: (count: number) => Promise<void>
  readonly close: () => Promise<void>
}
export type RegistryOptions = {
  /** The entries of each page. */
  readonly pages: readonly (readonly unknown[])[]
  /** Answers a request in the registry's stead where it returns a status; null lets it answer. */
  readonly instead?: (query: URLSearchParams, count: number) => number | null
  /** Which pages are not answered, as it stands when they are asked for. */
  readonly isSilent?: (page: number) => boolean
  /** The page that says of itself that it comes next. */
  readonly loopAt?: number
}

export function serverJson(name: string, more: object = {}): object {
  return {
    server: {
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name,
      description: `What ${name} is for.`,
      version: '1.0.0',
      ...more,
    },
    _meta: { 'io.modelcontextprotocol.registry/official': { status: 'active', isLatest: true } },
  }
}

export async function startRegistry({
  pages,
  instead,
  isSilent,
  loopAt,
}: RegistryOptions): Promise<TestRegistry> {
  const asked: URLSearchParams[] = []
  const looks: (() => void)[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost')
    asked.push(url.searchParams)
    const cursor = url.searchParams.get('cursor')
    const page = cursor === null ? 0 : Number(/^after-(\d+)$/.exec(cursor)?.[1] ?? -1)
    for (const look of looks.splice(0)) look()
    if (isSilent?.(page)) return
    const status =
      instead?.(url.searchParams, asked.length) ??
      (url.pathname === '/v0.1/servers' && pages[page] ? 200 : 404)
    const next = page === loopAt ? page : page + 1
    const nextCursor = next < pages.length ? { nextCursor: `after-${next}` } : {}
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ servers: pages[page] ?? [], metadata: { count: 1, ...nextCursor } }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    whenAsked: async (count) => {
      while (asked.length < count) await new Promise<void>((look) => looks.push(look))
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
