// Whether a word is a verb, and what it does.
import type { Category } from '#lib/policy/index.ts'
import { TURNED } from './lexicon/nouns.ts'
import { ALSO_NOUNS, VERBS } from './lexicon/verbs.ts'

/** What a word does as it stands, in lower case. */
export function categoryOf(word: string): Category | undefined {
  return VERBS.get(word)
}

/** It can be nothing but a verb. */
export function isSure(word: string): boolean {
  return VERBS.has(word) && !ALSO_NOUNS.has(word)
}

/** The verb that an inflected English word comes from: "deletes", "copies", "getting"; null for none. */
export function baseOf(word: string): string | null {
  if (VERBS.has(word)) return word
  if (word.length < 4) return null
  if (word.endsWith('s')) {
    if (word.endsWith('ies')) return known(`${word.slice(0, -3)}y`)
    return known(word.slice(0, -1)) ?? (word.endsWith('es') ? known(word.slice(0, -2)) : null)
  }
  if (!word.endsWith('ing')) return null
  const stem = word.slice(0, -3)
  const isDoubled = stem.length > 2 && stem.at(-1) === stem.at(-2)
  return known(stem) ?? known(`${stem}e`) ?? (isDoubled ? known(stem.slice(0, -1)) : null)
}

/** What a verb does among the words that stand with it: to resolve an issue is not to resolve a name. */
export function actOf(verb: string, beside: readonly string[]): Category | undefined {
  for (const [by, category] of TURNED.get(verb) ?? [])
    if (beside.some((word) => by.has(word) || (word.endsWith('s') && by.has(word.slice(0, -1)))))
      return category
  return VERBS.get(verb)
}

function known(word: string): string | null {
  return VERBS.has(word) ? word : null
}
