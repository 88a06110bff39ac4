// Whether a tool may let more pass (W3): false only where every old rule still stands, or one as strict.
import { compareNumbers } from '#lib/json/index.ts'
import type { Lane } from '../edit/command.ts'
import type { Approval, Entry, Limit, Rule } from '../policy.ts'
import { demandsAsMuch, triggersAsOften } from './strictness.ts'

/** The two layers that judge a tool. */
export type Rules = { readonly all: Entry; readonly own: Entry }

export function widens(from: Lane | null, to: Lane, old: Rules | null, next: Rules): boolean {
  if (refusesAll(to)) return false
  if (!old || refusesAll(from)) return true
  return !covers(old.all, next) || !covers(old.own, next)
}

function refusesAll(lane: Lane | null): boolean {
  return lane === null || lane === 'deny' || lane === 'hide'
}

function covers(old: Entry, next: Rules): boolean {
  const layers = [next.all, next.own]
  const stands = (key: 'require' | 'deny_if', rule: Rule): boolean =>
    layers.some((layer) => layer[key].some((other) => refusesAsMuch(key, other, rule)))
  return (
    (!old.strict_arguments || next.own.strict_arguments) &&
    old.require.every((rule) => stands('require', rule)) &&
    old.deny_if.every((rule) => stands('deny_if', rule)) &&
    (!old.require_approval ||
      layers.some((layer) => asksAsMuch(layer.require_approval, old.require_approval))) &&
    old.limits.every((limit) =>
      layers.some((layer) => layer.limits.some((other) => limitsAsMuch(other, limit))),
    )
  )
}

function refusesAsMuch(list: 'require' | 'deny_if', next: Rule, old: Rule): boolean {
  const asMuch = list === 'require' ? demandsAsMuch : triggersAsOften
  return asMuch(next.conditions, old.conditions)
}

function asksAsMuch(next: Approval | null, old: Approval | null): boolean {
  if (!next || !old) return old === null
  return triggersAsOften(next.conditions, old.conditions)
}

function limitsAsMuch(next: Limit, old: Limit): boolean {
  return (
    next.counter === old.counter &&
    next.scope === old.scope &&
    next.window === old.window &&
    next.algorithm === old.algorithm &&
    next.increment_from === old.increment_from &&
    compareNumbers(next.max, old.max) <= 0
  )
}
