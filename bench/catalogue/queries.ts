// What people look for in a catalogue: most of them a name or a few words of one, some of them mistyped, some browsing.
import type { CatalogueSearch, Given } from '#lib/listings/index.ts'
import { type Chance, chance } from './chance.ts'
import { FIELDS, KINDS, PRODUCTS, THINGS } from './vocabulary.ts'

export type Asked = { readonly kind: string; readonly search: CatalogueSearch }

const SEED = 77
const COMMON = ['get', 'list', 'create', 'search', 'update', 'delete', 'payment', 'file', 'message', 'user']
const CATEGORIES = ['Read', 'Write', 'Execute', 'Destructive', 'Financial'] as const
const SEVERITIES = ['Low', 'Medium', 'High', 'Critical'] as const

/** Kinds of searches, with how many of a hundred are of it. */
const KINDS_OF_SEARCH: readonly (readonly [
  kind: string,
  share: number,
  make: (luck: Chance, names: readonly string[]) => CatalogueSearch,
])[] = [
  ['a whole name', 18, (luck, names) => tools(luck.pick(names))],
  ['a name as words', 12, (luck, names) => tools(spaced(luck.pick(names)))],
  ['the beginning of a name', 14, (luck, names) => tools(luck.pick(names).slice(0, 3 + luck.below(8)))],
  ['one word that many have', 6, (luck) => tools(luck.pick(COMMON))],
  ['one word', 8, (luck) => tools(luck.pick(THINGS))],
  ['two words', 10, (luck) => tools(`${luck.pick(COMMON)} ${luck.pick(THINGS)}`)],
  ['a word and a product', 6, (luck) => tools(`${luck.pick(PRODUCTS)} ${luck.pick(THINGS)}`)],
  ['three words', 5, (luck) => tools(`${luck.pick(COMMON)} ${luck.pick(KINDS)} ${luck.pick(THINGS)}`)],
  [
    'words few have together',
    3,
    (luck) => tools(`${luck.pick(THINGS)} ${luck.pick(THINGS)} ${luck.pick(FIELDS)}`),
  ],
  ['a mistyped name', 8, (luck, names) => tools(mistyped(luck, spaced(luck.pick(names))))],
  ['words and a category', 3, (luck) => ({ ...tools(luck.pick(COMMON)), category: luck.pick(CATEGORIES) })],
  ['words and a severity', 2, (luck) => ({ ...tools(luck.pick(THINGS)), severity: luck.pick(SEVERITIES) })],
  ['a category browsed', 1, (luck) => ({ kind: 'tools', category: luck.pick(CATEGORIES) })],
  ['a severity browsed', 1, (luck) => ({ kind: 'tools', severity: luck.pick(SEVERITIES) })],
  ['servers by a word', 2, (luck) => ({ kind: 'servers', q: luck.pick([...PRODUCTS, ...FIELDS]) })],
  ['servers, mistyped', 1, (luck) => ({ kind: 'servers', q: mistyped(luck, luck.pick(PRODUCTS)) })],
]

/** A hundred searches for each `hundreds`, in the shares above, in an order of chance. */
export function makeQueries(hundreds: number, names: readonly string[]): Asked[] {
  const luck = chance(SEED)
  const all = KINDS_OF_SEARCH.flatMap(([kind, share, make]) =>
    Array.from({ length: share * hundreds }, () => ({ kind, search: make(luck, names), place: luck.next() })),
  )
  return all.sort((a, b) => a.place - b.place).map(({ kind, search }) => ({ kind, search }))
}

/** Names of tools, one of every so many, for searches to look for. */
export function namesOf(listings: Iterable<Given>, every: number): string[] {
  const names: string[] = []
  let passed = 0
  for (const { tools: texts } of listings)
    for (const text of texts ?? []) if (passed++ % every === 0) names.push(JSON.parse(text).name)
  return names
}

function tools(q: string): CatalogueSearch {
  return { kind: 'tools', q }
}

function spaced(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
}

// One slip in one of the longer words: a letter left out, doubled, changed, or swapped with the next.
function mistyped(luck: Chance, text: string): string {
  const words = text.split(' ')
  const long = words.flatMap((word, place) => (word.length >= 4 ? place : []))
  if (long.length === 0) return text
  const place = luck.pick(long)
  const word = words[place] ?? ''
  const at = 1 + luck.below(word.length - 2)
  const [head, letter, next, tail] = [
    word.slice(0, at),
    word.charAt(at),
    word.charAt(at + 1),
    word.slice(at + 2),
  ]
  const slips = [
    head + next + tail,
    head + letter + letter + next + tail,
    `${head}x${next}${tail}`,
    head + next + letter + tail,
  ]
  return words.map((each, index) => (index === place ? luck.pick(slips) : each)).join(' ')
}
