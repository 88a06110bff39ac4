import { describe, expect, it } from 'vitest'
import type { Facts } from '#lib/data/admission/index.ts'
import type { Bounds } from './config.ts'
import { createOccupancy } from './occupancy.ts'

const BOUNDS = {
  maxExchangesPerGrant: 2,
  maxExchangesPerOrganisation: 3,
  maxStreamsPerGrant: 2,
  maxStreamsPerSession: 1,
} as Bounds
const of = (grant: string, organisationId = 'org') => ({ grant: { id: grant }, organisationId }) as Facts

describe('places', () => {
  it('are taken by the grant and by the organisation, both or none, and given back', () => {
    const occupancy = createOccupancy(BOUNDS)
    const leave = [occupancy.exchange(of('a'), 'request'), occupancy.exchange(of('a'), 'request')]
    expect(() => occupancy.exchange(of('a'), 'request')).toThrow('This grant has 2 requests')
    leave.push(occupancy.exchange(of('b'), 'request'))
    // The organisation is full: the grant has taken nothing by having asked.
    for (let i = 0; i < 5; i++)
      expect(() => occupancy.exchange(of('b'), 'request')).toThrow('organisation has 3')
    leave[0]?.()
    leave.push(occupancy.exchange(of('b'), 'request'))
    expect(() => occupancy.exchange(of('b'), 'request')).toThrow('This grant has 2')
    occupancy.exchange(of('b'), 'answer')
    occupancy.exchange(of('b', 'another'), 'answer')
  })

  it('of streams are a session’s too', () => {
    const occupancy = createOccupancy(BOUNDS)
    const leave = occupancy.stream(of('a'), 's')
    expect(() => occupancy.stream(of('a'), 's')).toThrow('This session has 1 streams')
    occupancy.stream(of('a'), null)
    leave()
    occupancy.stream(of('a'), 's')
    expect(() => occupancy.stream(of('a'), 't')).toThrow('This grant has 2 streams')
  })

  it('that are taken outlast all that come and go, however many', () => {
    const occupancy = createOccupancy({ ...BOUNDS, maxExchangesPerOrganisation: 100 })
    for (const grant of ['a', 'a']) occupancy.exchange(of(grant), 'request')
    for (let i = 0; i < 5000; i++) occupancy.exchange(of(`grant ${i}`, `org ${i}`), 'request')()
    expect(() => occupancy.exchange(of('a'), 'request')).toThrow('This grant has 2 requests')
  })
})
