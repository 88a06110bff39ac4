// An Intercept document (O2): rules for each tool, and rules of "*" for all of them.
import { isJsonObject, type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { childPointer } from '../pointer.ts'
import { typeWords } from '../read/members.ts'
import { newCounters } from './counter.ts'
import { closedEntry, type EntryDraft, entryOf, newEntryDraft } from './entry-draft.ts'
import { isLabel } from './keys.ts'
import { importRule } from './rule.ts'
import { carryMembers, closer, type ImportRun, nameReader, readHidden, readVersion, toolsOf } from './run.ts'

/** Whether a document has the shape that only Intercept gives it: lists of rules. */
export function isIntercept(document: JsonObject): boolean {
  const tools = member(document, 'tools')
  if (!isJsonObject(tools)) return false
  return Object.values(tools).some(
    (tool) => Array.isArray(tool) || (isJsonObject(tool) && Object.hasOwn(tool, 'rules')),
  )
}

const KEYS = ['version', 'default', 'hide', 'tools', 'description']

/** The document of this language that lets pass no more than the Intercept document does. */
export function importIntercept(document: JsonObject, run: ImportRun): JsonObject {
  readVersion(document, run)
  const hidden = readHidden(document, run)
  const byDefault = readDefault(document, run)
  const carried = carryMembers(document, KEYS, run)
  const { allTools, entries } = readTools(document, byDefault, hidden, carried.mayForbid, run)
  const description = member(document, 'description')
  return jsonObject([
    ['version', '1'],
    ...(typeof description === 'string' ? [['description', description] as const] : []),
    ['default', byDefault],
    ...(hidden.length > 0 ? [['hide', [...new Set(hidden)]] satisfies [string, Json]] : []),
    ...(Object.keys(allTools).length > 0 ? [['all_tools', allTools] as const] : []),
    ['tools', jsonObject(entries)],
    ...carried.members,
  ])
}

function readDefault(document: JsonObject, { say, report }: ImportRun): 'allow' | 'deny' {
  const value = member(document, 'default')
  if (value === 'allow' || value === 'deny') {
    if (value === 'deny') say('/default', 'mapped', METHODS_TEXT)
    return value
  }
  if (value === undefined || value === null || value === '')
    say(
      '',
      'mapped',
      'The document has no “default”, which is "allow" in Intercept: every tool that it does not name stays open.',
    )
  else report('/default', 'wrong-value', '“default” is one of "allow", "deny".')
  return 'allow'
}

const METHODS_TEXT =
  'Intercept judges tool calls alone; here resources, prompts and the rest follow “default” too, and are refused until “methods” allows them.'

type Tools = { readonly allTools: JsonObject; readonly entries: [string, Json][] }

function readTools(
  document: JsonObject,
  byDefault: 'allow' | 'deny',
  hidden: string[],
  allClosed: boolean,
  run: ImportRun,
): Tools {
  const entries: [string, Json][] = []
  const counters = newCounters()
  const mayName = nameReader(byDefault, hidden, run)
  let allTools = allClosed ? closedEntry(undefined) : jsonObject()
  for (const [name, value] of toolsOf(document, run)) {
    const draft = { ...newEntryDraft(), closed: name === '*' && allClosed }
    const at = childPointer('/tools', name)
    const tool = name === '*' ? null : name
    const required = run.requiredOf(name)
    const close = closer(draft, name, run.say)
    const context = { ...run, tool, draft, counters, required, close, scope: 'server' as const }
    if (isHiddenTool(value)) hidden.push(name)
    for (const [pointer, rule] of rulesIn(value, at, context)) importRule(rule, { ...context, at: pointer })
    if (name === '*') allTools = entryOf(draft, value)
    else if (mayName(name)) entries.push([name, entryOf(draft, value)])
  }
  return { allTools, entries }
}

/** The rules of a tool, each with where it stands; what is written on the tool itself is one more. */
function rulesIn(value: Json, at: string, { draft, say, report }: RulesContext): [string, Json][] {
  if (value === null) return []
  const object = isJsonObject(value) ? value : jsonObject(Array.isArray(value) ? [['rules', value]] : [])
  const list = member(object, 'rules') ?? []
  if (!(isJsonObject(value) || Array.isArray(value)))
    report(at, 'wrong-type', `A tool has a list of rules, not ${typeWords(value)}.`)
  const pointer = isJsonObject(value) ? childPointer(at, 'rules') : at
  if (!Array.isArray(list)) {
    report(pointer, 'wrong-type', `“rules” is a list, not ${typeWords(list)}.`)
    return []
  }
  const rules = list.map((rule, index): [string, Json] => [childPointer(pointer, index), rule])
  const own: [string, Json][] = []
  for (const [key, each] of Object.entries(object)) {
    if (key === 'rules' || key === 'hide') continue
    if (key === 'description' && typeof each === 'string') draft.description = each
    else if (isLabel(key))
      say(
        childPointer(at, key),
        'not-supported',
        `“${key}” of a tool was left out, and nothing else changes.`,
      )
    else own.push([key, each])
  }
  return own.length > 0 ? [...rules, [at, jsonObject(own)]] : rules
}

type RulesContext = ImportRun & { readonly draft: EntryDraft }

function isHiddenTool(value: Json): boolean {
  const hide = isJsonObject(value) ? member(value, 'hide') : undefined
  return hide !== undefined && hide !== false
}
