// What a public page says of itself to search engines, and to programs that show links.
import type { Metadata } from 'next'
import { env } from '#lib/env.ts'

type Said = {
  /** The one address that the page is known by. */
  readonly path: string
  readonly title: string
  readonly description: string
  /** A view of what has an address of its own. */
  readonly isView?: boolean
  /** The page has twins for machines. */
  readonly hasTwins?: boolean
}

export function pageMetadata({ path, title, description, isView = false, hasTwins = true }: Said): Metadata {
  const url = `${env().appUrl}${path}`
  return {
    title,
    description,
    alternates: {
      canonical: url,
      ...(hasTwins && { types: { 'text/markdown': `${url}.md`, 'application/json': `${url}.json` } }),
    },
    openGraph: { title, description, url, siteName: 'Portcullis', type: 'website' },
    twitter: { card: 'summary', title, description },
    ...(isView && { robots: { index: false, follow: true } }),
  }
}
