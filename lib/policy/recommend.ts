// The policy that is laid out for a new server: one rule by category, nothing else, default deny.
import { type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import type { Category } from './call.ts'
import { isGlob } from './glob.ts'
import { printValue } from './layout.ts'
import { MAX_STRING_BYTES } from './members.ts'
import { MAX_ENTRIES } from './parse.ts'
import { utf8Bytes } from './regex.ts'

const PER_MINUTE: Partial<Record<Category, number>> = { Write: 30, Execute: 10, Other: 60 }

/** What a counter's name adds to the tool's must fit the bound of texts as well. */
const ROOM = '_rate'.length

/**
 * The recommended document for a server's tools, two-space JSON. Read is allowed; Write, Execute and
 * Other are limited; Destructive is hidden; Financial is denied with the words that a person must
 * approve. A tool that the language cannot name exactly (a `*` in its name) falls to `default: deny`.
 */
export function recommendedPolicy(tools: readonly { name: string; category: Category }[]): string {
  const hide: string[] = []
  const entries: [string, JsonObject][] = []
  const named = new Map(tools.map((tool) => [tool.name, tool.category]))
  for (const [name, category] of [...named].slice(0, MAX_ENTRIES)) {
    if (isGlob(name) || utf8Bytes(name) + ROOM > MAX_STRING_BYTES) continue
    if (category === 'Destructive') hide.push(name)
    else entries.push([name, recommendedEntry(name, category)])
  }
  const document: [string, Json][] = [
    ['version', '1'],
    ['default', 'deny'],
    ...(hide.length > 0 ? [['hide', hide] satisfies [string, Json]] : []),
    ['tools', jsonObject(entries)],
  ]
  const style = { eol: '\n', indent: '  ', oneLine: false, gap: ' ' }
  return `${printValue(jsonObject(document), style, '')}\n`
}

function recommendedEntry(name: string, category: Category): JsonObject {
  if (category === 'Financial') {
    const rule = jsonObject([
      ['conditions', []],
      ['on_deny', 'Requires human approval.'],
    ])
    return jsonObject([['deny_if', [rule]]])
  }
  const max = PER_MINUTE[category]
  if (max === undefined) return jsonObject()
  const limit = jsonObject([
    ['counter', `${name}_rate`],
    ['window', 'minute'],
    ['max', max],
    ['scope', 'grant'],
  ])
  return jsonObject([['limits', [limit]]])
}
