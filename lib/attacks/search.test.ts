import { describe, expect, it } from 'vitest'
import { ATTACKS, dateWords, searchAttacks } from './index.ts'

const slugs = (search: Parameters<typeof searchAttacks>[0]) =>
  searchAttacks(search).attacks.map(({ slug }) => slug)

describe('searching attacks', () => {
  it('gives all of them, the newest first', () => {
    const { attacks } = searchAttacks()
    expect(attacks.length).toBe(ATTACKS.length)
    const dates = attacks.map(({ date }) => date)
    expect(dates).toEqual([...dates].sort().reverse())
  })

  it('finds by a number, by a publisher, by words in any order and case', () => {
    expect(slugs({ q: 'cve-2025-6514' })).toEqual(['mcp-remote-command-injection'])
    expect(slugs({ q: 'Invariant' })).toContain('tool-poisoning')
    expect(slugs({ q: 'WALLET morse' })).toEqual(['bankr-wallet-drain'])
    expect(slugs({ q: 'morse zebra' })).toEqual([])
  })

  it('filters by class and kind together, and its counts are what a click would give', () => {
    const { attacks, byClass, byKind } = searchAttacks({ class: 'destruction', kind: 'incident' })
    expect(attacks.map(({ slug }) => slug)).toEqual(['pocketos-volume-deletion', 'replit-database-deletion'])
    for (const [of, count] of byClass) expect(slugs({ class: of, kind: 'incident' }).length).toBe(count)
    for (const [kind, count] of byKind) expect(slugs({ class: 'destruction', kind }).length).toBe(count)
  })
})

it('says no more of a date than is known', () => {
  expect([dateWords('2026-05-04'), dateWords('2025-10'), dateWords('2026')]).toEqual([
    '4 May 2026',
    'October 2025',
    '2026',
  ])
})
