// A server by its address: asked for its tools as a client would. It is listed under its address, for what it calls
// itself is its own claim: no server takes over the listing of another.
import { Fault } from '#lib/fault.ts'
import { isJsonObject, member } from '#lib/json/index.ts'
import { checkUrl, readTools } from '#lib/upstream/index.ts'
import type { Batch, Source } from './found.ts'
import { bareLinkOf, descriptionOf, linkOf, nameOf, titleOf, versionOf } from './text.ts'

export type LiveOptions = {
  readonly allowPrivate: boolean
  /** Sent with every request, and kept nowhere. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * @param text the server's address; what follows `?` is sent, and kept nowhere
 * @throws {Fault} url-refused, address-refused
 */
export function liveSource(text: string, options: LiveOptions): Source {
  const { href } = checkUrl(text, options)
  const url = bareLinkOf(href)
  const name = url === null ? null : nameOf(url.replace(/^https?:\/\//, '').replace(/\/$/, ''))
  if (url === null || name === null)
    throw new Fault('url-refused', 'This address cannot be listed: it is too long, or holds braces.')
  return {
    key: `live:${url}`,
    title: name,
    version: '',
    total: 1,
    read: () => scan(href, url, name, options),
  }
}

async function* scan(href: string, url: string, name: string, options: LiveOptions): AsyncGenerator<Batch> {
  const list = await readTools({
    url: href,
    headers: options.headers ?? {},
    allowPrivate: options.allowPrivate,
  })
  const info = isJsonObject(list.serverInfo) ? list.serverInfo : {}
  yield {
    rows: [
      {
        place: name,
        server: {
          name,
          title: titleOf(member(info, 'title'), member(info, 'name'), name),
          description: descriptionOf(member(info, 'description')),
          version: versionOf(member(info, 'version')),
          source: { kind: 'live', url: null },
          homepage: linkOf(member(info, 'websiteUrl')),
          endpoint: { kind: list.transport, url },
          scannedAt: new Date(),
          tools: list.tools.map(({ definition }) => definition),
        },
        problems: [],
      },
    ],
    next: null,
  }
}
