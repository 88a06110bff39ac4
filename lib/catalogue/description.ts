// What a description's first sentence says is done: "Deletes a file", "Use this tool to create …".
import type { Category } from '#lib/policy/index.ts'
import { BESIDE_STOPS, clauseOf } from './clause.ts'
import { MONEY_NOUNS } from './lexicon/money.ts'
import { REPORT_NOUNS } from './lexicon/nouns.ts'
import { ROMANCE_PREAMBLE } from './lexicon/romance.ts'
import { GOES_FURTHER, LABEL, NEGATED, OTHER_SCRIPTS, PREAMBLE } from './lexicon/sentences.ts'
import { ALSO_NOUNS, NEVER_THINGS } from './lexicon/verbs.ts'
import { actOf, baseOf, isSure } from './verb.ts'
import { withoutAccents } from './words.ts'

export type DescriptionReading = {
  /** Every act that the head names: "create or delete" names two. */
  readonly categories: readonly Category[]
  /** The verbs themselves, in their base form. */
  readonly verbs: readonly string[]
  /** What they act on, up to the next preposition: ["new", "payment", "link"]. */
  readonly object: readonly string[]
  /** The first of them can be nothing but a verb. */
  readonly isSure: boolean
  /** A thing with what it is of: "Recordings of telephone calls". */
  readonly isThing: boolean
  /** The words that say so. */
  readonly text: string
  /** A later sentence that takes away or pays; null for none. */
  readonly further: { readonly text: string; readonly category: Category } | null
}

const MAX_DESCRIPTION = 2_000
const MAX_HEAD = 400
const MAX_QUOTE = 90
const NOTHING: DescriptionReading = {
  categories: [],
  verbs: [],
  object: [],
  isSure: false,
  isThing: false,
  text: '',
  further: null,
}
const NON_LATIN = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/
/** The tool is the one who does it: "Answers a question", "Reports the status". */
const TOOL_ANSWERS = /^(?:answers|reports|explains|tells|posts back)$/
const RELATES = new Set(
  'of that who which between near with in on from for per by behind under de del do da dos que'.split(' '),
)
const ARTICLE = /^(?:an?|the)$/
const GRAVE_NOUN =
  /^(?:delet|remov|cancel|terminat|destr|eras|purg|pay|purchas|withdraw|transfer|execut|elimina|exclus|paga|compra|deploy|creat|updat|modif|instal|automat|manage|admin|control|genera)/
const QUALIFIED =
  /^(?:whether|how (?:many|much|often|long)|what|which|when|where|who|current|detailed|full|all|available|latest|recent|complete|a list|the list|real-?time)\b/i

/** As much of a description as is looked at, in one line. */
export function shortened(description: unknown): string {
  if (typeof description !== 'string') return ''
  return description.slice(0, MAX_DESCRIPTION).replace(/\s+/g, ' ').trim()
}

export function readDescription(description: string): DescriptionReading {
  if (description === '') return NOTHING
  const plain = withoutAccents(
    description
      .slice(0, MAX_HEAD)
      .replace(/^(?:\W{0,40}\[[^\]]{0,40}\]){0,3}[^\p{L}\p{N}]+/u, '')
      .replace(/[*_`#]|\\`/g, '')
      .replace(/drag[ -]and[ -]drop/gi, 'drag'),
  )
  if (NON_LATIN.test(plain.slice(0, 24))) return readOtherScript(plain)
  const further = furtherOf(description)
  const label = LABEL.exec(plain)
  const found =
    readHead(plain.replace(PREAMBLE, '')) ??
    (label ? readHead(plain.slice(label[0].length).replace(PREAMBLE, '')) : null) ??
    readHead(plain.replace(ROMANCE_PREAMBLE, '')) ??
    readNounHead(plain) ??
    readSubject(plain) ??
    readNounPhrase(plain)
  return { ...(found ?? NOTHING), further }
}

function readHead(head: string): DescriptionReading | null {
  const { verbs, object, stop, isListed, length } = clauseOf(head)
  const [first] = verbs
  if (first === undefined) return null
  const beside = object.map((word) => word.toLowerCase())
  const categories = verbs.map(({ word, base }) =>
    TOOL_ANSWERS.test(word) ? 'Read' : (actOf(base, beside) ?? 'Other'),
  )
  // "Runs of a pipeline", "Open positions with their profit": things, not acts.
  if (isThing(first, beside, stop) || (isListed && ALSO_NOUNS.has(first.base) && first.word !== first.base))
    return { ...NOTHING, categories: ['Read'], text: head.slice(0, length) }
  return {
    categories,
    verbs: verbs.map(({ base }) => base),
    object: beside,
    isThing: false,
    isSure: isVerbHere(first, beside),
    text: head.slice(0, Math.min(MAX_QUOTE, length)).trim(),
    further: null,
  }
}

// "Charge details" is no verb; "Update tracking info" and "Mark messages" are.
function isVerbHere({ word, base }: { word: string; base: string }, object: readonly string[]): boolean {
  if (!ALSO_NOUNS.has(base) || NEVER_THINGS.has(base)) return true
  const [next] = object
  if (next === undefined) return false
  if (word !== base && word.endsWith('s')) return true
  return BESIDE_STOPS.has(next) || !object.some((each) => REPORT_NOUNS.has(each))
}

function isThing(
  { word, base }: { word: string; base: string },
  object: readonly string[],
  stop: string,
): boolean {
  const [next] = object
  if (next === undefined) return ALSO_NOUNS.has(base) && (stop === 'of' || stop === 'de')
  return word === 'open' && next.endsWith('s') && !BESIDE_STOPS.has(next)
}

// "Current status of the daemon", "Details of an order".
function readNounHead(plain: string): DescriptionReading | null {
  const words = plain.toLowerCase().split(/[^\p{L}-]+/u, 7)
  const isReport = words.slice(0, 4).some((word) => REPORT_NOUNS.has(word))
  if (!isReport && !QUALIFIED.test(plain)) return null
  return { ...NOTHING, categories: ['Read'], verbs: [], text: words.slice(0, 5).join(' ') }
}

// "Pages that link here", "Interactions between two drugs": a sentence without a verb names what comes back.
function readNounPhrase(plain: string): DescriptionReading | null {
  const words = plain.toLowerCase().split(/[^\p{L}-]+/u, 6)
  const at = words.findIndex((word) => RELATES.has(word))
  // "Files a motion with …": an act that the lexicon does not know.
  if (ARTICLE.test(words[1] ?? '')) return null
  const isGrave = words.some((word) => MONEY_NOUNS.has(word) || GRAVE_NOUN.test(word))
  if (at < 1 || isGrave) return null
  return { ...NOTHING, categories: ['Read'], isThing: true, text: words.slice(0, at + 2).join(' ') }
}

// "The Local Search API provides enrichments": a subject of a few words, then its verb.
function readSubject(plain: string): DescriptionReading | null {
  const [sentence = ''] = plain.split(/[.!?](?:\s|$)/, 1)
  const words = sentence.split(' ', 14)
  const at = words.findIndex((word, index) => {
    const base = index > 0 && word.endsWith('s') ? baseOf(word.toLowerCase()) : null
    return base !== null && base !== word && isSure(base)
  })
  if (at < 0) return null
  const found = readHead(words.slice(at).join(' '))
  return found ? { ...found, isSure: false } : null
}

// Chinese puts the verb first; Japanese and Korean last.
function readOtherScript(plain: string): DescriptionReading {
  const [sentence = ''] = plain.slice(0, 60).split(/[。．！？!?.\n]/, 1)
  const isVerbLast = /[\u3040-\u30ff\uac00-\ud7af]/.test(sentence)
  let best: { readonly at: number; readonly category: Category } | null = null
  for (const [pattern, category] of OTHER_SCRIPTS) {
    const at = isVerbLast ? lastOf(pattern, sentence) : sentence.search(pattern)
    if (at >= 0 && (best === null || (isVerbLast ? at > best.at : at < best.at))) best = { at, category }
  }
  if (best === null) return NOTHING
  return { ...NOTHING, categories: [best.category], isSure: true, text: sentence.slice(0, 40) }
}

function lastOf(pattern: RegExp, text: string): number {
  let last = -1
  for (const found of text.matchAll(new RegExp(pattern, 'g'))) last = found.index
  return last
}

function furtherOf(description: string): DescriptionReading['further'] {
  for (const found of description.matchAll(GOES_FURTHER)) {
    if (
      NEGATED.test(
        description.slice(Math.max(0, found.index - 40), found.index + (found[0].indexOf(' ') + 1)),
      )
    )
      continue
    const base = baseOf((found[1] ?? '').toLowerCase())
    const category = base === null ? undefined : actOf(base, [])
    if (category) return { text: description.slice(found.index, found.index + 60), category }
  }
  return null
}
