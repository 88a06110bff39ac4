// The newest calls of one organisation, read again and again: what is new, and what of the known has changed.
import type { CallFilter } from '#lib/data/calls.ts'
import { type PlacedCall, readCallsAgain, readCallsFrom } from '#lib/data/live.ts'
import type { Organisation } from '#lib/data/model.ts'
import { filterKey } from './watcher.ts'

/** No more rows are told of at once: as many as a page would show. */
export const MOST_TOLD = 200
/** What one look takes; where more happened, each filter is looked at by itself. */
const MOST_READ = 1000
const MOST_AGAIN = 500
const MOST_KNOWN = 5000
// An open call is looked at for an hour. Refusals fold into a record for ten seconds.
export const OPEN_MS = 3_600_000
const FOLDING_MS = 15_000

type Known = { readonly at: string; readonly state: string; readonly changesUntil: number }
export type Reading = {
  /** What is new or changed, newest first. */
  readonly calls: readonly PlacedCall[]
  /** Keys of the filters of which more happened than was read. */
  readonly cut: ReadonlySet<string>
}

export type CallReading = {
  /** @param horizon of `readHorizon`, asked before this @param filters of everybody who watches */
  read(horizon: string, filters: readonly CallFilter[]): Promise<Reading>
  /** Looks at these from now on, too, where they may still change. */
  watch(calls: readonly PlacedCall[]): void
}

/** Reads from `begin` on: everything before it can be seen already. */
export function createCallReading(organisation: Organisation, begin: string): CallReading {
  const known = new Map<string, Known>()
  let from = begin

  async function newest(filters: readonly CallFilter[]): Promise<{ rows: PlacedCall[]; cut: Set<string> }> {
    const rows = await readCallsFrom(organisation, from, {}, MOST_READ)
    const cut = new Set<string>()
    if (rows.length < MOST_READ) return { rows, cut }
    const each = new Map(filters.map((filter) => [filterKey(filter), filter]))
    for (const [key, filter] of each) {
      const found = await readCallsFrom(organisation, from, filter, MOST_TOLD)
      rows.push(...found)
      if (found.length === MOST_TOLD) cut.add(key)
    }
    return { rows, cut }
  }

  function keysAgain(now: number): { id: string; at: string }[] {
    const keys = [...known].filter(([, { at, changesUntil }]) => at < from && changesUntil > now)
    return keys.slice(-MOST_AGAIN).map(([id, { at }]) => ({ id, at }))
  }

  function forget(now: number): void {
    for (const [id, { at, changesUntil }] of known) if (at < from && changesUntil <= now) known.delete(id)
    for (const id of known.keys()) {
      if (known.size <= MOST_KNOWN) return
      known.delete(id)
    }
  }

  return {
    async read(horizon, filters) {
      const now = Date.parse(horizon)
      const again = keysAgain(now)
      const { rows, cut } = await newest(filters)
      const changed = new Map<string, PlacedCall>()
      for (const row of [...rows, ...(await readCallsAgain(organisation, again))]) {
        if (known.get(row.id)?.state === stateOf(row)) continue
        known.set(row.id, knownOf(row))
        changed.set(row.id, row)
      }
      from = horizon
      forget(now)
      return { calls: [...changed.values()].sort(newestFirst), cut }
    },
    watch(calls) {
      // What `read` will come to by itself stays new to it.
      for (const call of calls)
        if (call.place < from && !known.has(call.id)) known.set(call.id, knownOf(call))
      forget(Date.parse(from))
    },
  }
}

export function newestFirst(a: PlacedCall, b: PlacedCall): number {
  return a.place === b.place ? (a.id < b.id ? 1 : -1) : a.place < b.place ? 1 : -1
}

function knownOf(call: PlacedCall): Known {
  const lasts = call.outcome === 'open' || call.outcome === 'unknown' ? OPEN_MS : FOLDING_MS
  return { at: call.place, state: stateOf(call), changesUntil: call.at.getTime() + lasts }
}

function stateOf({ outcome, upstreamStatus, latencyMs, repeats, lastAt }: PlacedCall): string {
  return JSON.stringify([outcome, upstreamStatus, latencyMs, repeats, lastAt])
}
