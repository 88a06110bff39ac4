// Whether what a tool does moves money. The gravest class, and the one whose words mislead most: an
// order is a sort order, a transaction is a database's, a subscription is to a topic.
import type { Category } from '#lib/policy/index.ts'
import type { NameReading } from './name.ts'
import {
  ALSO_NOUNS,
  MONEY_ACT,
  MONEY_NOUNS,
  MONEY_PERHAPS,
  MONEY_SERVER,
  MONEY_TEXT,
  MOVING_VERBS,
  NOT_MONEY,
  SETTLING_VERBS,
} from './signals.ts'

export type MoneyClaim = { readonly source: string; readonly text: string; readonly certainty: number }

const TRADE =
  /\b(?:limit|market|stop|spot|margin|futures|buy|sell|trade|convert|swap|stake|unstake|bridge|mint|bid|place|transfer)\b/
const SIGNED = /\b(?:send|sign|submit|broadcast) transactions?\b/
const NO_MONEY_SERVER = /\b(?:sql|db|database|mongo|postgres|git)\b/

/** The evidence that money moves. `category` is what the tool does otherwise: reading moves none. */
export function readMoney(
  name: NameReading,
  category: Category,
  facts: { readonly description: string; readonly amounts: string | null; readonly server: string },
): MoneyClaim | null {
  const { words } = name
  const settling = words.find((word) => SETTLING_VERBS.has(word))
  const moving = settling ?? words.find((word) => MOVING_VERBS.has(word))
  const isReading = category === 'Read' && name.verb !== settling
  if (category === 'Destructive' || (isReading && name.category === 'Read')) return null
  if (category === 'Other' && !moving) return null
  const act = MONEY_ACT.exec(facts.description)
  if (act && (!isReading || act.index < 20)) return { source: 'description', text: act[0], certainty: 0.8 }
  if (isReading) return null
  // A verb is no object, but where its word stands last it is a noun: `create_refund`.
  const objects = words.filter((word, at) => word !== name.verb || (at > 0 && ALSO_NOUNS.has(word)))
  const isAboutMoney = words.some((word) => NOT_MONEY.has(word))
  const noun = objects.find((word) => MONEY_NOUNS.has(word))
  if (noun && !isAboutMoney) return { source: 'name', text: noun, certainty: 0.85 }
  const perhaps = objects.find((word) => MONEY_PERHAPS.has(word))
  if (perhaps && !isAboutMoney && !NO_MONEY_SERVER.test(words.join(' '))) {
    const others = words.filter((word) => word !== perhaps).join(' ')
    const trade = SIGNED.exec(words.join(' ')) ?? TRADE.exec(others)
    if (settling) return { source: 'name', text: `${settling} … ${perhaps}`, certainty: 0.75 }
    if (trade) return { source: 'name', text: `${trade[0]} … ${perhaps}`, certainty: 0.8 }
    const said = MONEY_TEXT.exec(facts.description)
    if (said) return { source: 'description', text: `${perhaps} … ${said[0]}`, certainty: 0.65 }
    if (facts.amounts) return { source: 'inputSchema', text: facts.amounts, certainty: 0.65 }
    if (MONEY_SERVER.test(facts.server))
      return { source: 'server', text: `${perhaps} … ${facts.server}`, certainty: 0.5 }
  }
  const said = moving && !isAboutMoney ? MONEY_TEXT.exec(facts.description) : null
  if (said) return { source: 'description', text: `${moving} … ${said[0]}`, certainty: 0.6 }
  if (facts.amounts && !isAboutMoney && MONEY_TEXT.test(facts.description))
    return { source: 'inputSchema', text: facts.amounts, certainty: 0.55 }
  return null
}
