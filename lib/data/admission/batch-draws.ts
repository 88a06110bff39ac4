// The draws of a batch: every counter once, and beside it, in the order of the calls, what is drawn.
import type { Draw } from '#lib/policy/index.ts'
import type { DecidedCall } from './admit.ts'
import { counterKey } from './counter-key.ts'
import type { Facts } from './facts.ts'

/** A draw as it stands in the record of the call that took it, or that it refused. */
export type DrawRow = {
  readonly rule: string
  readonly counter: string
  readonly scope: string
  /** What is counted for: `counterKey`. */
  readonly key: string
  readonly label: string
  readonly window: string
  readonly sliding: boolean
  readonly max: string
  readonly amount: string
}
type Counter = { readonly organisation: string; readonly draw: DrawRow }
/** As `admit_calls` takes them; every place counts from 1. */
export type Draws = {
  readonly counters: readonly Counter[]
  readonly first: readonly number[]
  readonly counter: readonly number[]
  readonly max: readonly string[]
  readonly amount: readonly string[]
  readonly takes: readonly boolean[]
}

/** What an allowed call draws; nothing where it is refused anyway. */
export function drawRows({ facts, decision, session }: DecidedCall): DrawRow[] {
  return decision.effect === 'allow' ? decision.draws.map((draw) => drawRow(facts, draw, session)) : []
}

/** The draws that take: limits that share a counter share one count, taken once for each call (L5). */
export function takenOf(draws: readonly DrawRow[]): readonly DrawRow[] {
  if (draws.length < 2) return draws
  return draws.filter((draw, i) => draws.findIndex((each) => each.key === draw.key) === i)
}

/** @param shapes in their order, each with the draws of one of its calls, the counters of these, and which take */
export function drawsOf(
  shapes: readonly {
    organisation: string
    draws: readonly DrawRow[]
    counters: readonly string[]
    takes: readonly boolean[]
  }[],
): Draws {
  const distinct = new Map<string, Counter>()
  for (const { organisation, draws, counters } of shapes)
    for (let i = 0; i < draws.length; i++) {
      const [draw, id] = [draws[i], counters[i]]
      if (draw && id !== undefined && !distinct.has(id)) distinct.set(id, { organisation, draw })
    }
  // The order in which locks are taken that are waited for (ids and keys are plain ASCII).
  const sorted = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1))
  const placeOf = new Map(sorted.map(([id], i) => [id, i + 1]))
  const counters = sorted.map(([, counter]) => counter)
  // Filled in one walk: to flatten lists of lists costs twice as much.
  const first = [1]
  const counter: number[] = []
  const max: string[] = []
  const amount: string[] = []
  const takes: boolean[] = []
  for (const shape of shapes) {
    for (const id of shape.counters) counter.push(placeOf.get(id) ?? 0)
    for (const each of shape.takes) takes.push(each)
    for (const draw of shape.draws) {
      max.push(draw.max)
      amount.push(draw.amount)
    }
    first.push(max.length + 1)
  }
  return { counters, first, counter, max, amount, takes }
}

function drawRow(facts: Facts, draw: Draw, session: string | null): DrawRow {
  return {
    rule: draw.rule,
    counter: draw.counter,
    scope: draw.scope,
    key: counterKey(facts, draw, session),
    label: `${draw.counter} per ${draw.window} (${draw.scope})`,
    window: String(draw.window),
    sliding: draw.algorithm === 'sliding',
    max: draw.max,
    amount: draw.amount,
  }
}
