// docs/baseline.md: every document in it is a baseline that may be published as it stands.
import { expect, it } from 'vitest'
import { parseBaselineText, refusesNothing } from '#lib/policy/index.ts'
import { blocksOf } from './testing/blocks.ts'

it('[S1] every document of docs/baseline.md is a baseline, and refuses something', () => {
  const blocks = blocksOf('docs/baseline.md')
  expect(blocks.length).toBeGreaterThan(0)
  for (const { text, place } of blocks) {
    const parsed = parseBaselineText(text)
    expect([place, parsed.ok ? [] : parsed.issues]).toEqual([place, []])
    expect(parsed.ok && refusesNothing(parsed.value.policy)).toBe(false)
  }
})
