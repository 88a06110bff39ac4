// Limits (SPEC L1–L5, L7) and their shorthand (P4), as the oracle reads them.
import { isJsonObject, type Json, JsonNumber, type JsonObject } from '#lib/json/index.ts'
import type { ToolCall } from '../call.ts'
import { type Ledger, note } from './ledger.ts'
import { escapeName, type Layer } from './oracle-names.ts'
import { readPath, take } from './oracle-path.ts'
import { type Fraction, fractionOf } from './oracle-value.ts'

export type OracleDraw = {
  rule: string
  counter: string
  scope: string
  /** A calendar unit, or seconds. */
  window: string | number
  algorithm: string
  max: Fraction
  amount: Fraction
  onDeny: string | null
}
export type DrawRefusal = { rule: string; reason: string; words: string | null }

/** The limits of a layer as they were written, the shorthand as one of them. */
export function limitsOf({ entry, name }: Layer): JsonObject[] {
  const limits = (Array.isArray(entry.limits) ? entry.limits : []).filter((each) => isJsonObject(each))
  const rate = entry.rate_limit
  const counter = `${name}_rate`
  if (typeof rate === 'string') {
    const [max = '', window = ''] = rate.split('/')
    limits.push({ counter, max: new JsonNumber(max), window })
  }
  if (isJsonObject(rate)) limits.push({ counter, max: rate.max ?? null, window: rate.window ?? null })
  return limits
}

/** Draws from every limit of a layer, or says which one refuses whatever its counter holds. */
export function drawn(layer: Layer, call: ToolCall, draws: OracleDraw[], ledger: Ledger): DrawRefusal | null {
  for (const limit of limitsOf(layer)) {
    const counter = String(limit.counter)
    const rule = `${layer.pointer}/limits/${escapeName(counter)}`
    const words = typeof limit.on_deny === 'string' ? limit.on_deny : null
    const max = fractionOf(limit.max ?? null)
    if (!max || max.top === 0n) return { rule, reason: 'limit-reached', words }
    const amount = amountOf(limit, call, ledger)
    if (!amount) return { rule, reason: 'amount-unusable', words }
    const scope = typeof limit.scope === 'string' ? limit.scope : 'grant'
    const algorithm = typeof limit.algorithm === 'string' ? limit.algorithm : 'fixed'
    const window = windowOf(limit.window ?? null)
    note(ledger, `draws per ${scope}`)
    note(ledger, `draws ${algorithm}`)
    note(ledger, `draws in ${typeof window === 'number' ? 'seconds' : `a ${window}`}`)
    if (layer.entry.rate_limit !== undefined)
      note(ledger, `rate_limit of ${layer.name?.includes('*') ? 'a glob' : 'a tool'}`)
    draws.push({
      rule,
      counter: layer.counts + counter,
      scope,
      window,
      algorithm,
      max,
      amount,
      onDeny: words,
    })
  }
  return null
}

function windowOf(window: Json): string | number {
  const seconds = fractionOf(window)
  if (seconds) return Number(seconds.top / seconds.bottom)
  const text = String(window)
  const units: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }
  return /^[0-9]/.test(text) ? Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0) : text
}

/** 1, or the number at `increment_from`; null where it is absent, negative or no number. */
function amountOf(limit: JsonObject, call: ToolCall, ledger: Ledger): Fraction | null {
  if (typeof limit.increment_from !== 'string') return { top: 1n, bottom: 1n }
  let here: Json | undefined = call.arguments
  for (const step of readPath(limit.increment_from.slice('args'.length))) here = take(here, step)
  const amount = here === undefined ? null : fractionOf(here)
  if (here === undefined) note(ledger, 'increment absent')
  else if (!amount) note(ledger, 'increment no number')
  else if (amount.top < 0n) note(ledger, 'increment negative')
  else if (amount.top === 0n) note(ledger, 'increment 0')
  else note(ledger, amount.top % amount.bottom === 0n ? 'increment whole' : 'increment decimal')
  return amount && amount.top >= 0n ? amount : null
}
