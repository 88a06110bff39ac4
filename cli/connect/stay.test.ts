import { describe, expect, it } from 'vitest'
import type { DialEnd, Dialling } from './dial.ts'
import { stayConnected } from './stay.ts'

const lost: DialEnd = { again: true, atOnce: false, wasConnected: false, sentence: 'Lost.' }
const PAUSES = { firstMs: 8, longestMs: 40 }

/** Plays a list of ends, and gives the pauses between them as they were announced, in ms. */
async function play(ends: readonly DialEnd[], chance = 1) {
  const said: string[] = []
  const left = [...ends]
  const dialling = { signal: new AbortController().signal } as Dialling
  const next = () => Promise.resolve(left.shift() ?? { ...lost, again: false, sentence: 'Over.' })
  const final = await stayConnected(
    dialling,
    (line) => void said.push(line),
    { firstMs: 1000, longestMs: 1000 },
    () => chance,
    next,
  )
  return { final, said }
}

describe('staying connected', () => {
  it('waits ever longer, up to a bound, and begins anew after it was connected', async () => {
    const waits: number[] = []
    const ends = [lost, lost, lost, lost, { ...lost, wasConnected: true }, lost]
    const dialling = { signal: new AbortController().signal } as Dialling
    let at = performance.now()
    await stayConnected(
      dialling,
      () => {},
      PAUSES,
      () => 1,
      async () => {
        waits.push(performance.now() - at)
        at = performance.now()
        return ends.shift() ?? { ...lost, again: false }
      },
    )
    // Timers are never early; how late they are is the machine's affair.
    for (const [index, least] of [0, 8, 16, 32, 40, 8, 16].entries())
      expect(waits[index]).toBeGreaterThanOrEqual(least - 1)
  })

  it('differs by chance, and never halves its patience', async () => {
    expect((await play([lost], 0)).said).toEqual(['Lost. Trying again in 0.5 s.'])
    expect((await play([lost], 0.5)).said).toEqual(['Lost. Trying again in 0.8 s.'])
  })

  it('comes back at once where a gateway asks for it, and stops where there is no sense in it', async () => {
    const { final, said } = await play([{ ...lost, atOnce: true, sentence: 'Restarts.' }], 0)
    expect(said).toEqual(['Restarts. Trying again in 0.0 s.'])
    expect(final).toBe('Over.')
  })
})
