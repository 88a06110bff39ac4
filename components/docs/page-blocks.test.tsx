// What is drawn of pages, as markup: every page of the manual, and one that means harm.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { manualOf } from '#app/(public)/docs/pages-of.ts'
import { type Block, parsePage, wordsOf } from '#lib/manual/index.ts'
import { PageBlocks } from './page-blocks.tsx'

const drawn = (blocks: readonly Block[], isPage: (slug: string) => boolean = () => false) =>
  renderToStaticMarkup(<PageBlocks blocks={blocks} isPage={isPage} />)
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;')

describe('the drawing of a page', () => {
  it('has every heading under its anchor and every block of code with what is copied, on every page', async () => {
    const manual = await manualOf('docs', 'https://gate.example.com')
    for (const { slug, blocks } of manual.chapters.flatMap(({ pages }) => pages)) {
      const markup = drawn(blocks, manual.isPage)
      const anchors = [...markup.matchAll(/<h[234] id="([^"]+)"/g)].map(([, id]) => id)
      const headings = blocks.flatMap((block) => (block.kind === 'heading' ? [block] : []))
      expect([slug, anchors]).toEqual([slug, headings.map(({ id }) => id)])
      for (const heading of headings)
        expect(markup).toContain(escaped(`Link to “${wordsOf(heading.inlines)}”`))
      for (const block of blocks) if (block.kind === 'code') expect(markup).toContain(escaped(block.text))
      expect(markup).not.toMatch(/<script|<iframe|<img|\son\w+=|javascript:/i)
    }
  })

  it('makes text of markup, and no link of an address that is none', () => {
    const { blocks } = parsePage(
      'x',
      '# X\n\n<script>alert(1)</script>\n\nA <img src=x onerror=alert(1)> b [click](javascript:alert(1)) [data](data:text/html,x)\n\n| <i>a</i> |\n|---|\n| <b onclick=x>c</b> |\n\n```sh "><script>\n</code><script>alert(2)</script>\n```\n',
    )
    const markup = drawn(blocks)
    expect(markup).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(markup).toContain('click')
    expect(markup).not.toMatch(/<script|<img|<i>|<b |href="(javascript|data):/i)
  })

  it('ends no line inside of a range', () => {
    const { blocks } = parsePage('x', '# X\n\nIt takes 9.10 (6.56–12.49) ms, 1,100–2,000 times – and more.\n')
    expect(drawn(blocks)).toContain(
      'It takes 9.10 <span class="whitespace-nowrap">(6.56–12.49)</span> ms, <span class="whitespace-nowrap">1,100–2,000</span> times – and more.',
    )
  })

  it('leads to pages of the manual by their address, and elsewhere without saying from where', () => {
    const { blocks } = parsePage(
      'x',
      '# X\n\n[a](limits.md#b) [c](https://a.example/) [d](decisions/0001-x.md)\n',
    )
    const markup = drawn(blocks, (slug) => slug === 'limits')
    expect(markup).toContain('href="/docs/limits#b"')
    expect(markup).toMatch(/<a href="https:\/\/a\.example\/" rel="noreferrer"/)
    expect(markup.match(/<a /g)).toHaveLength(2)
  })
})
