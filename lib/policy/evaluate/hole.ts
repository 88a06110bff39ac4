// Values that were not recorded, for judging calls of the past. A condition that meets one could come to
// anything, so such a call is evaluated twice: once with every hole on the side that lets pass, once on the
// side that refuses. Truths are joined without negation, so whatever the values were lies between the two.
import { isJsonObject, type Json, type JsonObject } from '#lib/json/index.ts'
import type { Draw } from '../decision.ts'

/** Stands in recorded arguments where a value was sent and not kept. Compared by identity, never read. */
export const NOT_RECORDED: JsonObject = Object.freeze(Object.create(null))

/** Of an object that was kept in part: the keys of which everything is known, their absence included. */
export type KeptKeys = ReadonlyMap<JsonObject, ReadonlySet<string>>

/** How one evaluation takes what was not recorded. */
export type Holes = {
  readonly side: 'passing' | 'refusing'
  readonly kept: KeptKeys
  /** P5's budgets cannot run out, whatever the values were; else what spends them is a hole, too. */
  readonly isCheap: boolean
  /** Set where the evaluation met a hole. */
  met: boolean
  /** Draws whose amount was not recorded; the one that stands there is the least. */
  readonly unsure: Set<Draw>
}

export function newHoles(side: Holes['side'], kept: KeptKeys, isCheap: boolean): Holes {
  return { side, kept, isCheap, met: false, unsure: new Set() }
}

/** True where nothing is known of a key that is not there. */
export function isOpenAt(holes: Holes | null, object: JsonObject, key: string): boolean {
  const known = holes?.kept.get(object)
  return known !== undefined && !known.has(key)
}

/** True where a value, or something in it, was not recorded. */
export function holdsHole(kept: KeptKeys, value: Json): boolean {
  if (value === NOT_RECORDED) return true
  if (Array.isArray(value)) return value.some((element) => holdsHole(kept, element))
  if (!isJsonObject(value)) return false
  return kept.has(value) || Object.values(value).some((each) => holdsHole(kept, each))
}
