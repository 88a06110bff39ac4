// What a description's first sentence says is done: "Deletes a file", "Use this tool to create …".
import type { Category } from '#lib/policy/index.ts'
import { ALSO_NOUNS, OTHER_SCRIPTS, PREAMBLE, REPORT_NOUNS, VERBS } from './signals.ts'

export type DescriptionReading = {
  /** Every act that the head names: "create or delete" names two. */
  readonly categories: readonly Category[]
  /** The first of them can be nothing but a verb. */
  readonly isSure: boolean
  /** The words that say so. */
  readonly text: string
}

const MAX_DESCRIPTION = 2_000
const OBJECT_FOLLOWS =
  /^ (?:a|an|the|one|all|any|this|that|your|its|their|existing|new|multiple|several|each)\b/i
const NOTHING: DescriptionReading = { categories: [], isSure: false, text: '' }

/** As much of a description as is looked at, in one line. */
export function shortened(description: unknown): string {
  if (typeof description !== 'string') return ''
  return description.slice(0, MAX_DESCRIPTION).replace(/\s+/g, ' ').trim()
}

export function readDescription(description: string): DescriptionReading {
  const plain = description.replace(/^(?:\W*\[[^\]]{0,40}\])*[^\p{L}\p{N}]+/u, '').replace(/[*_`#]/g, '')
  const script = OTHER_SCRIPTS.find(([pattern]) => pattern.test(plain.slice(0, 24)))
  if (script) return { categories: [script[1]], isSure: true, text: plain.slice(0, 40) }
  const head = plain.replace(PREAMBLE, '')
  const named: { word: string; category: Category }[] = []
  for (const word of enumeration(head)) {
    const category = categoryOf(word)
    if (!category) break
    named.push({ word, category })
  }
  if (named.length === 0) return readNounHead(plain)
  const end = head.indexOf(' ', head.indexOf(named.at(-1)?.word ?? '')) + 30
  const [first = ''] = named.map(({ word }) => word)
  const isSure = !ALSO_NOUNS.has(first.toLowerCase()) || OBJECT_FOLLOWS.test(head.slice(first.length))
  return { categories: named.map(({ category }) => category), isSure, text: head.slice(0, Math.max(30, end)) }
}

// "Create, update or delete an issue": verbs joined by commas, slashes, "and", "or".
function enumeration(head: string): string[] {
  const match = /^[\p{L}]+(?:(?:\s*[,/&]\s*(?:and |or )?| and\/or | and | or )[\p{L}]+)*/u.exec(
    head.slice(0, 200),
  )
  return match
    ? match[0].split(/[\s,/&]+/).filter((word) => word !== 'and' && word !== 'or' && word !== '')
    : []
}

function categoryOf(word: string): Category | undefined {
  const lower = word.toLowerCase()
  for (const form of [
    lower,
    lower.replace(/ies$/, 'y'),
    lower.replace(/es$/, ''),
    lower.replace(/s$/, ''),
    lower.replace(/ing$/, ''),
    lower.replace(/ing$/, 'e'),
    lower.replace(/(\p{L})\1ing$/u, '$1'),
  ]) {
    const category = VERBS.get(form)
    if (category) return category
  }
  return undefined
}

// "Current status of the daemon", "Details of an order".
function readNounHead(plain: string): DescriptionReading {
  const [first = '', second = ''] = plain.toLowerCase().split(/[^\p{L}]+/u)
  const isReport =
    REPORT_NOUNS.has(first) || (/^(?:current|detailed|full|all|available)$/.test(first) && second !== '')
  return isReport ? { categories: ['Read'], isSure: false, text: plain.slice(0, 40) } : NOTHING
}
