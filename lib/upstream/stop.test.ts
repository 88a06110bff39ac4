import { describe, expect, it } from 'vitest'
import { abortSignalOf, Stop } from './stop.ts'

describe('a stop', () => {
  it('tells each who listens once, and nobody who has left', () => {
    const stop = new Stop()
    const told: string[] = []
    const leaving = () => void told.push('left')
    stop.addEventListener('abort', () => void told.push('stayed'))
    stop.addEventListener('abort', leaving)
    stop.removeEventListener('abort', leaving)
    stop.abort('why')
    stop.abort('again')
    expect(told).toEqual(['stayed'])
    expect(stop).toMatchObject({ aborted: true, reason: 'why' })
  })

  it('is an AbortSignal to who wants one, whenever it stops', () => {
    const [early, late] = [new Stop(), new Stop()]
    early.abort('early')
    const signals = [early, late].map(abortSignalOf)
    late.abort('late')
    expect(signals.map(({ aborted, reason }) => ({ aborted, reason }))).toEqual([
      { aborted: true, reason: 'early' },
      { aborted: true, reason: 'late' },
    ])
    const own = new AbortController().signal
    expect(abortSignalOf(own)).toBe(own)
  })
})
