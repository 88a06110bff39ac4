// One entry of the document that an import makes. Whatever cannot be said closes it: every call is
// refused, and the original stands beside the refusal, so that a person can write it anew.
import { type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import { MAX_CONDITIONS } from '../read/read-rule.ts'

export type EntryDraft = {
  description: string | undefined
  readonly require: Json[]
  readonly denyIf: Json[]
  readonly limits: JsonObject[]
  approval: { readonly timeoutSeconds: number; readonly reason: string | undefined } | null
  closed: boolean
}

export function newEntryDraft(): EntryDraft {
  return { description: undefined, require: [], denyIf: [], limits: [], approval: null, closed: false }
}

/** What an agent is told of a call that an import could not judge. */
export const CLOSED_TEXT =
  'A rule of this tool could not be imported, so every call of it is refused. Ask the person who manages the policy.'
/** Where the original of a closed entry is kept. */
export const ORIGINAL_KEY = 'x-imported'

/** A rule, or as many as its conditions need: the rules of `require` are joined by AND as conditions are. */
export function requireRules(conditions: readonly Json[], onDeny: string | undefined): JsonObject[] {
  const rules: JsonObject[] = []
  for (let at = 0; at < conditions.length; at += MAX_CONDITIONS)
    rules.push(ruleOf(conditions.slice(at, at + MAX_CONDITIONS), onDeny))
  return rules
}

export function ruleOf(conditions: readonly Json[], onDeny: string | undefined): JsonObject {
  return jsonObject([['conditions', [...conditions]], ...optional('on_deny', onDeny)])
}

/** The entry as it is written, without what is empty. */
export function entryOf(draft: EntryDraft, original: Json): JsonObject {
  const denyIf = draft.closed ? [ruleOf([], CLOSED_TEXT), ...draft.denyIf] : draft.denyIf
  return jsonObject([
    ...optional('description', draft.description),
    ...listed('require', draft.require),
    ...listed('deny_if', denyIf),
    ...(draft.approval ? [['require_approval', approvalOf(draft.approval)] as const] : []),
    ...listed('limits', draft.limits),
    ...(draft.closed ? [[ORIGINAL_KEY, original] as const] : []),
  ])
}

/** The entry that refuses every call and holds nothing else but, where there is one, the original. */
export function closedEntry(original: Json | undefined): JsonObject {
  return jsonObject([['deny_if', [ruleOf([], CLOSED_TEXT)]], ...optional(ORIGINAL_KEY, original)])
}

function approvalOf({ timeoutSeconds, reason }: NonNullable<EntryDraft['approval']>): JsonObject {
  return jsonObject([['timeout', timeoutSeconds], ...optional('reason', reason)])
}

function listed(key: string, list: readonly Json[]): (readonly [string, Json])[] {
  return list.length > 0 ? [[key, [...list]]] : []
}

function optional(key: string, value: Json | undefined): (readonly [string, Json])[] {
  return value === undefined ? [] : [[key, value]]
}
