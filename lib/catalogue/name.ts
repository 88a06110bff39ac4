// What a tool's name says it does: which of its words is the verb, and whether it is one.
import type { Category } from '#lib/policy/index.ts'
import { gravest } from './severity.ts'
import {
  ALSO_NOUNS,
  BROWSER_NOUNS,
  BROWSER_VERBS,
  ENDING_VERBS,
  LIGHT_VERBS,
  REPORT_NOUNS,
  RUNNING_VERBS,
  STATE_NOUNS,
  THINGS,
  TURNED,
  VERBS,
} from './signals.ts'
import { wordsOf } from './words.ts'

export type NameReading = {
  readonly words: readonly string[]
  /** The word that says what is done, if one does. */
  readonly verb: string | null
  readonly category: Category | null
  /** 1: it can be nothing but a verb in its place; less where it may be a noun. */
  readonly certainty: number
}

/** Enough to see what they share: with all of ten thousand, each would be compared with each. */
const MAX_SIBLINGS = 100

/** Reads a name among its siblings, whose shared first words (`slack_…`) say nothing. */
export function readName(
  name: string,
  context: { readonly server?: string; readonly siblings?: readonly string[] } = {},
): NameReading {
  const all = wordsOf(name.includes('__') ? name.slice(name.lastIndexOf('__') + 2) : name)
  const words = all.slice(prefixLength(all, context))
  const isBrowser =
    words.some((word) => BROWSER_NOUNS.has(word)) && words.some((word) => BROWSER_VERBS.has(word))
  const at = isBrowser
    ? words.findIndex((word) => BROWSER_VERBS.has(word) || VERBS.has(word))
    : verbIndex(words)
  const verb = at < 0 ? null : (words[at] ?? null)
  if (verb === null) return readNouns(all)
  const category = isBrowser && BROWSER_VERBS.has(verb) ? 'Execute' : gravest(actsOf(words, verb))
  return { words: all, verb, category, certainty: certaintyOf(words, at) }
}

// The verb, and those joined to it: `find_and_delete` and `confirm_delete_group` delete.
function actsOf(words: readonly string[], verb: string): Category[] {
  const joined = words.filter((word, index) => {
    const before = words[index - 1] ?? ''
    return (
      /^(?:and|or|then)$/.test(before) || (before === verb && isGrave(word) && VERBS.get(verb) !== 'Read')
    )
  })
  return [verb, ...joined].flatMap((act) => {
    const [by, turned] = TURNED.get(act) ?? []
    const category = by && words.some((word) => by.has(word)) ? turned : VERBS.get(act)
    return category ? [category] : []
  })
}

function readNouns(words: readonly string[]): NameReading {
  const last = words.at(-1) ?? ''
  if (!REPORT_NOUNS.has(last)) return { words, verb: null, category: null, certainty: 0 }
  return { words, verb: last, category: 'Read', certainty: words.length > 1 ? 0.7 : 0.5 }
}

// First a word that is only ever a verb, then one that may be, where verbs stand: first or last.
function verbIndex(words: readonly string[]): number {
  const last = words.length - 1
  const first = words[0] ?? ''
  const isReport =
    last > 0 &&
    REPORT_NOUNS.has(words[last] ?? '') &&
    !(RUNNING_VERBS.has(first) && !STATE_NOUNS.has(words[last] ?? ''))
  // `monitor_create`: a noun that could be a verb, then a verb that could be nothing else.
  const ending = words[last] ?? ''
  if (last > 0 && ALSO_NOUNS.has(first) && isSure(ending)) return last
  if (last > 0 && THINGS.has(first) && ENDING_VERBS.has(ending)) return last
  if (VERBS.has(first) && !(isReport && ALSO_NOUNS.has(first))) return 0
  const sure = words.findIndex(isSure)
  if (sure >= 0) return sure
  if (last > 0 && VERBS.has(words[last] ?? '') && !REPORT_NOUNS.has(words[last] ?? '')) return last
  if (isReport) return -1
  return words.findIndex((word) => VERBS.has(word))
}

function isSure(word: string): boolean {
  return VERBS.has(word) && !ALSO_NOUNS.has(word)
}

function isGrave(word: string): boolean {
  return isSure(word) && (VERBS.get(word) === 'Destructive' || VERBS.get(word) === 'Financial')
}

function certaintyOf(words: readonly string[], at: number): number {
  if (LIGHT_VERBS.has(words[at] ?? '')) return 0.7
  const isNoun = ALSO_NOUNS.has(words[at] ?? '')
  const isHarmful = VERBS.get(words[at] ?? '') === 'Destructive'
  if (at === 0 && isNoun && words.length > 1) return VERBS.has(words.at(-1) ?? '') && !isHarmful ? 0.7 : 0.9
  if (at === 0) return isNoun ? 0.6 : 1
  if (at === words.length - 1) return isNoun ? 0.6 : 0.9
  return isNoun ? 0.4 : 0.8
}

function prefixLength(
  words: readonly string[],
  { server = '', siblings = [] }: { readonly server?: string; readonly siblings?: readonly string[] },
): number {
  const [first = ''] = words
  if (words.length < 2) return 0
  if (VERBS.has(first) && !ALSO_NOUNS.has(first)) return 0
  if (wordsOf(server).includes(first)) return 1
  const some = siblings.slice(0, MAX_SIBLINGS)
  const sharing = some.filter((sibling) => wordsOf(sibling)[0] === first).length
  return some.length >= 4 && sharing >= some.length * 0.8 ? 1 : 0
}
