import { env } from '#lib/env.ts'
import { countSitemapShards } from '#lib/listings/index.ts'
import { twinAnswer } from '../twin-answer.ts'

/** The index of all shards. */
export async function GET(): Promise<Response> {
  const { appUrl } = env()
  const shards = await countSitemapShards()
  const names = [
    'pages',
    ...Array.from({ length: shards.servers }, (_, shard) => `servers-${shard}`),
    ...Array.from({ length: shards.tools }, (_, shard) => `tools-${shard}`),
  ]
  const entries = names.map((name) => `<sitemap><loc>${appUrl}/sitemaps/${name}.xml</loc></sitemap>`)
  return twinAnswer(
    `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</sitemapindex>\n`,
    'application/xml',
  )
}

export const dynamic = 'force-dynamic'
