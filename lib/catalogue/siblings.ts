// What the other tools of a server tell about one: a first word that they share says nothing, a word
// that others put an act behind is a thing, and tools that trade stand beside tools that trade.
import { MONEY_NOUNS } from './lexicon/money.ts'
import { ALSO_NOUNS, VERBS } from './lexicon/verbs.ts'
import { isSure } from './verb.ts'
import { wordsOf } from './words.ts'

export type SiblingReading = {
  /** The word that most names begin with; '' for none. */
  readonly prefix: string
  /** Words that two names or more put an act behind: `monitor_create`, `monitor_delete`. */
  readonly things: ReadonlySet<string>
  /** A word of money that several names hold; '' where the server has another business. */
  readonly money: string
}

/** Enough to see what they share. */
const MAX_SIBLINGS = 300
const NOTHING: SiblingReading = { prefix: '', things: new Set(), money: '' }
const TRADING = new Set(
  'portfolio holdings margin margins ticker orderbook trades positions instruments'.split(' '),
)

// A server's list is read once, not once for each of its tools. What is kept depends on nothing else.
const known = new WeakMap<readonly string[], { readonly length: number; readonly reading: SiblingReading }>()

/** Reads the names of a server's tools. The same list may be given again and again. */
export function readSiblings(names: readonly string[] | undefined): SiblingReading {
  if (!names || names.length < 3) return NOTHING
  const before = known.get(names)
  if (before?.length === names.length) return before.reading
  const reading = readNames(names.slice(0, MAX_SIBLINGS).map(wordsOf))
  known.set(names, { length: names.length, reading })
  return reading
}

function readNames(names: readonly (readonly string[])[]): SiblingReading {
  const firsts = counted(names.map(([first = '']) => first))
  const [top = '', count = 0] = [...firsts].toSorted((a, b) => b[1] - a[1])[0] ?? []
  const isVerb = VERBS.has(top) && !ALSO_NOUNS.has(top)
  const prefix = names.length >= 4 && count >= names.length * 0.8 && !isVerb ? top : ''
  const rest = names.map((words) => (words[0] === prefix ? words.slice(1) : words))
  const before = rest.flatMap((words) =>
    words.filter((word, at) => ALSO_NOUNS.has(word) && at + 1 < words.length && isSure(words[at + 1] ?? '')),
  )
  const things = [...counted(before)].filter(([, times]) => times > 1).map(([word]) => word)
  return { prefix, things: new Set(things), money: moneyIn(names) }
}

function moneyIn(names: readonly (readonly string[])[]): string {
  const held = names.flatMap((words) => {
    const word = words.find((each) => MONEY_NOUNS.has(each) || TRADING.has(each))
    return word === undefined ? [] : [word]
  })
  return held.length >= 3 && held.length >= names.length * 0.2 ? (held[0] ?? '') : ''
}

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
