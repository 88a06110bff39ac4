import { describe, expect, it } from 'vitest'
import {
  chaptersOf,
  copiedOf,
  neighboursOf,
  PARTS,
  parsePage,
  searchSections,
  sectionsOf,
  targetOf,
} from './index.ts'

const PAGES = [
  parsePage('start', '# Start\n\nBegin here.\n\n## Run it\n\nType `npm start` and wait for a minute.\n'),
  parsePage(
    'limits',
    '# Limits\n\nHow much may pass.\n\n## Windows\n\nA limit has a window of a minute.\n\n## Other\n\nUnlimited.\n',
  ),
  parsePage('zebra', '# Zebra\n\nOf nobody.\n'),
]
const found = (question: string) => searchSections(sectionsOf(PAGES), question).map(({ href }) => href)

describe('the search', () => {
  it('finds the sections that hold every word, those that say it in a heading first', () => {
    expect(found('minute')).toEqual(['/docs/start#run-it', '/docs/limits#windows'])
    expect(found('limit minute')).toEqual(['/docs/limits#windows'])
    expect(found('windows')).toEqual(['/docs/limits#windows'])
    expect(found('limits')[0]).toBe('/docs/limits')
    expect(found('MINUTE Npm')).toEqual(['/docs/start#run-it'])
  })

  it('finds nothing for nothing, and nothing for a word that no section has', () => {
    expect(found('')).toEqual([])
    expect(found('   ')).toEqual([])
    expect(found('minute nowhere')).toEqual([])
  })

  it('takes a question as words, whatever stands in it', () => {
    for (const question of ['.*', '(', '\\', '"', '<b>', 'a'.repeat(5000), '💥'])
      expect(found(question)).toEqual([])
  })

  it('shows the words around what was found, cut between words', () => {
    const long = parsePage('long', `# Long\n\n${'before it '.repeat(40)}needle ${'after it '.repeat(40)}\n`)
    const [first] = searchSections(sectionsOf([long]), 'needle')
    expect(first?.excerpt).toMatch(/^… (before|it) .*needle.*(after|it) …$/)
    expect(first?.excerpt.length).toBeLessThan(220)
  })

  it('answers over ten thousand sections, without one slow word', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => ({
      href: `/docs/x#${at}`,
      page: 'X',
      heading: `${at}`,
      words: 'a '.repeat(100),
    }))
    expect(searchSections(many, 'a a b').length).toBe(0)
    expect(searchSections(many, 'a').length).toBe(20)
  })
})

describe('the contents', () => {
  it('stand in their order, and a page that nobody placed stands at the end', () => {
    const chapters = chaptersOf(PAGES)
    expect(chapters.flatMap(({ pages }) => pages.map(({ slug }) => slug))).toEqual([
      'start',
      'limits',
      'zebra',
    ])
    expect(chapters.at(-1)?.title).toBe(PARTS.at(-1)?.title)
  })

  it('lead on and back, and nowhere beyond the ends', () => {
    const chapters = chaptersOf(PAGES)
    expect(neighboursOf(chapters, 'start').before).toBeUndefined()
    expect(neighboursOf(chapters, 'limits')).toMatchObject({
      before: { slug: 'start' },
      after: { slug: 'zebra' },
    })
    expect(neighboursOf(chapters, 'zebra').after).toBeUndefined()
    expect(neighboursOf(chapters, 'nowhere')).toEqual({})
  })
})

describe('a link', () => {
  const to = (href: string) => targetOf(href, (slug) => slug === 'limits')

  it('between files is one between pages, and one to a file that is no page leads nowhere', () => {
    expect(to('limits.md#what-a-client-sends')).toEqual({
      kind: 'page',
      href: '/docs/limits#what-a-client-sends',
    })
    expect(to('#here')).toEqual({ kind: 'page', href: '#here' })
    expect(to('/attacks')).toEqual({ kind: 'page', href: '/attacks' })
    expect(to('https://a.example/x')).toEqual({ kind: 'out', href: 'https://a.example/x' })
    expect(to('decisions/0001-x.md')).toEqual({ kind: 'none' })
    expect(to('other.md')).toEqual({ kind: 'none' })
  })

  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    '//evil.example/x',
    'data:text/html,x',
    'mailto:a@b.c',
    '',
  ])('never leads to %s', (href) => expect(to(href)).toEqual({ kind: 'none' }))
})

it('what is copied of a session at a terminal is what was typed there', () => {
  expect(copiedOf('console', '$ npm start\nready\n$ ls')).toBe('npm start\nls')
  expect(copiedOf('sh', 'npm start')).toBe('npm start')
})
