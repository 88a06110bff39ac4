// Every branch of the language that random documents and calls have to reach, by the names under which
// the oracle counts them. A world that stops reaching one proves less than it says.
import { METHOD_GROUPS, OPERATORS, SCOPES } from '../policy.ts'
import type { Reached } from './ledger.ts'

const LISTS = ['require', 'deny_if', 'require_approval']
const TRUTHS = ['true', 'false', 'unknown']
const each = (name: (list: string, truth: string) => string): string[] =>
  LISTS.flatMap((list) => TRUTHS.map((truth) => name(list, truth)))

const OUTCOMES = [
  ...['unknown-tool', 'unknown-tool, tool gone', 'hidden', 'hidden, tool changed', 'hidden, tool new'],
  ...['definition-changed, tool changed', 'definition-changed, tool new', 'not-listed', 'allowed'],
  ...['undeclared-argument in an entry', 'requirement-unmet in all_tools', 'requirement-unmet in an entry'],
  ...['condition-met in all_tools', 'condition-met in an entry', 'approval-needed in all_tools'],
  ...['approval-needed in an entry', 'limit-reached in all_tools', 'limit-reached in an entry'],
  ...['amount-unusable in all_tools', 'amount-unusable in an entry'],
  ...['waits, true', 'waits, unknown', 'approved, true', 'approved, unknown'],
  ...['require refuses what is unknown', 'deny_if refuses what is unknown', 'true AND unknown'],
  ...['action deny', 'approval as a shorthand', 'holds for an hour', 'holds for a day'],
]

const NAMES = [
  ...['exact entry', 'exact entry before a glob', 'glob', 'glob before a glob'],
  ...['glob as long as one that does not match', 'hidden by a name', 'hidden by a glob'],
]

const FACTS = [
  ...['args', 'grant.label', 'grant.tags', 'client.name', 'user.email', 'tool.category'].map(asks),
  ...['tool.severity', 'time.hour', 'time.weekday'].map(asks),
  ...['client.name', 'user.email', 'time.hour', 'time.weekday'].flatMap((root) => [
    `without ${root}`,
    `exists without ${root}`,
  ]),
]
function asks(root: string): string {
  return `asks ${root}`
}

const STEPS = [
  ...['no such key', 'no such own key, but inherited elsewhere', 'key in another letter case'],
  ...['key into what has none', 'index into what has none', 'no such index', 'step into null'],
  ...['exists and null', '[*] into no list', '[*] over nothing'],
  ...each((list, truth) => `[*] is ${truth} in ${list}`),
  ...each((list, truth) => `[*] within [*] is ${truth} in ${list}`),
]

const CONDITIONS = [
  ...OPERATORS.flatMap((op) => each((list, truth) => `${op} is ${truth} in ${list}`)),
  ...each((list, truth) => `any_of is ${truth} in ${list}`),
  ...['null', 'boolean', 'number', 'string', 'list', 'object'].map((kind) => `equal ${kind}`),
  ...['boolean', 'number', 'string', 'list', 'object'].map((kind) => `unequal ${kind}`),
  ...['nothing but null to equal', 'no operand of this type', 'order of a number that no double holds'],
  'regex beyond its budget',
]

const PLACES = [
  ...['decoded', 'file URL', 'file URL with a query', 'relative', 'dot-dot', 'dot-dot once decoded'],
  ...['backslash', 'backslash once decoded', 'control character', 'control character once decoded'],
  ...['stages disagree', 'not UTF-8', 'too many stages', 'too long'],
].map((place) => `within: ${place}`)
const HOSTS = [
  ...['this host', 'below a domain', 'no web address', 'no URL', 'user information'],
  ...['not canonical', 'a character of no URL', 'too long'],
].map((host) => `host_in: ${host}`)

const LIMITS = [
  ...SCOPES.map((scope) => `draws per ${scope}`),
  ...['fixed', 'sliding'].map((algorithm) => `draws ${algorithm}`),
  ...['seconds', 'a second', 'a minute', 'a hour', 'a day', 'a week', 'a month'].map(
    (in_) => `draws in ${in_}`,
  ),
  ...['rate_limit of a tool', 'rate_limit of a glob'],
  ...['absent', 'no number', 'negative', '0', 'whole', 'decimal'].map((amount) => `increment ${amount}`),
]

const LISTING = [
  'listed',
  ...['changed', 'new', 'gone', 'hidden', 'default', 'action', 'max 0', 'require of the tool'].map(notListed),
  ...['deny_if of the tool'].map(notListed),
]
function notListed(why: string): string {
  return `not listed: ${why}`
}

const METHODS = METHOD_GROUPS.flatMap((group) => [`method ${group}`, `method ${group} by default`])

export const BRANCHES: readonly string[] = [
  ...[...OUTCOMES, ...NAMES, ...FACTS, ...STEPS, ...CONDITIONS, ...PLACES, ...HOSTS],
  ...[...LIMITS, ...LISTING, ...METHODS],
]

/** Branches that were reached fewer than `least` times, each with its count. */
export function rarelyReached(reached: Reached, least: number): string[] {
  return BRANCHES.filter((branch) => (reached.get(branch) ?? 0) < least).map(
    (branch) => `${branch}: ${reached.get(branch) ?? 0}`,
  )
}

/** What the oracle counted under a name that is not in the list, and so would not be missed. */
export function unnamed(reached: Reached): string[] {
  const named = new Set([...BRANCHES, ...TOTALS])
  return [...reached.keys()].filter((branch) => !named.has(branch))
}
/** Sums over branches that are named one by one. */
const TOTALS = ['definition-changed', 'no-policy']
