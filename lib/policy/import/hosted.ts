// A document of the hosted gateway (O6). This language is a superset of its documents, so most stands
// as it is; what is written in short elsewhere is written out, and `settle` closes what is left.
import { type Json, type JsonObject, jsonObject, member } from '#lib/json/index.ts'
import { childPointer } from '../pointer.ts'
import { newCounters } from './counter.ts'
import { closedEntry } from './entry-draft.ts'
import { importHostedEntry } from './hosted-entry.ts'
import { carryMembers, type ImportRun, nameReader, readHidden, readVersion, toolsOf } from './run.ts'

const KEYS = ['version', 'default', 'hide', 'tools', 'all_tools', 'methods', 'description']

/** The document of this language that lets pass no more than the hosted one does. */
export function importHosted(document: JsonObject, run: ImportRun): JsonObject {
  readVersion(document, run)
  const hidden = readHidden(document, run)
  const byDefault = readDefault(document, run)
  const carried = carryMembers(document, KEYS, run)
  const counters = newCounters()
  const mayName = nameReader(byDefault, hidden, run)
  const entries: [string, Json][] = []
  for (const [name, value] of toolsOf(document, run)) {
    const entry = importHostedEntry(value, childPointer('/tools', name), name, hidden, counters, run)
    if (mayName(name)) entries.push([name, entry])
  }
  return jsonObject([
    ['version', '1'],
    ...given(document, 'description'),
    ['default', byDefault],
    ...(hidden.length > 0 ? [['hide', [...new Set(hidden)]] satisfies [string, Json]] : []),
    ...given(document, 'methods'),
    ...allToolsOf(document, carried.mayForbid, hidden, counters, run),
    ['tools', jsonObject(entries)],
    ...carried.members,
  ])
}

function given(document: JsonObject, key: string): (readonly [string, Json])[] {
  const value = member(document, key)
  return value === undefined ? [] : [[key, value]]
}

function allToolsOf(
  document: JsonObject,
  closed: boolean,
  hidden: string[],
  counters: ReturnType<typeof newCounters>,
  run: ImportRun,
): (readonly [string, Json])[] {
  const value = member(document, 'all_tools')
  if (closed) return [['all_tools', closedEntry(value)]]
  return value === undefined
    ? []
    : [['all_tools', importHostedEntry(value, '/all_tools', null, hidden, counters, run)]]
}

function readDefault(document: JsonObject, { say, report }: ImportRun): 'allow' | 'deny' {
  const value = member(document, 'default')
  if (value === 'allow' || value === 'deny') return value
  if (value === undefined) say('', 'mapped', 'The document has no “default”; it was read as "deny".')
  else report('/default', 'wrong-value', '“default” is one of "allow", "deny".')
  return 'deny'
}
