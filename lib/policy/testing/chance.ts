// Seeded choices for the volume runs: a number names a whole document or call, for ever and on every machine.

export type Chance = {
  /** A whole number from 0 up to, not including, `below`. */
  readonly below: (below: number) => number
  readonly pick: <T>(these: readonly T[]) => T
  /** True once in `times`. */
  readonly once: (times: number) => boolean
  /** Between `least` and `most` of what `make` makes. */
  readonly some: <T>(least: number, most: number, make: () => T) => T[]
  /** Each of these, kept or not. */
  readonly subset: <T>(these: readonly T[]) => T[]
}

export function chanceOf(seed: number): Chance {
  // Mulberry32: 32 bits of state are plenty for choosing among a dozen things.
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (limit: number): number => next() % limit
  const pick = <T>(these: readonly T[]): T => {
    const one = these[below(these.length)]
    if (one === undefined) throw new RangeError('nothing to pick from')
    return one
  }
  return {
    below,
    pick,
    once: (times) => below(times) === 0,
    some: (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make),
    subset: (these) => these.filter(() => below(2) === 0),
  }
}
