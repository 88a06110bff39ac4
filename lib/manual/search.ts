// Finds the sections of the manual that hold every word of a question.
import { blockWords, type ManualPage, wordsOf } from './page.ts'

/** What stands under one heading of a page, or before its first. */
export type Section = {
  readonly href: string
  readonly page: string
  /** '' for what stands before the first heading. */
  readonly heading: string
  readonly words: string
}
export type Found = {
  readonly href: string
  readonly page: string
  readonly heading: string
  /** The words around the first that was found. */
  readonly excerpt: string
}

const MOST_FOUND = 20
const AROUND = 60
const MOST_WORDS = 8
/** Of one word in one text: what stands further down makes no section better. */
const MOST_PLACES = 40

export function sectionsOf(pages: readonly ManualPage[]): Section[] {
  return pages.flatMap(({ slug, title, blocks }) => {
    const sections = [{ href: `/docs/${slug}`, page: title, heading: '', parts: [] as string[] }]
    for (const block of blocks) {
      if (block.kind === 'heading') {
        const heading = wordsOf(block.inlines)
        sections.push({ href: `/docs/${slug}#${block.id}`, page: title, heading, parts: [] })
      } else sections.at(-1)?.parts.push(blockWords(block))
    }
    return sections.map(({ parts, ...section }) => ({
      ...section,
      words: parts.join(' ').replace(/\s+/g, ' ').trim(),
    }))
  })
}

/**
 * The sections that hold all words, the best first: a heading says more than a text, a whole word more than a part.
 * @param question what somebody typed
 */
export function searchSections(sections: readonly Section[], question: string): Found[] {
  const words = wordsIn(question)
  if (words.length === 0) return []
  return sections
    .map((section, at) => ({ section, at, score: scoreOf(section, words) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.at - other.at)
    .slice(0, MOST_FOUND)
    .map(({ section: { href, page, heading, words: text } }) => ({
      href,
      page,
      heading,
      excerpt: excerptOf(text, words),
    }))
}

function wordsIn(question: string): string[] {
  return [...new Set(question.toLowerCase().split(/\s+/).filter(Boolean))].slice(0, MOST_WORDS)
}

function scoreOf(section: Section, words: readonly string[]): number {
  const fields = [
    { text: section.heading.toLowerCase(), weight: 8 },
    { text: section.page.toLowerCase(), weight: section.heading === '' ? 8 : 3 },
    { text: section.words.toLowerCase(), weight: 1 },
  ]
  let score = 0
  for (const word of words) {
    const best = Math.max(...fields.map(({ text, weight }) => weight * fitOf(text, word)))
    if (best === 0) return 0
    score += best
  }
  return score
}

/** 0 where it is not there, 1 inside of a word, 2 at the beginning of one, 3 as a whole one. */
function fitOf(text: string, word: string): number {
  let best = 0
  let places = 0
  for (
    let at = text.indexOf(word);
    at !== -1 && best < 3 && places < MOST_PLACES;
    at = text.indexOf(word, at + 1)
  ) {
    places++
    const begins = !isLetter(text[at - 1])
    const ends = !isLetter(text[at + word.length])
    best = Math.max(best, begins && ends ? 3 : begins ? 2 : 1)
  }
  return best
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}

function excerptOf(text: string, words: readonly string[]): string {
  const lower = text.toLowerCase()
  const places = words.map((word) => lower.indexOf(word)).filter((at) => at !== -1)
  const first = places.length > 0 ? Math.min(...places) : 0
  const from = first < AROUND ? 0 : text.indexOf(' ', first - AROUND) + 1
  const part = text.slice(from, from + 3 * AROUND)
  const whole =
    from + part.length >= text.length ? part : part.slice(0, part.lastIndexOf(' ') + 1 || undefined)
  return `${from > 0 ? '… ' : ''}${whole.trim()}${from + part.length >= text.length ? '' : ' …'}`
}
