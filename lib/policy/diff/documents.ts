// What differs between two documents beside their tools (W4).
import { canonicalJson, isJsonObject, type Json, type JsonObject, member } from '#lib/json/index.ts'
import { governorIn } from '../edit/placement.ts'
import { nameMatches } from '../evaluate/glob.ts'
import { rulesOf } from '../explain/describe.ts'
import { childPointer } from '../pointer.ts'
import { type Entry, METHOD_GROUPS, type MethodGroup, type Policy } from '../policy.ts'
import type { PolicyDocument } from '../read/parse-text.ts'
import { EMPTY_ENTRY } from '../read/read-entry.ts'
import { type RuleChange, ruleChanges } from './rule-changes.ts'

type Verdict = 'allow' | 'deny'
type Change =
  | { readonly kind: 'default'; readonly before: Verdict | null; readonly after: Verdict }
  /** null: as the default says. */
  | {
      readonly kind: 'method'
      readonly group: MethodGroup
      readonly before: Verdict | null
      readonly after: Verdict | null
    }
  | { readonly kind: 'all_tools'; readonly rule: RuleChange }
  /** An entry that governs none of the tools, before or after. */
  | {
      readonly kind: 'entry'
      readonly name: string
      readonly before: Entry | null
      readonly after: Entry | null
      readonly rules: readonly RuleChange[]
    }
  /** A name or a pattern of `hide` that hides none of the tools. */
  | { readonly kind: 'hide'; readonly name: string; readonly after: boolean }
  /** What is carried along and means nothing. */
  | {
      readonly kind: 'note'
      readonly pointer: string
      readonly before: Json | undefined
      readonly after: Json | undefined
    }

export type DocumentDifference = Change & { readonly text: string }

/**
 * The differences that belong to no tool of `tools`: those of tools are `diffPolicies`' to tell.
 * @param before null where nothing was published: then everything is new
 */
export function diffDocuments(
  before: PolicyDocument | null,
  after: PolicyDocument,
  tools: readonly string[],
): DocumentDifference[] {
  const [old, next] = [before?.policy ?? null, after.policy]
  return [
    ...defaultChange(old, next),
    ...METHOD_GROUPS.flatMap((group) => methodChange(group, old, next)),
    ...allToolsChanges(old, next),
    ...entryChanges(old, next, tools),
    ...hideChanges(old, next, tools),
    ...noteChanges(before?.document ?? null, after.document),
  ]
}

function defaultChange(old: Policy | null, next: Policy): DocumentDifference[] {
  if (old?.default === next.default) return []
  const text = `default: ${old ? `${old.default} → ` : ''}${next.default}, for what nothing names`
  return [{ kind: 'default', before: old?.default ?? null, after: next.default, text }]
}

function methodChange(group: MethodGroup, old: Policy | null, next: Policy): DocumentDifference[] {
  const [was, is] = [old?.methods[group] ?? null, next.methods[group] ?? null]
  if (was === is) return []
  const words = (verdict: Verdict | null) => verdict ?? 'as the default'
  const text = `${group}: ${old ? `${words(was)} → ` : ''}${words(is)}`
  return [{ kind: 'method', group, before: was, after: is, text }]
}

function allToolsChanges(old: Policy | null, next: Policy): DocumentDifference[] {
  const rules = (policy: Policy | null) => ({ all: policy?.all_tools ?? EMPTY_ENTRY, own: EMPTY_ENTRY })
  return ruleChanges(rules(old), rules(next)).map((rule) => ({
    kind: 'all_tools',
    rule,
    text: `all tools, ${rule.text}`,
  }))
}

function entryChanges(old: Policy | null, next: Policy, tools: readonly string[]): DocumentDifference[] {
  const governing = new Set(
    [old, next].flatMap((policy) => {
      const governs = policy ? governorIn(policy) : () => null
      return tools.map(governs)
    }),
  )
  const names = new Set([...(old?.tools.keys() ?? []), ...next.tools.keys()])
  return [...names].flatMap((name): DocumentDifference[] => {
    const [was, is] = [old?.tools.get(name) ?? null, next.tools.get(name) ?? null]
    const rules = ruleChanges(
      { all: EMPTY_ENTRY, own: was ?? EMPTY_ENTRY },
      { all: EMPTY_ENTRY, own: is ?? EMPTY_ENTRY },
    )
    if (governing.has(name) || (was && is && rules.length === 0)) return []
    return [{ kind: 'entry', name, before: was, after: is, rules, text: entryText(name, was, is, rules) }]
  })
}

function entryText(name: string, was: Entry | null, is: Entry | null, rules: readonly RuleChange[]): string {
  const which = `the entry ${name}, which governs no tool`
  if (was && is) return [which, ...rules.map(({ text }) => text)].join(' · ')
  return [`${is ? 'now' : 'no longer'}: ${which}`, ...(is ? rulesOf(is) : [])].join(' · ')
}

function hideChanges(old: Policy | null, next: Policy, tools: readonly string[]): DocumentDifference[] {
  const [was, is] = [new Set(old?.hide ?? []), new Set(next.hide)]
  return [...new Set([...was, ...is])].flatMap((name): DocumentDifference[] => {
    const after = is.has(name)
    if (was.has(name) === after || tools.some((tool) => nameMatches(name, tool))) return []
    const text = `${after ? 'now' : 'no longer'}: ${name} in “hide”, which hides no tool`
    return [{ kind: 'hide', name, after, text }]
  })
}

function noteChanges(old: JsonObject | null, next: JsonObject): DocumentDifference[] {
  const [was, is] = [notesOf(old), notesOf(next)]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((pointer): DocumentDifference[] => {
    const [before, after] = [was.get(pointer), is.get(pointer)]
    if (before !== undefined && after !== undefined && canonicalJson(before) === canonicalJson(after))
      return []
    const verb = before === undefined ? 'new' : after === undefined ? 'removed' : 'changed'
    return [{ kind: 'note', pointer, before, after, text: `the note ${pointer}: ${verb}` }]
  })
}

/** Every note of a document by its pointer: at the top level, in `all_tools` and in the entries. */
function notesOf(document: JsonObject | null): Map<string, Json> {
  const notes = new Map<string, Json>()
  const collect = (at: string, value: Json | undefined): void => {
    if (!isJsonObject(value)) return
    for (const [key, note] of Object.entries(value))
      if (key === '$schema' || key === 'description' || key.startsWith('x-'))
        notes.set(childPointer(at, key), note)
  }
  if (!document) return notes
  collect('', document)
  collect('/all_tools', member(document, 'all_tools'))
  const tools = member(document, 'tools')
  if (isJsonObject(tools))
    for (const [name, entry] of Object.entries(tools)) collect(childPointer('/tools', name), entry)
  return notes
}
