// One entry of `tools`, or `all_tools`: rules, approval, limits, and the shorthands of P4 written out.
import { type Json, member } from '#lib/json/index.ts'
import type { Report } from '../issue.ts'
import { childPointer } from '../pointer.ts'
import type { Approval, Entry, Limit, Rule } from '../policy.ts'
import { ACTIONS, KEY_WORDS, keysOf } from './keys.ts'
import { has, type Members, readChoice, readList, readMembers, readString, typeWords } from './members.ts'
import { readLimit, readRateLimit, secondsOf } from './read-limit.ts'
import { readConditions, readRule } from './read-rule.ts'

export const MAX_RULES = 64
export const DEFAULT_TIMEOUT_SECONDS = 600
export const MAX_TIMEOUT_SECONDS = 7 * 86_400

export const EMPTY_ENTRY: Entry = {
  strict_arguments: false,
  require: [],
  deny_if: [],
  require_approval: null,
  limits: [],
}

/** A limit and where it stands, for L5's test across the whole document. */
export type PlacedLimit = { readonly limit: Limit; readonly at: string; readonly shorthand: boolean }

/** @param name the tool or glob; null for `all_tools`, which has no name and so no shorthand that needs one */
export function readEntry(
  value: Json,
  at: string,
  name: string | null,
  report: Report,
  placed: PlacedLimit[],
): Entry {
  const keys = keysOf(name === null ? KEY_WORDS.all_tools : KEY_WORDS.entry)
  const members = readMembers(value, at, keys, report, { carries: true })
  if (!members) return EMPTY_ENTRY
  const require = readRules(members, 'require')
  const written = readRules(members, 'deny_if')
  const limits = readLimits(members, placed)
  const shorthand = name === null ? NO_ACTION : readAction(members)
  const rate = name === null ? null : readRate(members, name, placed)
  const count = require.length + written.length + limits.length
  if (count > MAX_RULES)
    report(at, 'too-many', `An entry has at most ${MAX_RULES} rules, and this one has ${count}.`)
  return {
    strict_arguments: readStrict(members),
    require,
    deny_if: shorthand.deny ? [shorthand.deny] : written,
    require_approval: shorthand.approval ?? readApproval(members),
    limits: rate ? [rate] : limits,
  }
}

function readRules(members: Members, key: 'require' | 'deny_if'): Rule[] {
  const at = childPointer(members.at, key)
  const rules = readList(members, key).map((value, index) =>
    readRule(value, childPointer(at, index), members.report),
  )
  return rules.filter((rule) => rule !== null)
}

function readLimits(members: Members, placed: PlacedLimit[]): Limit[] {
  const list = childPointer(members.at, 'limits')
  const limits: Limit[] = []
  for (const [index, value] of readList(members, 'limits').entries()) {
    const at = childPointer(list, index)
    const limit = readLimit(value, at, members.report)
    if (!limit) continue
    limits.push(limit)
    placed.push({ limit, at, shorthand: false })
  }
  return limits
}

function readApproval(members: Members): Approval | null {
  const value = member(members.object, 'require_approval')
  if (value === undefined) return null
  const at = childPointer(members.at, 'require_approval')
  if (value === true) return { conditions: [], timeoutSeconds: DEFAULT_TIMEOUT_SECONDS }
  if (typeof value === 'boolean') {
    const fix = { label: 'Remove it', command: { type: 'remove', pointer: at } } as const
    members.report(
      at,
      'wrong-value',
      '“require_approval” is true or an object; without approval, leave it out.',
      fix,
    )
    return null
  }
  const approval = readMembers(value, at, keysOf(KEY_WORDS.approval), members.report)
  if (!approval) return null
  const reason = readString(approval, 'reason')
  return {
    conditions: readConditions(approval),
    timeoutSeconds: readTimeout(approval),
    ...(reason === undefined ? {} : { reason }),
  }
}

function readTimeout(approval: Members): number {
  const value = member(approval.object, 'timeout')
  if (value === undefined) return DEFAULT_TIMEOUT_SECONDS
  const seconds = secondsOf(value)
  const pointer = childPointer(approval.at, 'timeout')
  if (seconds === null)
    approval.report(pointer, 'wrong-value', 'A timeout is a length such as "10m" or "2h", or whole seconds.')
  else if (seconds < 1 || seconds > MAX_TIMEOUT_SECONDS)
    approval.report(pointer, 'out-of-range', 'A timeout is between 1 second and 7 days.')
  return seconds ?? DEFAULT_TIMEOUT_SECONDS
}

function readStrict(members: Members): boolean {
  const value = member(members.object, 'strict_arguments')
  if (value === undefined || typeof value === 'boolean') return value ?? false
  const pointer = childPointer(members.at, 'strict_arguments')
  members.report(pointer, 'wrong-type', `“strict_arguments” is true or false, not ${typeWords(value)}.`)
  return false
}

type Action = { readonly deny: Rule | null; readonly approval: Approval | null }
const NO_ACTION: Action = { deny: null, approval: null }

function readAction(members: Members): Action {
  const reason = readString(members, 'reason')
  const action = has(members, 'action') ? readChoice(members, 'action', ACTIONS, 'allow') : null
  if (action === null || action === 'allow') {
    const why = 'A “reason” belongs to "action": "deny" or "action": "require_approval".'
    if (has(members, 'reason')) members.report(childPointer(members.at, 'reason'), 'shorthand-clash', why)
    return NO_ACTION
  }
  if (action === 'deny') {
    reportClash(members, 'action', 'deny_if')
    return { deny: { conditions: [], ...(reason === undefined ? {} : { on_deny: reason }) }, approval: null }
  }
  reportClash(members, 'action', 'require_approval')
  const approval = { conditions: [], timeoutSeconds: DEFAULT_TIMEOUT_SECONDS }
  return { deny: null, approval: { ...approval, ...(reason === undefined ? {} : { reason }) } }
}

function readRate(members: Members, name: string, placed: PlacedLimit[]): Limit | null {
  const value = member(members.object, 'rate_limit')
  if (value === undefined) return null
  reportClash(members, 'rate_limit', 'limits')
  const at = childPointer(members.at, 'rate_limit')
  const limit = readRateLimit(value, at, name, members.report)
  if (limit) placed.push({ limit, at, shorthand: true })
  return limit
}

function reportClash(members: Members, shorthand: string, long: string): void {
  if (!has(members, long)) return
  const pointer = childPointer(members.at, shorthand)
  members.report(
    pointer,
    'shorthand-clash',
    `“${shorthand}” is short for “${long}”, and both stand here. Keep one of them.`,
  )
}
