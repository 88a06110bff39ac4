// Every link of every document leads somewhere: in the tree to a file and a heading that are there, in the product to
// a page and an anchor that it draws.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Manual, manualOf } from '#app/(public)/docs/pages-of.ts'
import { type Block, type Inline, PARTS, parsePage, targetOf } from '#lib/manual/index.ts'
import { routeFiles } from '../e2e/tenancy/pages.ts'
import { DOCUMENTS, PAGES } from './testing/documents.ts'

let manual: Manual
beforeAll(async () => {
  manual = await manualOf('docs', 'https://portcullis.example.com')
})

function inlinesIn(block: Block): readonly Inline[] {
  if (block.kind === 'list') return block.items.flat().flatMap(inlinesIn)
  if (block.kind === 'quote') return block.blocks.flatMap(inlinesIn)
  if (block.kind === 'table') return [...block.head, ...block.rows.flat()].flat()
  return 'inlines' in block ? block.inlines : []
}
function linksIn(inlines: readonly Inline[]): string[] {
  return inlines.flatMap((each) =>
    each.kind === 'link' ? [each.href] : 'inlines' in each ? linksIn(each.inlines) : [],
  )
}
const hrefsOf = (blocks: readonly Block[]) => blocks.flatMap((block) => linksIn(inlinesIn(block)))
const anchorsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : []))
/** What is shown as a page: pictures of the README are for those who read it in the tree. */
const pageIn = (file: string) =>
  parsePage(file, readFileSync(file, 'utf8').replace(/^<picture>[\s\S]*?^<\/picture>$/gm, ''))

describe('in the tree', () => {
  it.each(DOCUMENTS)('%s links to files and headings that are there', (document) => {
    for (const href of hrefsOf(pageIn(document).blocks)) {
      if (/^https?:/.test(href)) {
        expect(URL.canParse(href), href).toBe(true)
        continue
      }
      const [path = '', anchor] = href.split('#')
      // An address of the product.
      if (path.startsWith('/')) {
        expect(
          routeFiles().map(({ route }) => route),
          href,
        ).toContain(path)
        continue
      }
      const file = path === '' ? document : normalize(join(dirname(document), path))
      // What the product makes, and no file holds.
      if (/^docs\/(api|api-shapes|cli|client-setup)\.md$/.test(file)) continue
      expect(existsSync(file), `${document} links to ${href}`).toBe(true)
      if (anchor) expect(anchorsOf(pageIn(file).blocks), `${document} links to ${href}`).toContain(anchor)
    }
  })
})

describe('in the product', () => {
  it('every link of every page leads to a page and an anchor that is drawn, or to a file that is no page', () => {
    const pages = manual.chapters.flatMap((chapter) => chapter.pages)
    const routes = routeFiles().map(({ route }) => route)
    for (const { slug, blocks } of pages)
      for (const href of hrefsOf(blocks)) {
        const target = targetOf(href, manual.isPage)
        if (target.kind === 'out') continue
        if (target.kind === 'none') {
          const [path = ''] = href.split('#')
          expect(existsSync(normalize(join('docs', path))), `${slug} links to ${href}`).toBe(true)
          expect(path, `${slug} links to ${href}, which is a page`).toMatch(/\//)
          continue
        }
        const [path = '', anchor] = target.href.split('#')
        const [, other = slug] = /^\/docs\/([\w-]+)$/.exec(path) ?? []
        if (path === '' || path.startsWith('/docs/')) {
          const page = manual.page(other)
          expect(page, `${slug} links to ${href}`).toBeDefined()
          if (anchor) expect(anchorsOf(page?.blocks ?? []), `${slug} links to ${href}`).toContain(anchor)
        } else if (!path.startsWith('/api/')) expect(routes, `${slug} links to ${href}`).toContain(path)
      }
  })

  it('draws every file of docs/, each once, and names none that is not there but what others bring', () => {
    const drawn = manual.chapters.flatMap((chapter) => chapter.pages.map(({ slug }) => slug))
    expect(new Set(drawn).size).toBe(drawn.length)
    for (const file of PAGES) expect(drawn).toContain(file.slice('docs/'.length, -'.md'.length))
    const named = PARTS.flatMap((part) => part.pages)
    expect(new Set(named).size).toBe(named.length)
  })

  it('has a title, a summary and an address of letters for every page', () => {
    for (const { slug, title, summary } of manual.chapters.flatMap((chapter) => chapter.pages)) {
      expect(slug).toMatch(/^[a-z][a-z0-9-]*$/)
      expect([slug, title.length > 2, summary.length > 20]).toEqual([slug, true, true])
    }
  })
})
