// Whether what a tool does moves money, or commits somebody to pay.
import type { Category } from '#lib/policy/index.ts'
import type { Amounts } from './amounts.ts'
import type { DescriptionReading } from './description.ts'
import {
  COINS,
  COMMITTING_VERBS,
  MONEY_ACT,
  MONEY_NOUNS,
  MONEY_PERHAPS,
  MONEY_SERVER,
  MONEY_TEXT,
  MOVING_VERBS,
  NO_MONEY_WORDS,
  NOT_MONEY,
  NOTING_MONEY,
  PAPERS,
  SETTLING_VERBS,
  SIGNED,
  TRADE,
} from './lexicon/money.ts'
import { STOPS } from './lexicon/nouns.ts'
import { ALSO_NOUNS } from './lexicon/verbs.ts'
import type { NameReading } from './name.ts'

export type MoneyClaim = { readonly source: string; readonly text: string; readonly certainty: number }
export type MoneyFacts = {
  readonly description: string
  readonly head: DescriptionReading
  readonly amounts: Amounts
  readonly server: string
  /** A word of money that several siblings hold; '' for none. */
  readonly siblings: string
}

const MAX_TEXT = 600

/** The evidence that money moves. `category` is what the tool does otherwise: reading moves none. */
export function readMoney(name: NameReading, category: Category, facts: MoneyFacts): MoneyClaim | null {
  const { words, verb } = name
  const settling = words.find((word) => SETTLING_VERBS.has(word))
  const moving = settling ?? words.find((word) => MOVING_VERBS.has(word))
  const isReading = category === 'Read' && verb !== settling
  if (category === 'Destructive' && !isCancelling(name)) return null
  if (isReading && name.category === 'Read') return null
  const description = facts.description.slice(0, MAX_TEXT)
  if (category === 'Other' && !moving) return null
  // Who only tells of a payment moves none, whatever its sentence goes on to say.
  const isNoting = isNotingMoney(name, facts.head)
  const act = MONEY_ACT.exec(description)
  if (act && (!isReading || act.index < 20) && (!isNoting || act.index < 3))
    return { source: 'description', text: act[0], certainty: 0.8 }
  if (isReading || isNoting) return null
  const objects = objectsOf(name)
  const isAboutMoney = objects.some((word) => NOT_MONEY.has(word))
  const noun = isAboutMoney ? undefined : objects.find((word) => MONEY_NOUNS.has(word))
  if (noun && !isPaper(noun, facts.head))
    return { source: 'name', text: actedOn(name, noun), certainty: 0.85 }
  if (isAboutMoney) return null
  const ofHead = moneyOfHead(facts.head)
  if (ofHead) return { source: 'description', text: ofHead, certainty: 0.75 }
  return perhapsMoney(name, objects, settling, facts, description) ?? movingMoney(moving, facts, description)
}

// "send … pix": the noun with the verb before it, as a person would quote the name.
function actedOn({ words, verb }: NameReading, noun: string): string {
  return verb === null || verb === noun || words.indexOf(verb) > words.indexOf(noun)
    ? noun
    : `${verb} … ${noun}`
}

// A verb is no object, but where its word stands last it is a noun: `create_refund`. What follows a
// preposition is not acted on: `create_sale_with_token`.
function objectsOf({ words, verb }: NameReading): readonly string[] {
  const end = words.findIndex((word, at) => at > 1 && STOPS.has(word))
  return (end < 0 ? words : words.slice(0, end)).filter(
    (word, at) => word !== verb || (at > 0 && ALSO_NOUNS.has(word)),
  )
}

function isNotingMoney({ words, verb }: NameReading, head: DescriptionReading): boolean {
  if (verb !== null && NOTING_MONEY.has(verb)) return true
  const [first] = head.verbs
  // "Notify the gateway of a status change" under a name like `update_order`.
  if (first !== undefined && /^(?:notify|report|log|simulate|email|notificar)$/.test(first)) return true
  return words.at(-1) === 'analysis' || head.object.includes('analysis')
}

function isCancelling({ verb }: NameReading): boolean {
  return verb !== null && /^(?:cancel|cancelar|cancela|anular|void)$/.test(verb)
}

// "Create a webhook subscription", "Send a chargeback event": the sentence says that it is no money itself.
function isPaper(noun: string, { verbs, object }: DescriptionReading): boolean {
  const [first] = verbs
  if (first !== undefined && NOTING_MONEY.has(first)) return true
  const isNotice = noun.startsWith('subscription') && object.some((word) => word.startsWith('notification'))
  return isNotice || object.some((word) => PAPERS.has(word))
}

// "Create a dynamic Pix charge with QR code": what the first clause acts on.
function moneyOfHead({ verbs, object, categories }: DescriptionReading): string | null {
  const [verb] = verbs
  const isActing = categories.some((each) => each === 'Write' || each === 'Execute' || each === 'Financial')
  if (verb === undefined || !isActing || NOTING_MONEY.has(verb)) return null
  if (object.some((word) => NOT_MONEY.has(word) || NO_MONEY_WORDS.has(word))) return null
  const last = object.at(-1) ?? ''
  if (MONEY_NOUNS.has(last) || (SETTLING_VERBS.has(verb) && MONEY_PERHAPS.has(last)))
    return `${verb} … ${last}`
  const money = object.find((word) => word.split('-').some((part) => MONEY_NOUNS.has(part)))
  return money && MONEY_PERHAPS.has(last) ? `${money} ${last}` : null
}

function perhapsMoney(
  { words, verb }: NameReading,
  objects: readonly string[],
  settling: string | undefined,
  { amounts, server, siblings }: MoneyFacts,
  description: string,
): MoneyClaim | null {
  const perhaps = objects.find((word) => MONEY_PERHAPS.has(word))
  if (!perhaps || words.some((word) => NO_MONEY_WORDS.has(word))) return null
  const all = words.join(' ')
  const trade = SIGNED.exec(all) ?? TRADE.exec(words.filter((word) => word !== perhaps).join(' '))
  if (settling) return { source: 'name', text: `${settling} … ${perhaps}`, certainty: 0.75 }
  if (trade) return { source: 'name', text: `${trade[0]} … ${perhaps}`, certainty: 0.8 }
  const said = COINS.has(perhaps) ? null : MONEY_TEXT.exec(description)
  if (said) return { source: 'description', text: `${perhaps} … ${said[0]}`, certainty: 0.65 }
  const fields = amounts.trade ?? amounts.money ?? amounts.destined
  if (fields) return { source: 'inputSchema', text: fields, certainty: 0.65 }
  if (verb === null || !COMMITTING_VERBS.has(verb) || COINS.has(perhaps)) return null
  if (MONEY_SERVER.test(server)) return { source: 'server', text: `${perhaps} … ${server}`, certainty: 0.5 }
  if (siblings !== '') return { source: 'siblings', text: `${perhaps} … ${siblings}`, certainty: 0.5 }
  return null
}

function movingMoney(
  moving: string | undefined,
  { amounts }: MoneyFacts,
  description: string,
): MoneyClaim | null {
  if (!moving) return null
  if (amounts.destined) return { source: 'inputSchema', text: amounts.destined, certainty: 0.65 }
  const said = moving === 'send' || moving === 'place' ? null : MONEY_TEXT.exec(firstSentence(description))
  if (said) return { source: 'description', text: `${moving} … ${said[0]}`, certainty: 0.6 }
  if (amounts.money && MONEY_TEXT.test(description))
    return { source: 'inputSchema', text: amounts.money, certainty: 0.55 }
  return null
}

function firstSentence(description: string): string {
  return description.slice(0, 160).split(/[.;](?:\s|$)/, 1)[0] ?? ''
}
