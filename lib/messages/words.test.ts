import { describe, expect, it } from 'vitest'
import { EVENT_KINDS, escapeHtml, inert, shown, TEST_KIND, wordsOf } from './index.ts'

describe('words', () => {
  it('are there for every kind of event, and its own', () => {
    const kinds = [...Object.keys(EVENT_KINDS), TEST_KIND]
    const titles = kinds.map(
      (kind) => wordsOf({ kind, subject: 's', detail: { server: 'S', grant: 'G' } }).title,
    )
    expect(new Set(titles).size).toBe(kinds.length)
    for (const title of titles) expect(title.trim()).toBe(title)
  })

  it('stay short and lead only to the dashboard, whatever an event holds', () => {
    const long = 'x'.repeat(10_000)
    const detail = Object.fromEntries(
      ['server', 'grant', 'tool', 'message', 'rule', 'used', 'max', 'window', 'by', 'count'].map((key) => [
        key,
        long,
      ]),
    )
    for (const kind of Object.keys(EVENT_KINDS)) {
      const words = wordsOf({
        kind,
        subject: '../../evil?x=//evil.example',
        detail: { ...detail, tools: [long], clients: 7 },
      })
      expect(words.title.length).toBeLessThan(200)
      expect(words.sentence.length).toBeLessThan(700)
      expect(words.path).toMatch(/^\/[a-z]+(?:[/?][\w%.=/?]*)?$/)
      expect(words.path).not.toContain('//')
    }
  })
})

describe('foreign text', () => {
  it('is one line with what cannot be seen written out', () => {
    expect(shown('a\r\nb\u202Ec\u200Bd\0')).toBe('a  b\\u{202e}c\\u{200b}d\\u{0}')
    expect(shown('é😀'.repeat(200), 10)).toBe('é😀é😀é😀é😀é…')
    expect(shown(undefined)).toBe('')
  })

  it('makes no link and no mention, and looks as it did', () => {
    const text = 'https://a.b @all www.x.y evil.example [t](u) 1.5 a. b'
    expect(inert(text).replaceAll('\u2060', '')).toBe(text)
    expect(inert(text)).not.toMatch(/:\/\/|@all|www\.x|evil\.example|\]\(/)
    expect(inert('1.5 of 2')).toBe('1.5 of 2')
  })

  it('is no markup', () => {
    expect(escapeHtml(`<a href="x" onclick='y'>&`)).toBe(
      '&lt;a href=&quot;x&quot; onclick=&#39;y&#39;&gt;&amp;',
    )
  })
})
