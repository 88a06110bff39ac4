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
  const quotes = quotesFor(evidence.filter(({ says }) => says === category).slice(0, MAX_QUOTED))
  const sentences = [quotes === '' ? `${DOES[category]}.` : `${DOES[category]}: ${quotes}.`]
  const isBelittled = category !== 'Read' && category !== 'Other'
  const belittling = evidence.find(({ says, source }) => source === 'annotations' && says === 'Read')
  if (belittling && isBelittled)
    sentences.push(`Its server claims “${belittling.text}”, which is not enough to lower the class.`)
  const carried = signalsInWords(signals)
  if (carried !== '') sentences.push(`${carried}.`)
  if (confidence < UNSURE && category !== 'Other')
    sentences.push(
      description === ''
        ? 'There is no description, so this is less sure than usual.'
        : 'The signs are few or disagree, so this is less sure than usual.',
    )
  return sentences.join(' ')
}

// its name says “delete” and its description says “Deletes a file” and “cannot be undone”
function quotesFor(evidence: readonly Evidence[]): string {
  const places = new Map<string, string[]>()
  for (const { source, text } of evidence) {
    const quoted = places.get(source)
    if (quoted) quoted.push(`“${text}”`)
    else places.set(source, [`“${text}”`])
  }
  return listed([...places].map(([source, quotes]) => `${PLACES[source] ?? source} ${listed(quotes)}`))
}

// “homepage” and “webhook” take an address to reach; it takes 12 parameters
function signalsInWords(signals: readonly RiskSignal[]): string {
  const kinds = new Map<string, string[]>()
  for (const { path, says } of signals) {
    if (path === '') continue
    const paths = kinds.get(says)
    if (paths) paths.push(`“${path}”`)
    else kinds.set(says, [`“${path}”`])
  }
  const parts = [...kinds].map(
    ([says, paths]) =>
      `${listed(paths.slice(0, MAX_QUOTED))} ${paths.length === 1 ? 'takes' : 'take'} ${says}`,
  )
  const all = signals.find(({ path }) => path === '')
  if (all) parts.push(`it takes ${all.words}`)
  const said = parts.join('; ')
  return said.charAt(0).toUpperCase() + said.slice(1)
}

function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
