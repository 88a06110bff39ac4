import { permanentRedirect } from 'next/navigation'

/** Sends whoever wrote the name of a tool, or of a server, to the page of that name. */
export function canonicalSlugs(slugs: readonly string[]): void {
  const plain = slugs.map((slug) => slug.toLowerCase().replaceAll('_', '-'))
  if (plain.every((slug, at) => slug === slugs[at])) return
  if (plain.every((slug) => /^[a-z0-9-]{1,120}$/.test(slug)))
    permanentRedirect(`/mcp-servers/${plain.join('/')}`)
}
