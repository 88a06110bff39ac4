// Percentiles from counted buckets: the same for calls that were summed up and for those that were not.
import type { LatencyCount } from '#lib/data/usage.ts'

/** In ms, at most 4.4 % off: the middle of the bucket that holds it. */
export type Percentiles = { readonly p50: number; readonly p95: number }
export type Latency = {
  /** Forwarded calls that have ended and were measured. */
  readonly measured: number
  /** From a request's arrival until it is handed on; null where nothing was measured. */
  readonly gateway: Percentiles | null
  /** From there to the end of the answer. */
  readonly upstream: Percentiles | null
}

const PER_OCTAVE = 8

/** The latencies of all that was counted together. */
export function latencyOf(counts: readonly LatencyCount[]): Latency {
  const gateway = counts.filter(({ part }) => part === 'gateway')
  return {
    measured: gateway.reduce((sum, { calls }) => sum + calls, 0),
    gateway: percentilesOf(gateway),
    upstream: percentilesOf(counts.filter(({ part }) => part === 'upstream')),
  }
}

function percentilesOf(counts: readonly LatencyCount[]): Percentiles | null {
  const buckets = new Map<number, number>()
  for (const { bucket, calls } of counts) buckets.set(bucket, (buckets.get(bucket) ?? 0) + calls)
  const sorted = [...buckets].sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, calls]) => sum + calls, 0)
  if (total === 0) return null
  return { p50: at(sorted, total * 0.5), p95: at(sorted, total * 0.95) }
}

/** The smallest value that at least `rank` of the calls do not exceed. */
function at(sorted: readonly (readonly [bucket: number, calls: number])[], rank: number): number {
  let passed = 0
  for (const [bucket, calls] of sorted) {
    passed += calls
    if (passed >= rank) return middleOf(bucket)
  }
  return Number.NaN
}

function middleOf(bucket: number): number {
  return 2 ** ((bucket + 0.5) / PER_OCTAVE)
}
