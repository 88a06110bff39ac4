// What a tool's name says it does: which of its words is the verb, and whether it is one.
import type { Category } from '#lib/policy/index.ts'
import { splitFlat } from './flat-name.ts'
import {
  BROWSER_NOUNS,
  BROWSER_VERBS,
  BROWSERS,
  GOING_ON,
  REPORT_NOUNS,
  RUNNING_VERBS,
  STATE_NOUNS,
} from './lexicon/nouns.ts'
import {
  ALSO_NOUNS,
  ENDING_VERBS,
  LIGHT_VERBS,
  NEVER_THINGS,
  NOMINALS,
  NOTING_VERBS,
  RARELY_VERBS,
  THINGS,
  VERBS,
  WEAK_READINGS,
} from './lexicon/verbs.ts'
import { gravest } from './severity.ts'
import { readSiblings, type SiblingReading } from './siblings.ts'
import { actOf, baseOf, isSure } from './verb.ts'
import { wordsOf } from './words.ts'

export type Surroundings = { readonly server?: string; readonly siblings?: readonly string[] }
export type NameReading = {
  readonly words: readonly string[]
  /** The word that says what is done, if one does. */
  readonly verb: string | null
  readonly category: Category | null
  /** 1: it can be nothing but a verb in its place; less where it may be a noun. */
  readonly certainty: number
}

const JOINS = /^(?:and|or|then|e|y|ou|o)$/
const OF = /^(?:of|de|del|da|do|dos|das)$/
/** `current_time`, `my_trades`: what somebody asks to see. */
const LEADS = /^(?:current|latest|recent|available|my|todays?)$/
const FINDS = /^(?:search|lookup|list)$/
const CANCELS = /^(?:cancel|cancela|cancelar|anular|abort)$/

/** Reads a name among its siblings, whose shared first words (`slack_…`) say nothing. */
export function readName(name: string, { server = '', siblings }: Surroundings = {}): NameReading {
  const around = readSiblings(siblings)
  const at = name.lastIndexOf('__')
  if (at > 0) {
    const reading = readWords(splitFlat(wordsOf(name.slice(at + 2))), server, around)
    if (reading.verb !== null) return reading
  }
  return readWords(splitFlat(wordsOf(name)), server, around)
}

function readWords(all: readonly string[], server: string, around: SiblingReading): NameReading {
  const words = all.slice(prefixLength(all, server, around))
  const isBrowser =
    words.some((word) => BROWSER_VERBS.has(word)) &&
    (words.some((word) => BROWSER_NOUNS.has(word)) || BROWSERS.test(server) || BROWSERS.test(all[0] ?? ''))
  const at = isBrowser
    ? words.findIndex((word) => BROWSER_VERBS.has(word) || VERBS.has(word))
    : verbIndex(words, around)
  const word = at < 0 ? null : (words[at] ?? null)
  if (isBrowser && word !== null && BROWSER_VERBS.has(word))
    return { words: all, verb: word, category: 'Execute', certainty: 0.9 }
  const verb = word === null ? null : (NOMINALS.get(word) ?? baseOf(word))
  if (verb === null || word === null) return readNouns(all)
  const category = gravest(actsOf(words, word, verb))
  return { words: all, verb: word, category, certainty: certaintyOf(words, at, verb) }
}

// The verb, and those joined to it: `find_and_delete` and `confirm_delete_group` delete.
function actsOf(words: readonly string[], word: string, verb: string): Category[] {
  const joined = words.filter((each, index) => {
    const before = words[index - 1] ?? ''
    return JOINS.test(before) || (before === word && isGrave(each) && VERBS.get(verb) !== 'Read')
  })
  const beside = words.filter((each) => each !== word)
  // To cancel what goes on is to steer it; to cancel an order or a meeting is to take it away.
  if (CANCELS.test(verb) && beside.length > 0 && !beside.some((each) => GOING_ON.has(each)))
    return ['Destructive']
  return [verb, ...joined].flatMap((act) => {
    const category = actOf(act, beside)
    return category ? [category] : []
  })
}

function readNouns(words: readonly string[]): NameReading {
  // `order_status`, and `estado_del_pedido` where the noun leads.
  const [first = '', second = ''] = words
  const noun = OF.test(second) && REPORT_NOUNS.has(first) ? first : (words.at(-1) ?? '')
  if (words.length > 1 && LEADS.test(first)) return { words, verb: first, category: 'Read', certainty: 0.5 }
  if (!REPORT_NOUNS.has(noun)) return { words, verb: null, category: null, certainty: 0 }
  return { words, verb: noun, category: 'Read', certainty: words.length > 1 ? 0.7 : 0.5 }
}

// First a word that is only ever a verb, then one that may be, where verbs stand: first or last.
function verbIndex(words: readonly string[], { things }: SiblingReading): number {
  const last = words.length - 1
  const first = words[0] ?? ''
  const ending = words[last] ?? ''
  if (last > 0 && NOMINALS.has(ending) && !isSure(first)) return last
  // `monitor_create`: a noun that could be a verb, then a verb that could be nothing else.
  if (last > 0 && ALSO_NOUNS.has(first) && isSure(ending)) return last
  // Nobody pays a status.
  if (last === 1 && STATE_NOUNS.has(ending) && VERBS.get(first) === 'Financial') return -1
  const isThing = RARELY_VERBS.has(first) || THINGS.has(first)
  if (last > 1 && isThing && isSure(words[1] ?? '')) return 1
  if (last > 0 && THINGS.has(first) && ENDING_VERBS.has(ending)) return last
  // Other tools of the server do things to `monitor`; then `monitor_run` runs one.
  if (things.has(first) && last > 0 && VERBS.has(words[1] ?? '') && !STATE_NOUNS.has(ending)) return 1
  const isReport = isReportOf(first, ending, last)
  if (VERBS.has(first) && !isReport) return 0
  if (last > 0 && first.endsWith('ing') && isSure(baseOf(first) ?? '')) return 0
  // `del` is "delete" in front and "of the" in between.
  const sure = words.findIndex((word, at) => isSure(word) && (at === 0 || word !== 'del'))
  if (sure >= 0) return sure
  if (last > 0 && VERBS.has(ending) && !REPORT_NOUNS.has(ending)) return last
  if (isReport) return -1
  return words.findIndex((word, at) => VERBS.has(word) && (at === 0 || word !== 'del'))
}

// `deploy_status`, `order_history`, `exchange_rates`: the first word is what is reported on.
function isReportOf(first: string, ending: string, last: number): boolean {
  if (last === 0 || !ALSO_NOUNS.has(first) || NEVER_THINGS.has(first)) return false
  if (STATE_NOUNS.has(ending)) return true
  return REPORT_NOUNS.has(ending) && !RUNNING_VERBS.has(first) && !NOTING_VERBS.has(first)
}

function isGrave(word: string): boolean {
  return isSure(word) && (VERBS.get(word) === 'Destructive' || VERBS.get(word) === 'Financial')
}

function certaintyOf(words: readonly string[], at: number, verb: string): number {
  if (LIGHT_VERBS.has(verb)) return 0.7
  if (RARELY_VERBS.has(verb)) return 0.6
  const isNoun = ALSO_NOUNS.has(verb)
  const isHarmful = VERBS.get(verb) === 'Destructive'
  // `open_tickets` are tickets, or opens some: the description knows.
  if (at === 0 && verb === 'open' && words.at(-1)?.endsWith('s')) return 0.6
  if (at === 0 && words.length > 1 && NEVER_THINGS.has(verb)) return WEAK_READINGS.has(verb) ? 0.9 : 0.95
  if (at === words.length - 1 && FINDS.test(verb)) return 0.85
  if (at === 0 && isNoun && words.length > 1) return VERBS.has(words.at(-1) ?? '') && !isHarmful ? 0.7 : 0.9
  if (at === 0) return isNoun ? 0.6 : WEAK_READINGS.has(verb) ? 0.9 : 1
  if (at === words.length - 1) return isNoun ? 0.6 : 0.9
  return isNoun ? 0.4 : 0.8
}

function prefixLength(words: readonly string[], server: string, { prefix }: SiblingReading): number {
  const [first = ''] = words
  if (words.length < 2 || isSure(first)) return 0
  return first === prefix || (server !== '' && wordsOf(server).includes(first)) ? 1 : 0
}
