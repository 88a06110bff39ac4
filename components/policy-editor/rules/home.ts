// Where rules live: the entry of one tool, or `all_tools`; and the commands that change them there.
import { type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import {
  type Approval,
  type Command,
  childPointer,
  type Entry,
  type Limit,
  type LimitFields,
  type Policy,
  type Rule,
} from '#lib/policy/index.ts'
import { durationText } from './duration.ts'

/** `tool` is the name of the entry; null for `all_tools`. */
export type Home = { readonly tool: string | null }
export type ListName = 'require' | 'deny_if'

export const ALL_TOOLS: Home = { tool: null }

export function pointerOf({ tool }: Home): string {
  return tool === null ? '/all_tools' : childPointer('/tools', tool)
}

export function addRule(home: Home, list: ListName, rule: Json): Command {
  if (home.tool !== null) return { type: 'add-rule', tool: home.tool, list, rule }
  return { type: 'set', pointer: `/all_tools/${list}/-`, value: rule }
}

export function setRule(home: Home, list: ListName, index: number, rule: Json): Command {
  if (home.tool !== null) return { type: 'set-rule', tool: home.tool, list, index, rule }
  return { type: 'set', pointer: `/all_tools/${list}/${index}`, value: rule }
}

/** @param count how many rules the list has now: the last one takes the list along */
export function removeRule(home: Home, list: ListName, index: number, count: number): Command {
  if (home.tool !== null) return { type: 'remove-rule', tool: home.tool, list, index }
  return { type: 'remove', pointer: count > 1 ? `/all_tools/${list}/${index}` : `/all_tools/${list}` }
}

export function addLimit(home: Home, fields: LimitFields, policy: Policy): Command {
  if (home.tool !== null) return { type: 'add-limit', tool: home.tool, ...fields }
  const members: [string, Json][] = [
    ['counter', freeCounter('all_tools_rate', policy)],
    ['window', fields.window],
    ['max', fields.max],
    ['scope', fields.scope ?? 'grant'],
  ]
  return { type: 'set', pointer: '/all_tools/limits/-', value: jsonObject(members) }
}

/** One field of a limit; null takes it away. */
export function setLimit<Name extends keyof LimitFields>(
  home: Home,
  index: number,
  name: Name,
  value: LimitFields[Name],
): Command {
  if (home.tool !== null) return { type: 'set-limit', tool: home.tool, index, [name]: value }
  const pointer = `/all_tools/limits/${index}/${name}`
  return value === null || value === undefined ? { type: 'remove', pointer } : { type: 'set', pointer, value }
}

export function removeLimit(home: Home, index: number, count: number): Command {
  if (home.tool !== null) return { type: 'remove-limit', tool: home.tool, index }
  return { type: 'remove', pointer: count > 1 ? `/all_tools/limits/${index}` : '/all_tools/limits' }
}

/** `approval` as the document writes it; null for none. */
export function setApproval(home: Home, approval: JsonObject | null): Command {
  if (home.tool !== null) return { type: 'set-approval', tool: home.tool, approval }
  const pointer = '/all_tools/require_approval'
  return approval === null ? { type: 'remove', pointer } : { type: 'set', pointer, value: approval }
}

/** An entry that says in full what `entry` says: what a tool gets that leaves the pattern that governed it (M4). */
export function ownEntry(tool: string, entry: Entry): Command {
  const members: [string, Json][] = []
  if (entry.strict_arguments) members.push(['strict_arguments', true])
  for (const list of ['require', 'deny_if'] as const)
    if (entry[list].length > 0) members.push([list, entry[list].map(jsonOfRule)])
  if (entry.require_approval) members.push(['require_approval', jsonOfApproval(entry.require_approval)])
  if (entry.limits.length > 0) members.push(['limits', entry.limits.map(jsonOfLimit)])
  return { type: 'set', pointer: childPointer('/tools', tool), value: jsonObject(members) }
}

/** An approval as the document writes it, its timeout only where it is not the usual one. */
export function jsonOfApproval({ conditions, timeoutSeconds, reason }: Approval): JsonObject {
  const members: [string, Json][] = []
  if (conditions.length > 0) members.push(['conditions', conditions.map(jsonOfCondition)])
  if (timeoutSeconds !== USUAL_TIMEOUT_SECONDS) members.push(['timeout', durationText(timeoutSeconds)])
  if (reason !== undefined) members.push(['reason', reason])
  return jsonObject(members)
}
export const USUAL_TIMEOUT_SECONDS = 600

function jsonOfRule({ conditions, on_deny: onDeny }: Rule): JsonObject {
  const members: [string, Json][] = [['conditions', conditions.map(jsonOfCondition)]]
  if (onDeny !== undefined) members.push(['on_deny', onDeny])
  return jsonObject(members)
}

function jsonOfCondition(condition: Rule['conditions'][number]): JsonObject {
  return 'any_of' in condition
    ? jsonObject([['any_of', condition.any_of.map((each) => jsonObject(Object.entries(each)))]])
    : jsonObject(Object.entries(condition))
}

function jsonOfLimit(limit: Limit): JsonObject {
  const { algorithm, ...rest } = limit
  const members = Object.entries(rest).map(([key, value]): [string, Json] => [key, value])
  return jsonObject(algorithm === 'sliding' ? [...members, ['algorithm', algorithm]] : members)
}

function freeCounter(base: string, { all_tools: all, tools }: Policy): string {
  const taken = new Set(
    [all, ...tools.values()].flatMap((entry) => entry.limits.map((limit) => limit.counter)),
  )
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
  return name
}
