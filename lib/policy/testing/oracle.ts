// A second evaluator, written from SPEC.md alone and as plainly as possible: no compilation, no
// shorthand table, its own paths, globs, numbers and dates. It reads the document as it was written.
import { isJsonObject, type Json, JsonNumber, type JsonObject } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { type Budget, oracleConditions, readPath, take } from './oracle-condition.ts'
import { type Fraction, fractionOf } from './oracle-value.ts'

export type OracleVerdict = {
  effect: 'allow' | 'deny' | 'await'
  rule: string
  reason: string
  /** `counter`, amount and max of each draw, numbers as fractions. */
  draws: { rule: string; counter: string; amount: Fraction; max: Fraction }[]
  holds: { from: number; until: number } | null
}

type Refusal = { rule: string; reason: string; effect?: 'await' }
type Layer = { pointer: string; entry: JsonObject; name: string | null }

/** The decision on a call under a document that is valid, or under none. */
export function oracle(document: JsonObject | null, call: ToolCall, approved = false): OracleVerdict {
  const budget: Budget = { spent: 0, elements: 0, asked: new Set() }
  const layers = document ? layersOf(document, call.name) : []
  const draws: OracleVerdict['draws'] = []
  const checks: (() => Refusal | null)[] = [
    () => (document ? null : { rule: '(no policy)', reason: 'no-policy' }),
    () =>
      call.tool && call.tool.state !== 'gone' ? null : { rule: '(unknown tool)', reason: 'unknown-tool' },
    () => (hidden(document, call.name) ? { rule: '(hidden)', reason: 'hidden' } : null),
    () =>
      call.tool?.state === 'pinned' ? null : { rule: '(definition changed)', reason: 'definition-changed' },
    () =>
      layers.length > 1 || document?.default === 'allow'
        ? null
        : { rule: '(default deny)', reason: 'not-listed' },
    () => strict(layers, call),
    () => first(layers, (layer) => required(layer, call, budget)),
    () => first(layers, (layer) => denied(layer, call, budget)),
    () =>
      approved
        ? approvalsAreJudged(layers, call, budget)
        : first(layers, (layer) => asked(layer, call, budget)),
    () => first(layers, (layer) => drawn(layer, call, draws)),
  ]
  for (const check of checks) {
    const refusal = check()
    if (refusal)
      return {
        effect: refusal.effect ?? 'deny',
        rule: refusal.rule,
        reason: refusal.reason,
        draws: [],
        holds: holds(budget, call),
      }
  }
  return { effect: 'allow', rule: '', reason: 'allowed', draws, holds: holds(budget, call) }
}

function layersOf(document: JsonObject, tool: string): Layer[] {
  const all = isJsonObject(document.all_tools) ? document.all_tools : {}
  const tools = isJsonObject(document.tools) ? document.tools : {}
  const names = Object.keys(tools).filter((name) => matches(name, tool))
  const literals = (name: string): number =>
    name.includes('*') ? [...name].filter((each) => each !== '*').length : Infinity
  const best = names.sort((a, b) => literals(b) - literals(a))[0]
  const layers: Layer[] = [{ pointer: '/all_tools', entry: all, name: null }]
  const entry = best === undefined ? undefined : tools[best]
  if (best !== undefined && isJsonObject(entry)) {
    const escaped = best.split('~').join('~0').split('/').join('~1')
    layers.push({ pointer: `/tools/${escaped}`, entry, name: best })
  }
  return layers
}

/** `*` is any run; everything else is itself. */
export function matches(pattern: string, name: string): boolean {
  if (pattern === '') return name === ''
  if (pattern[0] === '*')
    return matches(pattern.slice(1), name) || (name !== '' && matches(pattern, name.slice(1)))
  return name !== '' && pattern[0] === name[0] && matches(pattern.slice(1), name.slice(1))
}

function hidden(document: JsonObject | null, tool: string): boolean {
  const hide = document?.hide
  return Array.isArray(hide) && hide.some((name) => typeof name === 'string' && matches(name, tool))
}

function first(layers: Layer[], check: (layer: Layer) => Refusal | null): Refusal | null {
  for (const layer of layers) {
    const refusal = check(layer)
    if (refusal) return refusal
  }
  return null
}

function strict(layers: Layer[], call: ToolCall): Refusal | null {
  const layer = layers[1]
  if (layer?.entry.strict_arguments !== true) return null
  const stray = Object.keys(call.arguments).some((name) => !call.tool?.declared.includes(name))
  return stray ? { rule: `${layer.pointer}/strict_arguments`, reason: 'undeclared-argument' } : null
}

function required({ pointer, entry }: Layer, call: ToolCall, budget: Budget): Refusal | null {
  for (const [index, rule] of objects(entry.require).entries())
    if (oracleConditions(rule.conditions, call, 'every', budget) !== 'true')
      return { rule: `${pointer}/require/${index}`, reason: 'requirement-unmet' }
  return null
}

function denied({ pointer, entry }: Layer, call: ToolCall, budget: Budget): Refusal | null {
  if (entry.action === 'deny') return { rule: `${pointer}/deny_if/0`, reason: 'condition-met' }
  for (const [index, rule] of objects(entry.deny_if).entries())
    if (oracleConditions(rule.conditions, call, 'some', budget) !== 'false')
      return { rule: `${pointer}/deny_if/${index}`, reason: 'condition-met' }
  return null
}

function asked({ pointer, entry }: Layer, call: ToolCall, budget: Budget): Refusal | null {
  const refusal: Refusal = { rule: `${pointer}/require_approval`, reason: 'approval-needed', effect: 'await' }
  if (entry.action === 'require_approval' || entry.require_approval === true) return refusal
  if (!isJsonObject(entry.require_approval)) return null
  const truth = oracleConditions(entry.require_approval.conditions ?? [], call, 'some', budget)
  return truth === 'false' ? null : refusal
}

/** Approved or not, the conditions are asked, so that a decision that used `time` says so. */
function approvalsAreJudged(layers: Layer[], call: ToolCall, budget: Budget): null {
  for (const layer of layers) asked(layer, call, budget)
  return null
}

function drawn(
  { pointer, entry, name }: Layer,
  call: ToolCall,
  draws: OracleVerdict['draws'],
): Refusal | null {
  const limits = objects(entry.limits)
  if (entry.rate_limit !== undefined) limits.push({ counter: `${name}_rate`, max: rateMax(entry.rate_limit) })
  for (const limit of limits) {
    const counter = String(limit.counter)
    const rule = `${pointer}/limits/${counter.split('~').join('~0').split('/').join('~1')}`
    const max = fractionOf(limit.max ?? null)
    if (!max || max.top === 0n) return { rule, reason: 'limit-reached' }
    const amount =
      typeof limit.increment_from === 'string' ? amountAt(limit.increment_from, call) : fractionOf(1)
    if (!amount || amount.top < 0n) return { rule, reason: 'amount-unusable' }
    draws.push({ rule, counter, amount, max })
  }
  return null
}

function rateMax(rate: Json): Json {
  if (typeof rate === 'string') return new JsonNumber(rate.split('/')[0] ?? '')
  return isJsonObject(rate) ? (rate.max ?? null) : null
}

function amountAt(path: string, call: ToolCall): Fraction | null {
  let here: Json | undefined = call.arguments
  for (const step of readPath(path.slice('args'.length))) here = take(here, step)
  return here === undefined ? null : fractionOf(here)
}

function objects(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter((each) => isJsonObject(each)) : []
}

function holds(budget: Budget, call: ToolCall): OracleVerdict['holds'] {
  if (budget.asked.size === 0 || !Number.isFinite(call.at)) return null
  const from = new Date(call.at)
  const until = new Date(call.at)
  if (budget.asked.has('time.hour')) {
    from.setUTCMinutes(0, 0, 0)
    until.setUTCMinutes(60, 0, 0)
  } else {
    from.setUTCHours(0, 0, 0, 0)
    until.setUTCHours(24, 0, 0, 0)
  }
  return { from: from.getTime(), until: until.getTime() }
}
