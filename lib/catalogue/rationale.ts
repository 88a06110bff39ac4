// Why a tool is called what it is called, in sentences that a person can check against the definition.
import type { Category } from '#lib/policy/index.ts'
import type { Evidence } from './claim.ts'
import type { RiskSignal } from './risk-signals.ts'

export type Verdict = {
  readonly description: string
  readonly category: Category
  readonly confidence: number
  readonly evidence: readonly Evidence[]
  readonly signals: readonly RiskSignal[]
}

const DOES: Record<Category, string> = {
  Read: 'It reads and changes nothing',
  Write: 'It creates or changes something',
  Execute: 'It makes something run',
  Destructive: 'It takes something away for good',
  Financial: 'It moves money, or commits somebody to pay',
  Other: 'Nothing in its definition says what it does',
}
const PLACES: Record<string, string> = {
  name: 'its name says',
  description: 'its description says',
  inputSchema: 'its input schema offers',
  annotations: 'its server claims',
  server: 'its server is about',
  siblings: 'the tools beside it are about',
}
const MAX_QUOTED = 3
const UNSURE = 0.6

/** One to four sentences. Quotes come from the definition and are as hostile as it is: escape them. */
export function rationaleOf({ description, category, confidence, evidence, signals }: Verdict): string {
  const deciding = evidence.filter(({ says }) => says === category).slice(0, MAX_QUOTED)
  const quotes = deciding.map(({ source, text }) => `${PLACES[source] ?? source} “${text}”`)
  const sentences = [quotes.length > 0 ? `${DOES[category]}: ${listed(quotes)}.` : `${DOES[category]}.`]
  const against = evidence.find(({ says, source }) => source === 'annotations' && says !== category)
  if (against && category !== 'Other')
    sentences.push(`Its server claims “${against.text}”, which is not enough to lower the class.`)
  if (signals.length > 0) sentences.push(`${signalsInWords(signals)}.`)
  if (confidence < UNSURE && category !== 'Other')
    sentences.push(
      description === ''
        ? 'There is no description, so this is less sure than usual.'
        : 'The signs are few or disagree, so this is less sure than usual.',
    )
  return sentences.join(' ')
}

function signalsInWords(signals: readonly RiskSignal[]): string {
  const parts = signals
    .filter(({ path }) => path !== '')
    .slice(0, MAX_QUOTED)
    .map(({ path, says }) => `“${path}” takes ${says}`)
  const all = signals.find(({ path }) => path === '')
  if (all) parts.push(`it takes ${all.words}`)
  const said = listed(parts)
  return said.charAt(0).toUpperCase() + said.slice(1)
}

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
