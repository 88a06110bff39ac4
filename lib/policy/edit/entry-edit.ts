// The inspector's commands: one rule, limit, approval or text of one tool.
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonObject,
  member,
  serializeJson,
} from '#lib/json/index.ts'
import type { Policy } from '../policy.ts'
import type { Command, LimitFields } from './command.ts'
import {
  countersOf,
  freeCounter,
  isUnconditionalRule,
  listOr,
  objectOr,
  rulesInFull,
  withLimitsInFull,
  withList,
  withMember,
  withMembers,
} from './document.ts'
import { ownEntry } from './lane-edit.ts'
import { governorIn } from './placement.ts'

export type EntryCommand = Extract<
  Command,
  {
    type:
      | 'add-limit'
      | 'set-limit'
      | 'remove-limit'
      | 'add-rule'
      | 'set-rule'
      | 'remove-rule'
      | 'set-approval'
      | 'set-reason'
      | 'set-strict'
  }
>

/**
 * The document with the command done to the tool's own entry, which is made where there is none (M4).
 * A tool that is denied because nothing names it stays denied, now in so many words (SPEC T4).
 */
export function editEntry(policy: Policy, document: JsonObject, command: EntryCommand): JsonObject {
  const { tool } = command
  const governor = governorIn(policy)(tool)
  const denied = governor === null && policy.default === 'deny'
  const entry = denied
    ? jsonObject([['deny_if', [jsonObject([['conditions', []]])]]])
    : ownEntry(document, tool, governor)
  const next = changedEntry(entry, document, command)
  if (serializeJson(next) === serializeJson(entry)) return document
  const tools = objectOr(member(document, 'tools'))
  return withMember(document, 'tools', withMember(tools, tool, next))
}

function changedEntry(entry: JsonObject, document: JsonObject, command: EntryCommand): JsonObject {
  const { tool } = command
  switch (command.type) {
    case 'add-limit': {
      const full = withLimitsInFull(entry, entry, tool)
      const counter = command.counter ?? freeCounter(tool, countersOf(document))
      const limit = limitWith(jsonObject([['counter', counter]]), { scope: 'grant', ...command })
      return withMember(full, 'limits', [...listOr(member(full, 'limits')), limit])
    }
    case 'set-limit':
      return changeLimit(withLimitsInFull(entry, entry, tool), command.index, (limit) =>
        limitWith(limit, command),
      )
    case 'remove-limit': {
      const full = withLimitsInFull(entry, entry, tool)
      return withList(full, 'limits', listOr(member(full, 'limits')).toSpliced(command.index, 1))
    }
    case 'add-rule':
      return changeRules(entry, tool, command.list, (rules) => [...rules, command.rule])
    case 'set-rule':
      return changeRules(entry, tool, command.list, (rules) =>
        command.index in rules ? rules.with(command.index, command.rule) : rules,
      )
    case 'remove-rule':
      return changeRules(entry, tool, command.list, (rules) => rules.toSpliced(command.index, 1))
    case 'set-approval':
      return withMember(
        withoutShort(entry, 'require_approval'),
        'require_approval',
        command.approval ?? undefined,
      )
    case 'set-reason':
      return withReason(entry, tool, command.reason === '' ? undefined : command.reason)
    case 'set-strict':
      return withMember(entry, 'strict_arguments', command.value ? true : undefined)
    default:
      return command satisfies never
  }
}

function limitWith(limit: JsonObject, fields: Partial<LimitFields>): JsonObject {
  const order = ['counter', 'window', 'max', 'scope', 'algorithm', 'increment_from', 'on_deny'] as const
  const given = order.filter((field) => fields[field] !== undefined)
  return withMembers(
    limit,
    given.map((field) => [field, fields[field] ?? undefined] as const),
  )
}

function changeLimit(
  entry: JsonObject,
  index: number,
  change: (limit: JsonObject) => JsonObject,
): JsonObject {
  const limits = listOr(member(entry, 'limits'))
  const limit = limits[index]
  return isJsonObject(limit) ? withMember(entry, 'limits', limits.with(index, change(limit))) : entry
}

function changeRules(
  entry: JsonObject,
  tool: string,
  list: 'require' | 'deny_if',
  change: (rules: Json[]) => Json[],
): JsonObject {
  const full =
    list === 'deny_if' && member(entry, 'action') === 'deny' ? inFull(entry, tool, 'deny_if') : entry
  return withList(full, list, change(listOr(member(full, list))))
}

/** The entry with its `action` written out under its long key. */
function inFull(entry: JsonObject, tool: string, key: 'deny_if' | 'require_approval'): JsonObject {
  return withMember(withoutShort(entry, 'any'), key, member(rulesInFull(entry, tool), key))
}

function withoutShort(entry: JsonObject, action: string): JsonObject {
  if (action !== 'any' && member(entry, 'action') !== action) return entry
  return withMembers(entry, [
    ['action', undefined],
    ['reason', undefined],
  ])
}

/** What the agent is told, in the lane that the entry makes: its denial, else its approval, else its first limit. */
function withReason(entry: JsonObject, tool: string, reason: string | undefined): JsonObject {
  const action = member(entry, 'action')
  if (action === 'deny' || action === 'require_approval') return withMember(entry, 'reason', reason)
  const rules = listOr(member(entry, 'deny_if'))
  const denial = rules.findIndex(isUnconditionalRule)
  if (denial >= 0) {
    const rule = withMember(objectOr(rules[denial]), 'on_deny', reason)
    return withMember(entry, 'deny_if', rules.with(denial, rule))
  }
  const approval = member(entry, 'require_approval')
  if (approval !== undefined)
    return withMember(entry, 'require_approval', withMember(objectOr(approval), 'reason', reason))
  return changeLimit(withLimitsInFull(entry, entry, tool), 0, (limit) => withMember(limit, 'on_deny', reason))
}
