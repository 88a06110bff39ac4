// Which attacks use a tool like this one, and which words of its definition say so.
import { type Classifiable, type Classification, wordsOf } from '#lib/catalogue/index.ts'
import type { Abuses, Attack } from './attack.ts'
import { ATTACKS } from './library.ts'
import { FINDERS } from './traits.ts'
import { type Quote, type ToolView, viewOf } from './view.ts'

/** "It {says}: {quote}". The quote is the server's text, and hostile. */
export type Reason = { readonly says: string; readonly quote: Quote }
export type AttackOnTool = { readonly attack: Attack; readonly reasons: readonly [Reason, ...Reason[]] }

/**
 * The attacks that need what this tool has, in the order of the library. Deterministic: of one
 * definition the same for ever. Most tools that only read their own server's records have none.
 * @param server the name of the server that offers the tool, for words that its tools leave out
 */
export function attacksOn(
  classification: Classification,
  tool: Classifiable,
  { server = '' }: { readonly server?: string } = {},
): AttackOnTool[] {
  const view = viewOf(classification, tool, server)
  return ATTACKS.flatMap((attack) => {
    const [first, ...rest] = reasonsOf(attack.abuses, view) ?? []
    return first ? [{ attack, reasons: [first, ...rest] }] : []
  })
}

function reasonsOf({ traits, about }: Abuses, view: ToolView): Reason[] | null {
  const reasons: Reason[] = []
  for (const group of traits) {
    const reason = firstReason(
      group.map((trait) => FINDERS[trait]),
      view,
    )
    if (!reason) return null
    reasons.push(reason)
  }
  return about && !isAbout(about, view, reasons) ? null : reasons
}

function firstReason(
  finders: readonly (typeof FINDERS)[keyof typeof FINDERS][],
  view: ToolView,
): Reason | null {
  for (const { says, find } of finders) {
    const quote = find(view)
    if (quote) return { says, quote }
  }
  return null
}

function isAbout(about: readonly string[], { words, server }: ToolView, reasons: readonly Reason[]): boolean {
  // Of a parameter its name only: descriptions speak of much that a tool does not do.
  const quoted = new Set(reasons.flatMap(({ quote }) => wordsOf(quote.text.split(':')[0] ?? '')))
  return about.some((word) => words.includes(word) || server.has(word) || quoted.has(word))
}

const PLACES: Record<Quote['source'], string> = {
  name: 'its name',
  description: 'its description',
  inputSchema: 'its input schema',
}

/** Where a quote stands, for a sentence: "in its input schema". */
export function placeInWords({ source }: Quote): string {
  return `in ${PLACES[source]}`
}
