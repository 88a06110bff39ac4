// Counting what went up against the limits, after the fact and by itself: nothing here asks the product
// what it counted.
import type { Limit } from './limits.ts'

/** One take of one count: what a call that reached the upstream took from one of its limits. */
export type Take = {
  readonly count: string
  readonly limit: Limit
  readonly amount: number
  /** The record's time, µs since the epoch. */
  readonly at: number
}

/** How many takes stand beyond what their limit lets through. */
export function overAdmissions(takes: readonly Take[]): number {
  let over = 0
  for (const all of grouped(takes).values()) {
    const limit = all[0]?.limit
    if (!limit) continue
    const sorted = [...all].sort((a, b) => a.at - b.at)
    over += limit.isSliding ? overInSliding(sorted, limit) : overInFixed(sorted, limit)
  }
  return over
}

/**
 * The same for fixed limits without any time of ours or of the database's: no count can have let more
 * through than its maximum for each window that the whole run touched.
 * @param since @param until ms since the epoch
 */
export function overAltogether(takes: readonly Take[], since: number, until: number): number {
  let over = 0
  for (const all of grouped(takes).values()) {
    const limit = all[0]?.limit
    if (!limit || limit.isSliding) continue
    const windows = Math.floor(until / 1000 / limit.seconds) - Math.floor(since / 1000 / limit.seconds) + 1
    over += overBy(all, limit.max * windows)
  }
  return over
}

function overInFixed(sorted: readonly Take[], limit: Limit): number {
  const windows = new Map<number, Take[]>()
  for (const take of sorted) put(windows, Math.floor(take.at / 1e6 / limit.seconds), take)
  return [...windows.values()].reduce((sum, window) => sum + overBy(window, limit.max), 0)
}

function overBy(takes: readonly Take[], max: number): number {
  let sum = 0
  let over = 0
  for (const { amount } of takes) {
    sum += amount
    if (sum > max) over++
  }
  return over
}

// Every interval that is too full has a fullest one that ends with a take.
function overInSliding(sorted: readonly Take[], { seconds, max }: Limit): number {
  let first = 0
  let sum = 0
  let over = 0
  for (const take of sorted) {
    sum += take.amount
    while (sorted[first] !== undefined && (sorted[first]?.at ?? 0) <= take.at - seconds * 1e6) {
      sum -= sorted[first]?.amount ?? 0
      first++
    }
    if (sum > max) over++
  }
  return over
}

/** Puts a value into the list of its key. */
export function put<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key)
  if (list) list.push(value)
  else lists.set(key, [value])
}

function grouped(takes: readonly Take[]): Map<string, Take[]> {
  const counts = new Map<string, Take[]>()
  for (const take of takes) put(counts, take.count, take)
  return counts
}
