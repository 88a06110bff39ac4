// A rule while someone builds it: it may be incomplete, and only becomes JSON of the document once it is not.
import { type Json, type JsonObject, jsonObject, serializeJson } from '#lib/json/index.ts'
import type { Comparison, Condition, Rule } from '#lib/policy/index.ts'
import type { OperatorChoice } from './operators.ts'

export type ComparisonDraft = {
  /** Names the row while it is on the screen. */
  readonly id: number
  /** '' until a field is chosen. */
  readonly path: string
  readonly op: OperatorChoice
  readonly value: Json | undefined
  /** Why what is typed is no value; null where it is one. */
  readonly unread: string | null
}
/** One condition: a single comparison, or several of which one is enough. */
export type GroupDraft = { readonly id: number; readonly any: readonly ComparisonDraft[] }
export type RuleDraft = {
  readonly groups: readonly GroupDraft[]
  /** The rule's own text for the agent; '' for none. */
  readonly onDeny: string
  readonly nextId: number
}

/** A rule with one comparison, of which nothing is chosen yet. */
export function newRuleDraft(): RuleDraft {
  return addGroup({ groups: [], onDeny: '', nextId: 1 })
}

export function draftOfRule(rule: Pick<Rule, 'conditions' | 'on_deny'>): RuleDraft {
  let nextId = 1
  const draftOf = ({ path, op, value }: Comparison): ComparisonDraft => ({
    id: nextId++,
    path,
    op: op === 'exists' && value === false ? 'absent' : op,
    value: op === 'exists' ? undefined : value,
    unread: null,
  })
  const groups = rule.conditions.map((condition) => ({
    id: nextId++,
    any: ('any_of' in condition ? condition.any_of : [condition]).map(draftOf),
  }))
  return { groups, onDeny: rule.on_deny ?? '', nextId }
}

const blank = (id: number): ComparisonDraft => ({ id, path: '', op: 'eq', value: undefined, unread: null })

export function addGroup(draft: RuleDraft): RuleDraft {
  const group = { id: draft.nextId, any: [blank(draft.nextId + 1)] }
  return { ...draft, groups: [...draft.groups, group], nextId: draft.nextId + 2 }
}

/** One more comparison beside those of a group, of which one is enough. */
export function addAlternative(draft: RuleDraft, group: number): RuleDraft {
  const groups = draft.groups.map((each) =>
    each.id === group ? { ...each, any: [...each.any, blank(draft.nextId)] } : each,
  )
  return { ...draft, groups, nextId: draft.nextId + 1 }
}

export function changeComparison(
  draft: RuleDraft,
  id: number,
  change: Partial<Omit<ComparisonDraft, 'id'>>,
): RuleDraft {
  const changed = (each: ComparisonDraft) => (each.id === id ? { ...each, ...change } : each)
  return { ...draft, groups: draft.groups.map((group) => ({ ...group, any: group.any.map(changed) })) }
}

export function removeComparison(draft: RuleDraft, id: number): RuleDraft {
  const groups = draft.groups.map((group) => ({ ...group, any: group.any.filter((each) => each.id !== id) }))
  return { ...draft, groups: groups.filter((group) => group.any.length > 0) }
}

export function comparisonsOf(draft: RuleDraft): readonly ComparisonDraft[] {
  return draft.groups.flatMap((group) => group.any)
}

/** True where every comparison has all that it needs, so that the rule can be written. */
export function isComplete(draft: RuleDraft): boolean {
  return comparisonsOf(draft).every(
    ({ path, op, value, unread }) => path !== '' && unread === null && (value !== undefined || isBare(op)),
  )
}

/** The conditions of a complete draft as the document writes them. */
export function conditionsJson(draft: RuleDraft): Json[] {
  return draft.groups.map(({ any }) => {
    const [only, ...more] = any
    return only !== undefined && more.length === 0
      ? comparisonJson(only)
      : jsonObject([['any_of', any.map(comparisonJson)]])
  })
}

/** The rule of a complete draft as the document writes it. */
export function ruleJson(draft: RuleDraft): JsonObject {
  const onDeny = draft.onDeny.trim()
  const members: [string, Json][] = [['conditions', conditionsJson(draft)]]
  if (onDeny !== '') members.push(['on_deny', onDeny])
  return jsonObject(members)
}

/** The conditions of a complete draft as the parser would read them. */
export function conditionsOf(draft: RuleDraft): readonly Condition[] {
  return draft.groups.map(({ any }) => {
    const [only, ...more] = any.map(comparisonOf)
    return only !== undefined && more.length === 0 ? only : { any_of: any.map(comparisonOf) }
  })
}

/** A text that is the same for two rules that say the same. */
export function ruleKey(draft: RuleDraft): string {
  return serializeJson(ruleJson(draft))
}

export function comparisonOf({ path, op, value }: ComparisonDraft): Comparison {
  if (op === 'absent') return { path, op: 'exists', value: false }
  if (op === 'exists') return { path, op, value: true }
  return value === undefined ? { path, op } : { path, op, value }
}

function comparisonJson(draft: ComparisonDraft): JsonObject {
  return jsonObject(Object.entries(comparisonOf(draft)))
}

function isBare(op: OperatorChoice): boolean {
  return op === 'exists' || op === 'absent'
}
