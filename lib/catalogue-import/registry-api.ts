// A registry over its API, page by page, as `GET /v0.1/servers?cursor=…` of the official one answers. A position is
// the number of the page and its cursor: the registry may have grown since, its cursors hold.
import { Fault } from '#lib/fault.ts'
import { JsonSyntaxError, parseJson } from '#lib/json/index.ts'
import type { Batch, Source } from './found.ts'
import { isRegistryPage, type RegistryPage, readRegistryPage } from './registry-page.ts'
import { readWeb, type WebOptions } from './web.ts'

export const OFFICIAL_REGISTRY = 'https://registry.modelcontextprotocol.io'
const PAGE_SIZE = 100
const MAX_PAGES = 100_000
const MAX_CURSOR = 4_096
const BOUNDS = { maxDepth: 64, maxNodes: 2_000_000 }

/**
 * @param address of the registry: its origin, or the whole path to its list of servers
 * @throws {Fault} invalid-input for what is no web address
 */
export function registrySource(address: string, options: WebOptions): Source {
  const api = apiOf(address)
  return {
    key: `registry:${api}`,
    title: new URL(api).host,
    version: 'v0.1',
    total: null,
    read: (from) => pages(api, from, options),
  }
}

function apiOf(address: string): string {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Fault(
      'invalid-input',
      `“${address}” is no address of a registry. Write it like ${OFFICIAL_REGISTRY}.`,
    )
  const url = new URL(address)
  const path = url.pathname.replace(/\/+$/, '')
  return `${url.origin}${path.endsWith('/servers') ? path : `${path}/v0.1/servers`}`
}

async function* pages(api: string, from: string | null, options: WebOptions): AsyncGenerator<Batch> {
  const seen = new Set<string>()
  let [number, cursor] = positionOf(from)
  for (; number <= MAX_PAGES; number++) {
    let page: RegistryPage
    try {
      page = await readPage(api, number, cursor, options)
    } catch (error) {
      // A registry that was set up anew knows none of its old cursors.
      if (!(error instanceof CursorRefused) || from === null || seen.size > 0) throw error
      yield* pages(api, null, options)
      return
    }
    const next = page.nextCursor
    if (next !== null && (seen.has(next) || next.length > MAX_CURSOR))
      throw new Fault(
        'upstream-error',
        `${new URL(api).host} sends the same page again and again, after page ${number}.`,
      )
    yield { rows: page.rows, next: next === null ? null : `${number + 1} ${next}` }
    if (next === null) return
    seen.add(next)
    cursor = next
  }
}

function positionOf(from: string | null): [number, string | null] {
  const at = from?.indexOf(' ') ?? -1
  return from === null || at < 0 ? [1, null] : [Number(from.slice(0, at)) || 1, from.slice(at + 1)]
}

class CursorRefused extends Fault {}

async function readPage(
  api: string,
  number: number,
  cursor: string | null,
  options: WebOptions,
): Promise<RegistryPage> {
  const url = new URL(api)
  url.searchParams.set('version', 'latest')
  url.searchParams.set('limit', String(PAGE_SIZE))
  if (cursor !== null) url.searchParams.set('cursor', cursor)
  const { status, body } = await readWeb(url.href, options)
  const sentence = `${url.host} answered page ${number} with ${status}.`
  if (cursor !== null && status >= 400 && status < 500) throw new CursorRefused('upstream-error', sentence)
  if (status !== 200)
    throw new Fault('upstream-error', `${sentence} Check that ${api} is a registry’s list of servers.`)
  try {
    const value = parseJson(body, BOUNDS)
    if (isRegistryPage(value)) return readRegistryPage(value, `${url.host} page ${number}`, api)
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
  }
  throw new Fault(
    'upstream-error',
    `${api} does not speak the format of a registry: {"servers": […]} is expected.`,
  )
}
