// The order of the manual: a reader's way from the first call to the proofs.
import type { ManualPage } from './page.ts'

export type Part = { readonly title: string; readonly pages: readonly string[] }

/** Slugs in the order in which they are read. A page that no part names stands at the end of the last one. */
export const PARTS: readonly Part[] = [
  { title: 'Begin', pages: ['start', 'concepts', 'clients', 'client-setup', 'aggregate', 'sign-in'] },
  { title: 'Servers', pages: ['connectors', 'server-accounts', 'catalogue'] },
  { title: 'Rules', pages: ['policy-language', 'baseline', 'approvals', 'pipelines'] },
  { title: 'People', pages: ['accounts', 'account-security', 'organisations', 'notifications'] },
  { title: 'Security', pages: ['security-model'] },
  { title: 'Operations', pages: ['settings', 'deployment', 'operations', 'upgrading', 'limits'] },
  { title: 'Reference', pages: ['api', 'api-shapes', 'cli'] },
  {
    title: 'How it is built',
    pages: ['storage', 'catalogue-measured', 'conformance', 'performance', 'proof'],
  },
]

export type Chapter = { readonly title: string; readonly pages: readonly ManualPage[] }

/** The pages that there are, in parts; a part without any is left out. */
export function chaptersOf(pages: readonly ManualPage[]): Chapter[] {
  const bySlug = new Map(pages.map((page) => [page.slug, page]))
  const named = new Set(PARTS.flatMap((part) => part.pages))
  const rest = pages.filter(({ slug }) => !named.has(slug))
  return PARTS.map((part, at) => ({
    title: part.title,
    pages: [
      ...part.pages.flatMap((slug) => bySlug.get(slug) ?? []),
      ...(at === PARTS.length - 1 ? rest : []),
    ],
  })).filter((chapter) => chapter.pages.length > 0)
}

/** The pages before and after one, in the order of the contents. */
export function neighboursOf(
  chapters: readonly Chapter[],
  slug: string,
): { before?: ManualPage; after?: ManualPage } {
  const all = chapters.flatMap((chapter) => chapter.pages)
  const at = all.findIndex((page) => page.slug === slug)
  if (at === -1) return {}
  return { before: all[at - 1], after: all[at + 1] }
}
