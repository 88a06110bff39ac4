// Traits of what a tool does: deletes, pays, sends, hands over.
import type { Category } from '#lib/policy/index.ts'
import * as says from './trait-words.ts'
import {
  inDescription,
  inFields,
  inName,
  isOf,
  namedAfter,
  nameOf,
  type Quote,
  type ToolView,
} from './view.ts'

/** The piece of the definition that decided the class. */
export function byCategory(view: ToolView, category: Category): Quote | null {
  const { classification } = view
  if (classification.category !== category) return null
  const piece = classification.evidence.find((each) => each.says === category)
  return piece?.source === 'description' || piece?.source === 'inputSchema'
    ? { source: piece.source, text: piece.text }
    : nameOf(view)
}

export function actsInBrowser(view: ToolView): Quote | null {
  return isOf(view, 'Execute', 'Write') && namedAfter(view, says.BROWSER)
    ? inName(view, says.BROWSER_ACTS)
    : null
}

export function costsMoney(view: ToolView): Quote | null {
  const makes = inName(view, says.MAKING) && inName(view, says.MADE)
  const spends = isOf(view, 'Financial') && !view.words.some((word) => says.NO_SPENDING.has(word))
  return (
    inDescription(view, says.COSTS) ??
    inFields(view, says.TOKEN_COUNT) ??
    makes ??
    (spends ? nameOf(view) : null)
  )
}

export function givesAccess(view: ToolView): Quote | null {
  const { words } = view
  if (!isOf(view, 'Write', 'Execute', 'Other') || words.some((word) => says.NO_ACCESS.has(word))) return null
  const isTransfer = words.includes('transfer') && says.TRANSFERRED.has(words.at(-1) ?? '')
  const isRight =
    words.some((word) => says.ACCESS_VERBS.has(word)) && says.ACCESS_NOUNS.has(words.at(-1) ?? '')
  return isTransfer || isRight ? nameOf(view) : null
}

export function movesMoney(view: ToolView): Quote | null {
  if (!isOf(view, 'Financial') || view.words.some((word) => says.INCOMING.has(word))) return null
  const payee = inName(view, says.PAYING) ? inFields(view, says.PAYEE) : null
  return payee ?? inName(view, says.OUTGOING)
}

export function sendsText(view: ToolView): Quote | null {
  if (!isOf(view, 'Write', 'Execute', 'Other')) return null
  const publishes =
    view.words.some((word) => says.PUBLISHING.has(word)) &&
    view.words.some((word) => says.PUBLISHED.has(word))
  const sends = inName(view, says.SENDING) !== null || publishes
  return sends && inFields(view, says.TEXT) ? nameOf(view) : null
}
