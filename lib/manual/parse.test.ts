import { describe, expect, it } from 'vitest'
import { anchorOf, blockWords, parsePage, wordsOf } from './index.ts'

const blocksOf = (text: string) => parsePage('x', `# X\n\n${text}`).blocks

describe('a page of the manual', () => {
  it('has its title, the words of its first paragraph, and its blocks in order', () => {
    const page = parsePage(
      'limits',
      '# Limits\n\nEverything is **bounded**,\nsee `x`.\n\n## What\n\n- a\n- b\n',
    )
    expect(page).toMatchObject({ slug: 'limits', title: 'Limits', summary: 'Everything is bounded, see x.' })
    expect(page.blocks.map(({ kind }) => kind)).toEqual(['paragraph', 'heading', 'list'])
    expect(page.blocks.map(blockWords)).toEqual(['Everything is bounded, see x.', 'What', 'a b'])
  })

  it('refuses a page without a title', () => {
    expect(() => parsePage('x', 'No title.')).toThrow('a page begins with its title')
  })

  it.each([
    '<script>alert(1)</script>',
    'A word <img src=x onerror=alert(1)> and more',
    '<b>bold</b>',
    '<https://a.example>',
  ])('shows raw HTML as the text that it is: %s', (text) => {
    const kinds = JSON.stringify(blocksOf(text))
    expect(kinds).not.toContain('"html"')
    for (const part of text.startsWith('<https') ? [] : (text.match(/<[^>]+>/g) ?? []))
      expect(blocksOf(text).map(blockWords).join('')).toContain(part)
  })

  it('leaves out a comment that stands by itself, and nothing that follows it', () => {
    expect(blocksOf('One.\n\n<!-- made of a file -->\n\nTwo.').map(blockWords)).toEqual(['One.', 'Two.'])
    expect(blocksOf('<!-- a --> <b>shown</b>').map(blockWords).join('')).toContain('<b>shown</b>')
  })

  it('keeps the angle brackets of a placeholder', () => {
    expect(blocksOf('Ask at /mcp/<server-id>/ then.').map(blockWords)).toEqual([
      'Ask at /mcp/<server-id>/ then.',
    ])
  })

  it.each(['![a picture](x.png)', 'Tom &amp; Ada', '~~gone~~'])(
    'refuses what pages do not hold: %s',
    (text) => {
      expect(() => blocksOf(text)).toThrow(/^x: /)
    },
  )

  it('names a block of code by its file, its label, its tag or its language', () => {
    const fence = (words: string) => blocksOf(`\`\`\`${words}\ncode\n\`\`\``)[0]
    expect(fence('json policy=a file=policy.json')).toMatchObject({ label: 'policy.json', language: 'json' })
    expect(fence('sh label=Terminal%2C%20as%20JSON')).toMatchObject({ label: 'Terminal, as JSON' })
    expect(fence('text calls=a')).toMatchObject({ label: 'Calls, and what is decided' })
    expect(fence('sh')).toMatchObject({ label: 'Terminal', text: 'code' })
  })

  it('reads tables with bars in their cells, and lists with their numbers', () => {
    const [table] = blocksOf('| a | b |\n|---|---|\n| `x \\| y` | z |\n')
    expect(table?.kind === 'table' && table.rows.map((row) => row.map(wordsOf))).toEqual([['x | y', 'z']])
    expect(blocksOf('3. c\n4. d\n')[0]).toMatchObject({ kind: 'list', start: 3 })
    expect(blocksOf('- c\n')[0]).toMatchObject({ kind: 'list', start: null })
  })

  it('gives each heading an anchor of its own, as places that show Markdown do', () => {
    const headings = blocksOf('## Is it `merged`?\n\n## Is it merged\n\n### 2 · API keys & more\n')
    expect(headings.map((block) => block.kind === 'heading' && block.id)).toEqual([
      'is-it-merged',
      'is-it-merged-1',
      '2--api-keys--more',
    ])
    expect(anchorOf('Drei_Dinge-und')).toBe('drei_dinge-und')
  })
})
