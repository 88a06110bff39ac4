// The kinds of matches, the best first. Each leaves out what a better one has, so no row comes twice.
import { anywhere, inNames, meantBy, nearly, type Query } from './query.ts'

/** How a row fits: by its whole name, its name's beginning, the words of its name, of anything, or nearly. */
export type Match = 'name' | 'beginning' | 'words' | 'text' | 'near' | 'all'
export type Step = {
  readonly match: Match
  /** The key that a name is, begins with, or does not begin with. */
  readonly key: { readonly rule: 'is' | 'begins' | 'else'; readonly text: string } | null
  /** What its words have to have, as a tsquery. */
  readonly has: string | null
  /** What a better kind of match asks for. */
  readonly hasNot: string | null
}

/** For a search without words. */
export const ALL: Step = { match: 'all', key: null, has: null, hasNot: null }
/** The kinds in their order. */
export const MATCHES = ['name', 'beginning', 'words', 'text', 'near'] as const
/** The place of near misses behind the others. */
export const NEAR = 4

export function stepsOf(query: Query): readonly Step[] {
  const key = (rule: 'is' | 'begins' | 'else') => ({ rule, text: query.key })
  const [named, said] = [inNames(query), anywhere(query)]
  return [
    { match: 'name', key: key('is'), has: null, hasNot: null },
    { match: 'beginning', key: key('begins'), has: null, hasNot: null },
    { match: 'words', key: key('else'), has: named, hasNot: null },
    { match: 'text', key: key('else'), has: said, hasNot: named },
  ]
}

/** Null where no other words are near. */
export async function nearStep(query: Query): Promise<Step | null> {
  const meant = await meantBy(query)
  if (!meant) return null
  return {
    match: 'near',
    key: { rule: 'else', text: query.key },
    has: nearly(meant),
    hasNot: anywhere(query),
  }
}
