// A second evaluator, written from SPEC.md alone and as plainly as possible: no compilation, no
// shorthand table, its own paths, globs, numbers and dates. It reads the document as it was written.
import { isJsonObject, type Json, type JsonObject } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { type Ledger, newLedger, note, type Reached } from './ledger.ts'
import { type List, oracleConditions } from './oracle-condition.ts'
import { drawn, type OracleDraw } from './oracle-limit.ts'
import { baselineLayers, isHidden, type Layer, layersOf } from './oracle-names.ts'

export type OracleVerdict = {
  effect: 'allow' | 'deny' | 'await'
  rule: string
  reason: string
  /** `on_deny` or `reason` of the document, word for word; null where it gives none. */
  words: string | null
  draws: OracleDraw[]
  /** For a call that waits: how many seconds an approval may take. */
  timeout: number | null
  holds: { from: number; until: number } | null
}

type Refusal = {
  rule: string
  reason: string
  words?: string | null
  effect?: 'await'
  timeout?: number
}

/** The decision on a call under a document that is valid, or under none. */
export function oracle(
  document: JsonObject | null,
  call: ToolCall,
  approved = false,
  reached: Reached | null = null,
  baseline: JsonObject | null = null,
): OracleVerdict {
  const ledger = newLedger(reached)
  const own = document ? layersOf(document, call.name, ledger) : []
  const layers = [...baselineLayers(baseline, call.name, ledger), ...own]
  const draws: OracleDraw[] = []
  const { tool } = call
  const checks: (() => Refusal | null)[] = [
    () => (document ? null : { rule: '(no policy)', reason: 'no-policy' }),
    () => (tool && tool.state !== 'gone' ? null : { rule: '(unknown tool)', reason: 'unknown-tool' }),
    () => (isHidden(baseline, call.name, ledger) ? { rule: '(baseline)/hide', reason: 'hidden' } : null),
    () => (isHidden(document, call.name, ledger) ? { rule: '(hidden)', reason: 'hidden' } : null),
    () => (tool?.state === 'pinned' ? null : { rule: '(definition changed)', reason: 'definition-changed' }),
    () =>
      own.length > 1 || document?.default === 'allow'
        ? null
        : { rule: '(default deny)', reason: 'not-listed' },
    () => first(layers, (layer) => strict(layer, call)),
    () => first(layers, (layer) => refusing(layer, 'require', call, ledger)),
    () => first(layers, (layer) => refusing(layer, 'deny_if', call, ledger)),
    () => first(layers, (layer) => asked(layer, call, ledger, approved)),
    () => first(layers, (layer) => drawn(layer, call, draws, ledger)),
  ]
  const refusal = first(checks, (check) => check())
  const { effect, rule, reason, words, timeout } = refusal ?? {
    effect: 'allow',
    rule: '',
    reason: 'allowed',
  }
  const whose = rule.startsWith('(baseline)') ? ' of the baseline' : ''
  const inDocument = rule.replace('(baseline)', '')
  const where = inDocument.startsWith('/tools')
    ? ` in an entry${whose}`
    : inDocument.startsWith('/all_tools')
      ? ` in all_tools${whose}`
      : whose
  note(ledger, `${reason}${where}`)
  if (tool && tool.state !== 'pinned') note(ledger, `${reason}, tool ${tool.state}`)
  return {
    effect: effect ?? 'deny',
    rule,
    reason,
    words: words ?? null,
    draws: refusal ? [] : draws,
    timeout: timeout ?? null,
    holds: holds(ledger, call),
  }
}

function first<T>(these: readonly T[], check: (each: T) => Refusal | null): Refusal | null {
  for (const each of these) {
    const refusal = check(each)
    if (refusal) return refusal
  }
  return null
}

function strict(layer: Layer, call: ToolCall): Refusal | null {
  if (layer.entry.strict_arguments !== true) return null
  const stray = Object.keys(call.arguments).some((name) => !call.tool?.declared.includes(name))
  return stray ? { rule: `${layer.pointer}/strict_arguments`, reason: 'undeclared-argument' } : null
}

function refusing(
  { pointer, entry }: Layer,
  list: 'require' | 'deny_if',
  call: ToolCall,
  ledger: Ledger,
): Refusal | null {
  const reason = list === 'require' ? 'requirement-unmet' : 'condition-met'
  if (list === 'deny_if' && entry.action === 'deny') {
    note(ledger, 'action deny')
    return { rule: `${pointer}/deny_if/0`, reason, words: textOf(entry.reason) }
  }
  const rules = entry[list]
  for (const [index, rule] of (Array.isArray(rules) ? rules : []).entries()) {
    if (!isJsonObject(rule)) continue
    const truth = oracleConditions(rule.conditions, call, list, ledger)
    if (truth !== (list === 'require' ? 'true' : 'false')) {
      if (truth === 'unknown') note(ledger, `${list} refuses what is unknown`)
      return { rule: `${pointer}/${list}/${index}`, reason, words: textOf(rule.on_deny) }
    }
  }
  return null
}

/** Approved or not, the conditions are asked, so that a decision that used `time` says so. */
function asked({ pointer, entry }: Layer, call: ToolCall, ledger: Ledger, approved: boolean): Refusal | null {
  const list: List = 'require_approval'
  const short: JsonObject | null = entry.action === list ? { reason: entry.reason ?? null } : null
  const written = short ?? (entry[list] === true ? {} : entry[list])
  if (!isJsonObject(written)) return null
  if (short || entry[list] === true) note(ledger, 'approval as a shorthand')
  const truth = oracleConditions(written.conditions, call, list, ledger)
  if (truth === 'false') return null
  note(ledger, approved ? `approved, ${truth}` : `waits, ${truth}`)
  if (approved) return null
  const rule = `${pointer}/${list}`
  const timeout = timeoutOf(written.timeout)
  return { rule, reason: 'approval-needed', effect: 'await', words: textOf(written.reason), timeout }
}

function timeoutOf(timeout: Json | undefined): number {
  if (timeout === undefined) return 600
  if (typeof timeout === 'number') return timeout
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }
  const text = String(timeout)
  return Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0)
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function holds(ledger: Ledger, call: ToolCall): OracleVerdict['holds'] {
  if (ledger.asked.size === 0 || !Number.isFinite(call.at)) return null
  const from = new Date(call.at)
  const until = new Date(call.at)
  const hour = ledger.asked.has('time.hour')
  note(ledger, `holds for ${hour ? 'an hour' : 'a day'}`)
  if (hour) {
    from.setUTCMinutes(0, 0, 0)
    until.setUTCMinutes(60, 0, 0)
  } else {
    from.setUTCHours(0, 0, 0, 0)
    until.setUTCHours(24, 0, 0, 0)
  }
  return { from: from.getTime(), until: until.getTime() }
}
