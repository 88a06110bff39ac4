// Rules in words, for messages, explanations, card summaries and differences.
import { isJsonObject, type Json, serializeJson } from '#lib/json/index.ts'
import { windowText } from '../evaluate/window.ts'
import type { Approval, Comparison, Condition, Entry, Limit, Operator, Rule } from '../policy.ts'

const WORDS: Record<Exclude<Operator, 'exists'>, string> = {
  eq: 'is',
  neq: 'is not',
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is more than',
  gte: 'is at least',
  in: 'is one of',
  not_in: 'is none of',
  regex: 'matches',
  contains: 'contains',
  within: 'is within',
  host_in: 'has a host among',
}

/** “args.amount is more than 100” */
export function describeComparison({ path, op, value = null }: Comparison): string {
  if (op === 'exists') return `${path} ${value === false ? 'is absent' : 'is given'}`
  return `${path} ${WORDS[op]} ${describeValue(value)}`
}

export function describeCondition(condition: Condition): string {
  return 'any_of' in condition
    ? condition.any_of.map(describeComparison).join(' or ')
    : describeComparison(condition)
}

export function describeConditions(conditions: readonly Condition[]): string {
  if (conditions.length === 0) return 'always'
  const several = conditions.length > 1
  return conditions
    .map((each) => (several && 'any_of' in each ? `(${describeCondition(each)})` : describeCondition(each)))
    .join(' and ')
}

/** “30 per minute”; with its scope and what it counts where they are not the usual ones. */
export function describeLimit(limit: Limit): string {
  const amount = limit.increment_from === undefined ? '' : ` of ${limit.increment_from}`
  const window = limit.algorithm === 'sliding' ? `any ${windowText(limit.window)}` : windowText(limit.window)
  const scope = limit.scope === 'grant' ? '' : ` for each ${limit.scope}`
  return `${serializeJson(limit.max)}${amount} per ${window}${scope}`
}

export function describeRule(list: 'require' | 'deny_if', rule: Rule): string {
  if (list === 'require') return `requires that ${describeConditions(rule.conditions)}`
  return rule.conditions.length === 0 ? 'always denied' : `denied when ${describeConditions(rule.conditions)}`
}

export function describeApproval(approval: Approval): string {
  if (approval.conditions.length === 0) return 'a person approves each call'
  return `a person approves when ${describeConditions(approval.conditions)}`
}

/** The rules of an entry, each in words: for the inspector. */
export function rulesOf(entry: Entry): string[] {
  return [
    ...(entry.strict_arguments ? [STRICT_WORDS] : []),
    ...entry.require.map((rule) => ruleInFull('require', rule)),
    ...entry.deny_if.map((rule) => ruleInFull('deny_if', rule)),
    ...(entry.require_approval ? [approvalInFull(entry.require_approval)] : []),
    ...entry.limits.map(limitInFull),
  ]
}

export const STRICT_WORDS = 'only declared arguments'

/** A rule with the text that it has for the agent. */
export function ruleInFull(list: 'require' | 'deny_if', rule: Rule): string {
  return withText(describeRule(list, rule), rule.on_deny)
}

export function approvalInFull(approval: Approval): string {
  return withText(`${describeApproval(approval)} within ${approval.timeoutSeconds} s`, approval.reason)
}

export function limitInFull(limit: Limit): string {
  return withText(`at most ${describeLimit(limit)}, counted as “${limit.counter}”`, limit.on_deny)
}

function withText(rule: string, text: string | undefined): string {
  return text === undefined ? rule : `${rule} (“${text}”)`
}

const MAX_SHOWN = 120

function describeValue(value: Json): string {
  if (Array.isArray(value) && !value.some((each) => Array.isArray(each) || isJsonObject(each)))
    return shorten(value.map((each) => serializeJson(each)).join(', '))
  return shorten(serializeJson(value))
}

function shorten(text: string): string {
  const characters = [...text]
  return characters.length <= MAX_SHOWN ? text : `${characters.slice(0, MAX_SHOWN).join('')}…`
}
