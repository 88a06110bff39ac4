// A rule as one sentence, complete or not: “Deny when amount is more than 500 and currency is "EUR" or …”.
import { isJsonNumber, type Json, numberText, serializeJson } from '#lib/json/index.ts'
import { OPERATOR_WORDS } from './operators.ts'
import { labelOfPath } from './path-label.ts'
import type { RuleList } from './rule-check.ts'
import type { ComparisonDraft, RuleDraft } from './rule-draft.ts'

const MAX_VALUES = 6
const MAX_TEXT = 60

/** The words that begin a rule of a list. */
export const RULE_OPENINGS: Readonly<Record<RuleList, string>> = {
  deny_if: 'Deny when',
  require: 'Only when',
  require_approval: 'Ask a person when',
}
const ALWAYS: Readonly<Record<RuleList, string>> = {
  deny_if: 'Deny every call.',
  require: 'Always, for it says nothing that must hold.',
  require_approval: 'Ask a person about every call.',
}

/** The whole sentence; what is not chosen yet is an ellipsis. */
export function ruleSentence(list: RuleList, draft: RuleDraft): string {
  if (draft.groups.length === 0) return ALWAYS[list]
  const several = draft.groups.length > 1
  const groups = draft.groups.map(({ any }) => {
    const words = any.map((each) => comparisonWords(each, list)).join(' or ')
    return several && any.length > 1 ? `(${words})` : words
  })
  return `${RULE_OPENINGS[list]} ${groups.join(' and ')}.`.replace('….', '…')
}

/** “amount is more than 500”. `[*]` means some element where a rule refuses, and every one where it requires (C1). */
export function comparisonWords({ path, op, value }: ComparisonDraft, list: RuleList): string {
  const label = path === '' ? '…' : labelOfPath(path)
  const quantified =
    list === 'require'
      ? label.replace(/\beach of\b/g, 'every one of')
      : label.replace(/\beach of\b/g, 'any of')
  const words = op === 'regex' ? 'matches' : OPERATOR_WORDS[op]
  return op === 'exists' || op === 'absent'
    ? `${quantified} ${words}`
    : `${quantified} ${words} ${valueWords(value)}`
}

function valueWords(value: Json | undefined): string {
  if (value === undefined) return '…'
  if (!Array.isArray(value)) return shortened(isJsonNumber(value) ? numberText(value) : serializeJson(value))
  if (value.length === 0) return '…'
  const shown = value.slice(0, MAX_VALUES).map((each) => shortened(serializeJson(each)))
  const more = value.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

function shortened(text: string): string {
  const characters = [...text]
  return characters.length <= MAX_TEXT ? text : `${characters.slice(0, MAX_TEXT).join('')}…`
}
