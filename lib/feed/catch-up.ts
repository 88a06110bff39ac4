// What a page missed between its position and now.
import { type PlacedCall, readCallsFrom } from '#lib/data/live.ts'
import type { Organisation } from '#lib/data/model.ts'
import { MOST_TOLD, OPEN_MS } from './call-reading.ts'
import type { Watcher } from './watcher.ts'

/** A page that comes back after longer than this reads the history anew. */
const LONGEST_AWAY_MS = 3_600_000

export type Missed = {
  /** To be told, newest first. */
  readonly calls: readonly PlacedCall[]
  /** More was missed than is told. */
  readonly isGap: boolean
  /** Calls that the page may show and that may still change. */
  readonly recent: readonly PlacedCall[]
}

/** @param horizon of `readHorizon` */
export async function readMissed(
  organisation: Organisation,
  { filter, since }: Pick<Watcher, 'filter' | 'since'>,
  horizon: string,
): Promise<Missed> {
  if (filter === null) return { calls: [], isGap: false, recent: [] }
  const isLost = since !== null && Date.parse(since) < Date.parse(horizon) - LONGEST_AWAY_MS
  const begin = since === null || isLost ? horizon : since
  const from = new Date(Date.parse(begin) - OPEN_MS).toISOString()
  const recent = await readCallsFrom(organisation, from, filter, MOST_TOLD)
  const oldest = recent.at(-1)
  return {
    calls: since === null ? [] : recent.filter((call) => isNewsSince(call, begin)),
    isGap: isLost || (since !== null && recent.length === MOST_TOLD && (oldest?.place ?? '') >= begin),
    recent,
  }
}

function isNewsSince({ place, closedAt, lastAt }: PlacedCall, since: string): boolean {
  const changed = Math.max(closedAt?.getTime() ?? 0, lastAt?.getTime() ?? 0)
  return place >= since || changed >= Date.parse(since)
}
