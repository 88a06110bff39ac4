// One entry of a hosted document, with what others write in short written out as this language has it.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { listOr, objectOr, withLimitsInFull, withMember, withMembers } from '../edit/document.ts'
import { childPointer } from '../pointer.ts'
import { typeWords } from '../read/members.ts'
import type { Counters } from './counter.ts'
import { type EntryDraft, entryOf, newEntryDraft, ruleOf } from './entry-draft.ts'
import { isLabel, isShadow, SHADOW_TEXT } from './keys.ts'
import { readRate } from './rate.ts'
import { importRule } from './rule.ts'
import { closer, freeKey, type ImportRun } from './run.ts'

/** Members that Intercept's rules have and an entry of this language does not: read as one rule. */
const RULE_KEYS = ['validate', 'spend_limit', 'increment_from', 'approval_timeout']

/** @param name null for `all_tools` */
export function importHostedEntry(
  value: Json,
  at: string,
  name: string | null,
  hidden: string[],
  counters: Counters,
  run: ImportRun,
): JsonObject {
  if (!isJsonObject(value)) {
    run.report(at, 'wrong-type', `An entry is an object of rules, not ${typeWords(value)}.`)
    return jsonObject()
  }
  const draft = newEntryDraft()
  const close = closer(draft, name ?? '*', run.say)
  const rule: [string, Json][] = []
  let entry = jsonObject()
  for (const [key, each] of Object.entries(value)) {
    const pointer = childPointer(at, key)
    if (key === 'hide' && name !== null) {
      if (each !== false) hidden.push(name)
    } else if (RULE_KEYS.includes(key)) rule.push([key, each])
    else if (isShadow(key)) run.say(pointer, 'not-supported', SHADOW_TEXT)
    else if (isLabel(key) && !key.startsWith('x-')) {
      const kept = freeKey(key, value)
      entry[kept] = each
      run.say(pointer, 'kept', `“${key}” stands under “${kept}” and means nothing here.`)
    } else if (LISTS.includes(key)) entry[key] = listIn(key, each, pointer, run)
    else entry[key] = each
  }
  if (entry.action === 'hide' && name !== null) {
    hidden.push(name)
    entry = withMember(entry, 'action', undefined)
  }
  if (rule.length > 0) {
    // A timeout belongs to the action beside it.
    const action = entry.action === 'require_approval' ? 'require_approval' : 'allow'
    const required = name === null ? null : run.requiredOf(name)
    const context = { ...run, tool: name, at, draft, counters, required, close, scope: 'grant' as const }
    importRule(jsonObject([['action', action], ...rule]), context)
  }
  return inFull(joined(entry, draft, value), name)
}

const LISTS = ['require', 'deny_if', 'limits']

/** A list of rules or limits: labels are left out, and a condition or a path that stands alone becomes a rule. */
function listIn(key: string, value: Json, at: string, { say }: ImportRun): Json {
  if (!Array.isArray(value)) return value
  return value.map((each, index) => {
    const pointer = childPointer(at, index)
    if (key === 'require' && typeof each === 'string' && each.startsWith('args.')) {
      say(pointer, 'mapped', `${each} must be given.`)
      return ruleOf(
        [
          jsonObject([
            ['path', each],
            ['op', 'exists'],
            ['value', true],
          ]),
        ],
        undefined,
      )
    }
    if (!isJsonObject(each)) return each
    const plain = jsonObject(Object.entries(each).filter(([name]) => !isLabel(name)))
    for (const name of Object.keys(each).filter(isLabel))
      say(
        childPointer(pointer, name),
        'not-supported',
        `A rule has no “${name}” here; it was left out, and nothing else changes.`,
      )
    const isBare = key !== 'limits' && Object.hasOwn(plain, 'op') && !Object.hasOwn(plain, 'conditions')
    return isBare ? ruleOf([plain], undefined) : plain
  })
}

/** Shorthands beside their own long form are an error (P4), so they are written out. */
function inFull(entry: JsonObject, name: string | null): JsonObject {
  let full = entry
  if (full.action === 'deny' && Object.hasOwn(full, 'deny_if')) {
    const reason = member(full, 'reason')
    const denial = ruleOf([], typeof reason === 'string' ? reason : undefined)
    full = withMembers(full, [
      ['deny_if', [denial, ...listOr(member(full, 'deny_if'))]],
      ['action', undefined],
      ['reason', undefined],
    ])
  }
  const rate = member(full, 'rate_limit')
  if (name !== null && rate !== undefined && Object.hasOwn(full, 'limits') && readRate(rate)) {
    const limits = listOr(member(full, 'limits'))
    full = withLimitsInFull(full, full, name)
    full = withMember(full, 'limits', [...listOr(member(full, 'limits')), ...limits])
  }
  return full
}

/** What `importRule` made of the other members, beside the entry's own rules. */
function joined(entry: JsonObject, draft: EntryDraft, original: Json): JsonObject {
  let all = entry
  for (const [key, value] of Object.entries(entryOf(draft, original))) {
    const own = member(all, key)
    if (key === 'require_approval') all = withApproval(all, value)
    else all = withMember(all, key, Array.isArray(value) ? [...value, ...listOr(own)] : value)
  }
  return all
}

/** The approval in long form, with the reason that stood beside the action. */
function withApproval(entry: JsonObject, approval: Json): JsonObject {
  const reason = member(entry, 'reason') ?? member(objectOr(approval), 'reason')
  return withMembers(entry, [
    ['action', undefined],
    ['reason', undefined],
    ['require_approval', withMember(objectOr(approval), 'reason', reason)],
  ])
}
