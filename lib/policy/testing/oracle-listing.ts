// What a grant sees (SPEC E14) and which methods pass (N1), as the oracle reads them.
import { isJsonObject, type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import type { ToolCall, ToolFacts } from '../call.ts'
import { newLedger, note, type Reached } from './ledger.ts'
import { oracleConditions } from './oracle-condition.ts'
import { limitsOf } from './oracle-limit.ts'
import { baselineLayers, isHidden, type Layer, layersOf } from './oracle-names.ts'
import { fractionOf } from './oracle-value.ts'

/** Whether `tools/list` shows a tool: not where every call of it is refused. */
export function oracleListed(
  document: JsonObject,
  tool: ToolFacts,
  reached: Reached | null = null,
  baseline: JsonObject | null = null,
): boolean {
  const ledger = newLedger(reached)
  const own = layersOf(document, tool.name, ledger)
  const layers = [...baselineLayers(baseline, tool.name, ledger), ...own]
  const out = (why: string): false => {
    note(ledger, `not listed: ${why}`)
    return false
  }
  if (tool.state !== 'pinned') return out(tool.state)
  if (isHidden(baseline, tool.name, ledger)) return out('hidden by the baseline')
  if (isHidden(document, tool.name, ledger)) return out('hidden')
  if (own.length === 1 && document.default !== 'allow') return out('default')
  for (const layer of layers) {
    if (layer.entry.action === 'deny') return out('action')
    if (limitsOf(layer).some((limit) => fractionOf(limit.max ?? null)?.top === 0n)) return out('max 0')
    if (refusedByTheTool(layer, 'require', tool)) return out('require of the tool')
    if (refusedByTheTool(layer, 'deny_if', tool)) return out('deny_if of the tool')
  }
  note(ledger, 'listed')
  return true
}

/** A rule that looks at nothing but the tool itself, and refuses it. */
function refusedByTheTool({ entry }: Layer, list: 'require' | 'deny_if', tool: ToolFacts): boolean {
  const call: ToolCall = {
    name: tool.name,
    tool,
    arguments: jsonObject(),
    grant: { label: '', tags: [] },
    client: {},
    user: {},
    at: 0,
  }
  const rules = Array.isArray(entry[list]) ? entry[list] : []
  return rules.some((rule) => {
    if (!isJsonObject(rule) || !pathsOf(rule.conditions).every((path) => path.startsWith('tool.')))
      return false
    return (
      oracleConditions(rule.conditions, call, list, newLedger(null)) !==
      (list === 'require' ? 'true' : 'false')
    )
  })
}

function pathsOf(conditions: Json | undefined): string[] {
  const list = Array.isArray(conditions) ? conditions : []
  return list.flatMap((each) =>
    isJsonObject(each) ? (each.any_of ? pathsOf(each.any_of) : [String(each.path)]) : [],
  )
}

/** Whether a group of methods passes, and the rule that says so. */
export function oracleMethod(
  document: JsonObject | null,
  group: string,
  reached: Reached | null = null,
): { allowed: boolean; rule: string } {
  if (!document) return { allowed: false, rule: '(no policy)' }
  const own = isJsonObject(document.methods) ? document.methods[group] : undefined
  note({ reached }, own === undefined ? `method ${group} by default` : `method ${group}`)
  return own === undefined
    ? { allowed: document.default === 'allow', rule: '/default' }
    : { allowed: own === 'allow', rule: `/methods/${group}` }
}
