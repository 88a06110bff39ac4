// Moving tools between lanes: what each lane means, written into an entry (SPEC T).
import { type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { isGlob, nameMatches } from '../evaluate/glob.ts'
import type { Entry, Policy, Window } from '../policy.ts'
import type { EditResult, Lane } from './command.ts'
import {
  countersOf,
  freeCounter,
  isUnconditionalRule,
  listOr,
  objectOr,
  rulesInFull,
  withList,
  withMember,
  withMembers,
} from './document.ts'
import { compareLanes, governorIn, isUnconditional, laneForAll, placementIn } from './placement.ts'

export type LimitChoice = { readonly max: number; readonly window: Window }
const DEFAULT_LIMIT: LimitChoice = { max: 30, window: 'minute' }

export type Moved = {
  readonly document: JsonObject
  readonly moved: readonly string[]
  /** How many rules the tools lost, beyond those that the left lane consists of. */
  readonly lostRules: number
  readonly unmoved: EditResult['unmoved']
}

/** The document after the move. Tools that stand in the lane already, by a rule of their own, are left alone. */
export function moveTools(
  policy: Policy,
  document: JsonObject,
  tools: readonly string[],
  to: Lane,
  limit: LimitChoice = DEFAULT_LIMIT,
): Moved {
  const placeOf = placementIn(policy)
  const governs = governorIn(policy)
  let known: Map<string, unknown> | null = null
  // Asked for by a new limit only: they are looked for in every entry.
  const counters = () => {
    known ??= countersOf(document)
    return known
  }
  const changes = { entries: new Map<string, Json>(), hide: new Set<string>(), show: new Set<string>() }
  const moved: string[] = []
  const unmoved: { tool: string; why: string }[] = []
  let lostRules = 0
  for (const tool of new Set(tools)) {
    const place = placeOf(tool)
    if (place.lane === to && !place.byDefault) continue
    const why = obstacle(policy, tool, to)
    if (why !== null) {
      unmoved.push({ tool, why })
      continue
    }
    moved.push(tool)
    if (to === 'hide') changes.hide.add(tool)
    else {
      if (place.lane === 'hide') changes.show.add(tool)
      const governor = governs(tool)
      const entry = ownEntry(document, tool, governor)
      changes.entries.set(tool, laneEntry(entry, tool, to, limit, counters))
      lostRules += lostBy(to, governor === null ? undefined : policy.tools.get(governor))
    }
  }
  return { document: rewritten(document, changes), moved, lostRules, unmoved }
}

/** Why a tool cannot stand in a lane, or null. */
function obstacle(policy: Policy, tool: string, to: Lane): string | null {
  if (isGlob(tool) && !policy.tools.has(tool) && !policy.hide.includes(tool))
    return 'its name holds a *, which the language reads as a pattern'
  const pattern = policy.hide.find((name) => name !== tool && nameMatches(name, tool))
  if (pattern !== undefined && to !== 'hide') return `the pattern ${pattern} hides it`
  const forAll = laneForAll(policy.all_tools)
  if (compareLanes(forAll, to) <= 0) return null
  return forAll === 'deny' ? '“all_tools” denies every call' : '“all_tools” asks for approval of every call'
}

/**
 * The entry that a tool has or would have of its own: what it has; else a copy of the rules of the
 * glob that governs it (M4); else nothing.
 */
export function ownEntry(document: JsonObject, tool: string, governor: string | null): JsonObject {
  const tools = objectOr(member(document, 'tools'))
  const entry = governor === null ? jsonObject() : objectOr(member(tools, governor))
  return governor === null || governor === tool ? entry : rulesInFull(entry, governor)
}

function laneEntry(
  entry: JsonObject,
  tool: string,
  to: Exclude<Lane, 'hide'>,
  limit: LimitChoice,
  counters: () => Map<string, unknown>,
): JsonObject {
  switch (to) {
    case 'allow':
      return withMembers(
        entry,
        RULES.map((key) => [key, undefined] as const),
      )
    case 'limit':
      return withLimit(withoutApproval(withoutDeny(withoutAction(entry, 'allow'))), tool, limit, counters)
    case 'approve':
      return withApproval(withoutDeny(withoutAction(entry, 'allow')))
    case 'deny':
      return withDeny(withoutAction(entry, 'allow'))
    default:
      return to satisfies never
  }
}

const RULES = ['require', 'deny_if', 'require_approval', 'limits', 'rate_limit', 'action', 'reason']

function withoutAction(entry: JsonObject, action: string): JsonObject {
  if (member(entry, 'action') !== action) return entry
  return withMembers(entry, [
    ['action', undefined],
    ['reason', undefined],
  ])
}

function withoutDeny(entry: JsonObject): JsonObject {
  const rules = listOr(member(entry, 'deny_if'))
  const kept = rules.filter((rule) => !isUnconditionalRule(rule))
  const rest = withoutAction(entry, 'deny')
  return kept.length === rules.length ? rest : withList(rest, 'deny_if', kept)
}

function withoutApproval(entry: JsonObject): JsonObject {
  return withMember(withoutAction(entry, 'require_approval'), 'require_approval', undefined)
}

function withApproval(entry: JsonObject): JsonObject {
  const asks = Object.hasOwn(entry, 'require_approval') || member(entry, 'action') === 'require_approval'
  return asks ? entry : withMember(entry, 'require_approval', jsonObject())
}

function withDeny(entry: JsonObject): JsonObject {
  const rules = listOr(member(entry, 'deny_if'))
  const denies = member(entry, 'action') === 'deny' || rules.some(isUnconditionalRule)
  return denies ? entry : withMember(entry, 'deny_if', [...rules, jsonObject([['conditions', []]])])
}

function withLimit(
  entry: JsonObject,
  tool: string,
  { max, window }: LimitChoice,
  counters: () => Map<string, unknown>,
): JsonObject {
  if (listOr(member(entry, 'limits')).length > 0 || Object.hasOwn(entry, 'rate_limit')) return entry
  const counter = freeCounter(tool, counters())
  counters().set(counter, window)
  const limit = jsonObject([
    ['counter', counter],
    ['window', window],
    ['max', max],
    ['scope', 'grant'],
  ])
  return withMember(entry, 'limits', [limit])
}

/** Rules that a move takes away and that the left lane did not consist of. */
function lostBy(to: Lane, entry: Entry | undefined): number {
  if (!entry) return 0
  const conditionalApproval = (entry.require_approval?.conditions.length ?? 0) > 0 ? 1 : 0
  if (to === 'limit') return conditionalApproval
  if (to !== 'allow') return 0
  const conditional = entry.deny_if.filter((rule) => !isUnconditional(rule))
  return entry.require.length + conditional.length + entry.limits.length + conditionalApproval
}

function rewritten(
  document: JsonObject,
  { entries, hide, show }: { entries: Map<string, Json>; hide: Set<string>; show: Set<string> },
): JsonObject {
  const members: [string, Json][] = []
  if (hide.size > 0 || show.size > 0) {
    const shown = listOr(member(document, 'hide')).filter(
      (name) => !(typeof name === 'string' && show.has(name)),
    )
    members.push(['hide', [...shown, ...hide]])
  }
  if (entries.size > 0) members.push(['tools', withMembers(objectOr(member(document, 'tools')), entries)])
  return withMembers(document, members)
}
