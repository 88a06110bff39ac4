// Counters of an imported document. In Intercept each tool has counters of its own; here a name is
// shared by the whole document (L5), so each gets one that no other has.
import { type Json, type JsonObject, jsonObject } from '#lib/json/index.ts'
import type { Window } from '../policy.ts'

export type Counters = {
  /** `<tool>_<counter>`, or the first numbered variant that is free; null where the tool has counted so before. */
  readonly take: (tool: string, counter: string) => string | null
}

export function newCounters(): Counters {
  const taken = new Set<string>()
  const claimed = new Set<string>()
  const take = (tool: string, counter: string): string | null => {
    const claim = JSON.stringify([tool, counter])
    if (claimed.has(claim)) return null
    claimed.add(claim)
    const base = `${tool}${counter.startsWith('_') ? '' : '_'}${counter}`
    let name = base
    for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
    taken.add(name)
    return name
  }
  return { take }
}

export type LimitParts = {
  readonly counter: string
  readonly window: Window
  readonly max: Json
  readonly scope: 'grant' | 'server'
  readonly incrementFrom?: string
  readonly onDeny?: string | undefined
}

/** The limit as it is written. */
export function limitOf({ counter, window, max, scope, incrementFrom, onDeny }: LimitParts): JsonObject {
  return jsonObject([
    ['counter', counter],
    ['window', window],
    ['max', max],
    ['scope', scope],
    ...(incrementFrom === undefined ? [] : [['increment_from', incrementFrom] as const]),
    ...(onDeny === undefined ? [] : [['on_deny', onDeny] as const]),
  ])
}
