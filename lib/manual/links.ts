// Where a link of a page leads. In the tree it names a file beside it; in the product, an address.

export type Target =
  | { readonly kind: 'page'; readonly href: string }
  | { readonly kind: 'out'; readonly href: string }
  /** A file of the tree that is not part of the manual: its words stay, and lead nowhere. */
  | { readonly kind: 'none' }

/**
 * @param href as it stands in the Markdown
 * @param isPage whether a page of that slug is in the manual
 */
export function targetOf(href: string, isPage: (slug: string) => boolean): Target {
  if (/^https?:\/\//.test(href)) return { kind: 'out', href }
  if (href.startsWith('#') || /^\/(?!\/)/.test(href)) return { kind: 'page', href }
  const [, slug = '', anchor = ''] = /^([\w-]+)\.md(#[\w-]+)?$/u.exec(href) ?? []
  return slug !== '' && isPage(slug) ? { kind: 'page', href: `/docs/${slug}${anchor}` } : { kind: 'none' }
}
