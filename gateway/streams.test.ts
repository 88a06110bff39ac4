// The list of what is open, as such: what it asks the store is in effects/, over real connections.
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import type { Facts } from '#lib/data/admission/index.ts'
import { oldBytesLeft } from '#testing/memory.ts'
import { BOUNDS } from './config.ts'
import { createStreams, type Watch } from './streams.ts'

describe('answers under way', () => {
  it('are let go of when they are over: nothing old goes on holding them', () => {
    const streams = createStreams(new pg.Pool(), BOUNDS)
    // In fixed places: a list that moves would hold on to what it had itself.
    const open: (Watch | undefined)[] = new Array(64).fill(undefined)
    const watch = (nth: number) => {
      const exchange = new Array(500).fill(nth)
      open[nth % 64]?.release()
      open[nth % 64] = streams.watch({} as Facts, {
        isStanding: false,
        end: () => void exchange.pop(),
        changed: null,
      })
    }
    const left = oldBytesLeft(20, () => {
      for (let nth = 0; nth < 1000; nth++) watch(nth)
    })
    streams.close()
    // Of 20,000 · 4 KB that came and went; at each of the 20 looks 64 of them were under way.
    expect(left).toBeLessThan(12_000_000)
  })
})
