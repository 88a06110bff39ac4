import { ATTACKS } from '#lib/attacks/index.ts'
import { env } from '#lib/env.ts'
import { listingsForSitemap } from '#lib/listings/index.ts'
import { attackPath, RISK_LEVELS, serverPath, toolPath } from '#lib/pages/index.ts'
import { readManual } from '../../docs/read-manual.ts'
import { twinAnswer, twinMissing } from '../../twin-answer.ts'

type Context = { params: Promise<{ shard: string }> }
type Entry = { readonly path: string; readonly changedAt?: Date }

/** At most 40,000 addresses. Slugs are letters, digits and hyphens: nothing of them needs an escape. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const entries = await entriesOf((await params).shard)
  if (entries === null) return twinMissing()
  const { appUrl } = env()
  const urls = entries.map(
    ({ path, changedAt }) =>
      `<url><loc>${appUrl}${path}</loc>${changedAt ? `<lastmod>${changedAt.toISOString().slice(0, 10)}</lastmod>` : ''}</url>`,
  )
  return twinAnswer(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`,
    'application/xml',
  )
}

async function entriesOf(name: string): Promise<readonly Entry[] | null> {
  if (name === 'pages.xml')
    return [
      ...['/', '/mcp-servers', '/attacks', '/try', '/docs'],
      ...(await readManual()).chapters.flatMap(({ pages }) => pages.map(({ slug }) => `/docs/${slug}`)),
      ...Object.keys(RISK_LEVELS).map((level) => `/risk/${level}`),
      ...ATTACKS.map(({ slug }) => attackPath(slug)),
    ].map((path) => ({ path }))
  const [, kind, shard] = /^(servers|tools)-(\d{1,4})\.xml$/.exec(name) ?? []
  if (kind !== 'servers' && kind !== 'tools') return null
  const addresses = await listingsForSitemap(kind, Number(shard))
  // An empty shard between full ones is a site map too; one beyond the last is none, and says so by being empty.
  return addresses.map(({ server, tool, changedAt }) => ({
    path: tool === null ? serverPath(server) : toolPath(server, tool),
    changedAt,
  }))
}
