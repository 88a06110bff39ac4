// How long searches take, one after the other as one person asks them, and several people at once.
import { searchCatalogue } from '#lib/listings/index.ts'
import type { Asked } from './queries.ts'

export type Times = {
  readonly kind: string
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly slowest: number
  readonly slowestQuery: string
}
type Took = { readonly kind: string; readonly ms: number; readonly query: string }

/** @param people how many ask at the same time */
export async function measureSearches(queries: readonly Asked[], people: number): Promise<Took[]> {
  const took: Took[] = []
  const waiting = [...queries]
  const person = async () => {
    for (let asked = waiting.pop(); asked; asked = waiting.pop()) {
      const begun = performance.now()
      await (asked.search.kind === 'tools'
        ? searchCatalogue({ ...asked.search, kind: 'tools' })
        : searchCatalogue({ ...asked.search, kind: 'servers' }))
      took.push({ kind: asked.kind, ms: performance.now() - begun, query: JSON.stringify(asked.search) })
    }
  }
  await Promise.all(Array.from({ length: people }, person))
  return took
}

/** By kind, and of all together under `all`. */
export function timesOf(took: readonly Took[]): Times[] {
  const kinds = [...new Set(took.map(({ kind }) => kind))]
  return [
    ...kinds.map((kind) =>
      summed(
        kind,
        took.filter((each) => each.kind === kind),
      ),
    ),
    summed('all', took),
  ]
}

function summed(kind: string, took: readonly Took[]): Times {
  const sorted = [...took].sort((a, b) => a.ms - b.ms)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
  const slowest = sorted.at(-1)
  return {
    kind,
    count: sorted.length,
    p50: rounded(at(0.5)?.ms),
    p95: rounded(at(0.95)?.ms),
    slowest: rounded(slowest?.ms),
    slowestQuery: slowest?.query ?? '',
  }
}

function rounded(ms = 0): number {
  return Math.round(ms * 10) / 10
}
