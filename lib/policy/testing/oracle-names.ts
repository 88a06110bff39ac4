// Which entry governs a tool (SPEC M), as the oracle reads it.
import { isJsonObject, type JsonObject } from '#lib/json/index.ts'
import { type Ledger, note } from './ledger.ts'

/** One layer of rules: `all_tools`, whose name is null, or the entry that governs the tool. */
export type Layer = {
  pointer: string
  entry: JsonObject
  name: string | null
  /** What stands before the names of its counters (S4). */
  counts: string
}

export function layersOf(document: JsonObject, tool: string, ledger: Ledger): Layer[] {
  const all = isJsonObject(document.all_tools) ? document.all_tools : {}
  const tools = isJsonObject(document.tools) ? document.tools : {}
  const names = Object.keys(tools).filter((name) => matches(name, tool))
  const best = names.sort((a, b) => literals(b) - literals(a))[0]
  const layers: Layer[] = [{ pointer: '/all_tools', entry: all, name: null, counts: '' }]
  const entry = best === undefined ? undefined : tools[best]
  if (best !== undefined && isJsonObject(entry)) {
    const kind = best.includes('*') ? 'glob' : 'exact entry'
    note(ledger, names.length > 1 ? `${kind} before a glob` : kind)
    const tied = Object.keys(tools).some((name) => name !== best && literals(name) === literals(best))
    if (kind === 'glob' && tied) note(ledger, 'glob as long as one that does not match')
    layers.push({ pointer: `/tools/${escapeName(best)}`, entry, name: best, counts: '' })
  }
  return layers
}

/** The layers of a baseline (S3, S4). */
export function baselineLayers(baseline: JsonObject | null, tool: string, ledger: Ledger): Layer[] {
  if (!baseline) return []
  return layersOf(baseline, tool, ledger).map((layer) => ({
    ...layer,
    pointer: `(baseline)${layer.pointer}`,
    counts: 'baseline:',
  }))
}

function literals(name: string): number {
  return name.includes('*') ? [...name].filter((each) => each !== '*').length : Infinity
}

/** A name as a part of a JSON Pointer. */
export function escapeName(name: string): string {
  return name.split('~').join('~0').split('/').join('~1')
}

/** `*` is any run; everything else is itself. */
export function matches(pattern: string, name: string): boolean {
  if (pattern === '') return name === ''
  if (pattern[0] === '*')
    return matches(pattern.slice(1), name) || (name !== '' && matches(pattern, name.slice(1)))
  return name !== '' && pattern[0] === name[0] && matches(pattern.slice(1), name.slice(1))
}

export function isHidden(document: JsonObject | null, tool: string, ledger: Ledger): boolean {
  const hide = Array.isArray(document?.hide) ? document.hide : []
  const hiding = hide.find((name) => typeof name === 'string' && matches(name, tool))
  if (hiding !== undefined) note(ledger, `hidden by a ${hiding === tool ? 'name' : 'glob'}`)
  return hiding !== undefined
}
